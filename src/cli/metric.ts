import { AssizeError } from '../base/errors.ts'
import { openRecords } from '../datasets/open-records.ts'
import { readRecords, type FileRecord } from '../datasets/read-records.ts'
import { Skipped } from '../datasets/skipped.ts'
import { ratingRow } from '../domain/rating.ts'
import { TextScores, type NamedMetric } from '../metaeval/text-scores.ts'
import { plainLine } from '../report/hostile-text.ts'
import { textScoresText } from '../report/text-scores-text.ts'
import { defineCommand, oneOf, UsageError, wholeNumber } from './command.ts'
import { jsonText } from './json-text.ts'
import { chooseMetric, metricNames, metricOptions } from './metric-choice.ts'
import {
  columnValue,
  everyResponse,
  firstColumn,
  responseIn,
  textOf,
  textsOf,
  usualHypotheses,
  usualReferences,
  type RawRow,
} from './metric-row.ts'
import { shownLanguage } from './show-findings.ts'
import { version } from './version.ts'

export const metric = defineCommand({
  name: 'metric',
  summary: 'Score texts against references: BLEU, chrF, TER, ROUGE, exact match, token F1.',
  usage: `assize metric <${metricNames.join('|')}> <file> [--hypothesis <column>]... [--reference <column>]... [options]`,
  about: [
    "The file holds items, or rows with any columns: JSON lines, JSON, CSV or Parquet; `-` is standard input. A name with dots goes into lists and objects: responses.0.text. Without --hypothesis and --reference, an item's first response is scored against its reference.",
    'BLEU, chrF and TER are sacrebleu 2.6.0\'s, ROUGE is rouge-score 0.1.2\'s, exact match and token F1 are SQuAD\'s: the signature says so. Several --reference columns (or a list in one) are several references of one text; several --hypothesis columns are compared with the first. JSON booleans are "True" and "False".',
    'With --as-ratings the file that -o names goes to `assize meta`, beside people and judges: of a pair, the response with the higher score is what the metric prefers, and equal scores are a tie.',
    'A row without a reference is left out, counted and named; an empty text is scored. Rows of one `cluster` are drawn together for the intervals.',
  ],
  options: {
    hypothesis: {
      type: 'string',
      multiple: true,
      value: '<column>',
      about: 'the texts to score; again to compare',
    },
    reference: {
      type: 'string',
      multiple: true,
      value: '<column>',
      about: 'what to score against; again for more',
    },
    ...metricOptions,
    output: {
      type: 'string',
      short: 'o',
      value: '<file>',
      about: "each row's score: .jsonl, .json, .csv or .parquet",
    },
    'as-ratings': {
      type: 'boolean',
      default: false,
      about:
        "with -o: as ratings, the metric being the annotator; without --hypothesis, of all of an item's responses",
    },
    name: {
      type: 'string',
      value: '<name>',
      about: "with --as-ratings: the annotator's name (default: the metric's)",
    },
    resamples: { type: 'string', default: '1000', value: '<n>', about: 'for the intervals' },
    seed: { type: 'string', default: '0', value: '<n>', about: 'for the intervals' },
    'skip-bad': {
      type: 'boolean',
      default: false,
      about: 'leave lines that cannot be read out and count them',
    },
    ui: { type: 'string', value: '<en|ko>', about: "the language of what is shown (default: your system's)" },
    json: { type: 'boolean', default: false, about: 'one JSON document' },
  },
  examples: [
    'assize metric bleu answers.jsonl --hypothesis response --reference gold',
    'assize metric chrf++ items.csv --hypothesis ours --hypothesis theirs --reference gold -o scores.csv',
    'assize metric chrf items.jsonl --as-ratings -o chrf.jsonl',
  ],

  async run({ positionals: [name, path, ...more], values }, terminal) {
    const language = shownLanguage(values.ui, terminal.env)
    if (name === undefined)
      throw new UsageError('No metric was named.', `Use one of ${metricNames.join(', ')}.`)
    const chosen = chooseMetric(oneOf(metricNames, name, 'The metric'), values)
    if (path === undefined || more.length > 0) {
      throw new UsageError(
        path === undefined ? 'No file was named.' : `${more[0]} is one file too many.`,
        `Name one: \`assize metric ${name} answers.jsonl\`.`,
      )
    }
    if (values['as-ratings'] && values.output === undefined)
      throw new UsageError('--as-ratings needs -o.', 'Name the file for the ratings: -o ratings.jsonl.')
    if (values.name !== undefined && !(values['as-ratings'] && chosen.metrics.length === 1))
      throw new UsageError(
        '--name names one metric that is written with --as-ratings.',
        'Leave it out, or name one metric.',
      )
    const resampling = {
      seed: wholeNumber(values.seed, '--seed'),
      resamples: wholeNumber(values.resamples, '--resamples', 1),
    }
    const [hypotheses, references] = [values.hypothesis ?? [], values.reference ?? []]
    const twice = hypotheses.find((column, i) => hypotheses.indexOf(column) !== i)
    if (twice !== undefined)
      throw new UsageError(`--hypothesis ${twice} stands twice.`, 'Name each column once.')

    const skipped = values['skip-bad'] ? new Skipped() : undefined
    const allResponses = values['as-ratings'] && hypotheses.length === 0
    const columns = new RowColumns(hypotheses, references, allResponses)
    const scores = new TextScores(chosen.metrics, hypotheses.length > 0 ? hypotheses : ['hypothesis'])
    const output = values.output === undefined ? undefined : openRecords(values.output, { cwd: terminal.cwd })
    try {
      const { cwd, stdin, signal } = terminal
      for await (const record of readRecords(path, { cwd, stdin, ...(skipped ? { skipped } : {}) })) {
        signal.throwIfAborted()
        const texts = columns.read(record)
        if (!texts) continue
        const rows = texts.hypotheses.map(({ text }) => chosen.stats(text, texts.references))
        const { id, cluster = rows.length > 1 ? id : undefined } = texts
        if (allResponses) scores.addTexts(rows, texts.references.length, cluster)
        else scores.add(rows, texts.references.length, texts.cluster)
        if (!output) continue
        for (const [i, row] of rows.entries()) {
          for (const [j, one] of chosen.metrics.entries()) {
            await output.write(
              values['as-ratings']
                ? asRating(texts, i, { ...one, name: values.name ?? one.name }, row[j]!)
                : asScore(texts, i, one, row[j]!, chosen.metrics.length),
            )
          }
        }
      }
      if (scores.n === 0) throw columns.nothing(path)
      columns.mustHaveBeenThere(path)
      await output?.finish()
    } catch (error) {
      await output?.abandon(error as Error)
      throw error
    }

    const found = scores
      .findings(version, resampling)
      .map((one) => (hypotheses.length > 0 ? one : { ...one, hypothesis: columns.hypothesis }))
    const comparisons = scores.comparisons(resampling)
    const used = columns.references
    if (values.json) {
      const leftOut = {
        ...Object.fromEntries(columns.leftOut.map(({ reason, n }) => [reason, n])),
        ...skipped?.byReason,
      }
      const [only] = found
      terminal.out(
        jsonText(
          found.length === 1
            ? { ...only, references: used, leftOut }
            : { metric: name, results: found, comparisons, references: used, n: scores.n, leftOut },
        ),
      )
    } else {
      const unread = Object.entries(skipped?.byReason ?? {}).map(([reason, n]) => ({ reason, n, first: [] }))
      const leftOut = [...columns.leftOut, ...unread]
      for (const line of textScoresText(
        { findings: found, comparisons, references: used, leftOut },
        { ...terminal, language },
      )) {
        terminal.out(line)
      }
    }
    if (values.output !== undefined) terminal.say(plainLine(`Each row's score: ${values.output}`))
  },
})

/** What a metric reads of one row. */
interface RowTexts {
  readonly id: string
  readonly cluster?: string
  readonly hypotheses: readonly {
    readonly column: string
    readonly text: string
    readonly response?: string
  }[]
  readonly references: readonly string[]
}

/** Finds the texts of rows; counts those that lack one. */
class RowColumns {
  readonly #hypotheses: readonly string[]
  readonly #wantedReferences: readonly string[]
  readonly #allResponses: boolean
  readonly #seen = new Set<string>()
  readonly #usedReferences = new Set<string>()
  readonly #leftOut = new Map<string, { n: number; first: string[] }>()
  #names: readonly string[] | undefined
  #usualHypothesis: string | undefined
  #isOfSeveral = false

  /** @param allResponses  reads all responses of an item, not only its first. */
  constructor(hypotheses: readonly string[], references: readonly string[], allResponses: boolean) {
    this.#hypotheses = hypotheses
    this.#wantedReferences = references
    this.#allResponses = allResponses
  }

  /** The row's texts, or `undefined` where it was left out (or rejected). */
  read({ value, index, source, reject }: FileRecord): RowTexts | undefined {
    if (value === null || typeof value !== 'object' || Array.isArray(value)) {
      const got = JSON.stringify(value)?.slice(0, 60) ?? 'nothing'
      return void reject([{ field: '', expected: 'an object', got }])
    }
    const row = value as RawRow
    this.#names ??= Object.keys(row)
    const id = textOf(row['id']) || String(index + 1)
    const every = this.#allResponses ? everyResponse(row) : undefined
    this.#isOfSeveral ||= every !== undefined && every.length > 1
    const columns =
      this.#hypotheses.length > 0 ? this.#hypotheses : (every ?? [firstColumn(row, usualHypotheses)])
    const hypotheses = columns.map((column) => this.#hypothesisOf(row, column, columns.length))
    const references = this.#referencesOf(row, source.format === 'csv' || source.format === 'parquet')
    const found = hypotheses.filter((one) => one !== undefined)
    if (found.length < hypotheses.length) return this.#leaveOut('no text to score', id)
    if (references.length === 0) return this.#leaveOut('no reference', id)
    const cluster = textOf(row['cluster'])
    return { id, hypotheses: found, references, ...(cluster ? { cluster } : {}) }
  }

  /** What was scored where no column was named. */
  get hypothesis(): string {
    if (this.#isOfSeveral) return 'every response'
    return this.#usualHypothesis ?? usualHypotheses[0]
  }

  get references(): string[] {
    return this.#wantedReferences.length > 0 ? [...this.#wantedReferences] : [...this.#usedReferences]
  }

  get leftOut(): { reason: string; n: number; first: readonly string[] }[] {
    return Array.from(this.#leftOut, ([reason, counts]) => ({ reason, ...counts }))
  }

  /** @throws AssizeError where a column that was named stands in no row: its name may be mistyped. */
  mustHaveBeenThere(path: string): void {
    const absent = [...this.#hypotheses, ...this.#wantedReferences].find((column) => !this.#seen.has(column))
    if (absent === undefined) return
    throw new AssizeError('cli/no-such-column', {
      message: plainLine(`No row of ${path} has the column ${absent}.`),
      remedy: plainLine(`The first row has ${this.#names?.slice(0, 20).join(', ') || 'none'}.`),
    })
  }

  /** What to say where no row could be scored. */
  nothing(path: string): AssizeError {
    if (this.#names === undefined) {
      return new AssizeError('datasets/empty', {
        message: plainLine(`${path === '-' ? 'standard input' : path} holds no rows.`),
        remedy: 'Check that what wrote it ran to its end.',
      })
    }
    try {
      this.mustHaveBeenThere(path)
    } catch (error) {
      return error as AssizeError
    }
    const reasons = this.leftOut.map(({ reason, n }) => `${n} have ${reason}`).join(', ')
    return new AssizeError('cli/nothing-to-score', {
      message: plainLine(`No row of ${path} can be scored${reasons ? `: ${reasons}` : ''}.`),
      remedy: plainLine(
        `Name the columns with --hypothesis and --reference; the first row has ${this.#names.slice(0, 20).join(', ')}.`,
      ),
    })
  }

  #hypothesisOf(
    row: RawRow,
    column: string | undefined,
    columns: number,
  ): RowTexts['hypotheses'][number] | undefined {
    if (column === undefined) return undefined
    const value = columnValue(row, column)
    if (value !== undefined) this.#seen.add(column)
    const text = textOf(value)
    if (text === undefined) return undefined
    if (this.#hypotheses.length === 0) this.#usualHypothesis ??= column
    const response = responseIn(row, column) ?? (columns > 1 ? column : undefined)
    return { column, text, ...(response ? { response } : {}) }
  }

  #referencesOf(row: RawRow, isTable: boolean): string[] {
    const usual = this.#wantedReferences.length > 0 ? undefined : firstColumn(row, usualReferences)
    const columns = usual === undefined ? this.#wantedReferences : [usual]
    return columns.flatMap((column) => {
      const value = columnValue(row, column)
      if (value !== undefined) this.#seen.add(column)
      const texts = textsOf(value, isTable)
      if (texts.length > 0) this.#usedReferences.add(column)
      return texts
    })
  }

  #leaveOut(reason: string, id: string): undefined {
    const counts = this.#leftOut.get(reason) ?? { n: 0, first: [] }
    counts.n++
    if (counts.first.length < 5) counts.first.push(id)
    this.#leftOut.set(reason, counts)
  }
}

function asScore(
  { id, hypotheses }: RowTexts,
  i: number,
  { name, alone }: NamedMetric,
  row: Float64Array,
  of: number,
) {
  const { score, parts } = alone.scoreOf(row)!
  return {
    id,
    ...(of > 1 ? { metric: name } : {}),
    ...(hypotheses.length > 1 ? { hypothesis: hypotheses[i]!.column } : {}),
    score,
    ...parts,
  }
}

function asRating(
  { id, cluster, hypotheses }: RowTexts,
  i: number,
  { name, alone }: NamedMetric,
  row: Float64Array,
) {
  const { response } = hypotheses[i]!
  return ratingRow({
    item: id,
    annotator: name,
    label: { kind: 'score', value: alone.scoreOf(row)!.score },
    ...(response === undefined ? {} : { response }),
    ...(cluster === undefined ? {} : { cluster }),
  })
}
