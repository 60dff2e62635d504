import { defined } from '../base/defined.ts'
import { writeRecords } from '../datasets/write-records.ts'
import { ratingRow } from '../domain/rating.ts'
import { agreement } from '../metaeval/agreement.ts'
import { latentModels, type LatentModel } from '../metaeval/latent-labels.ts'
import { latentFindings, latentLabelsOf } from '../metaeval/latent.ts'
import { mustKnowSeats } from '../metaeval/named-responses.ts'
import { scales } from '../metrics/krippendorff-alpha.ts'
import { agreementText } from '../report/agreement-text.ts'
import { latentText } from '../report/latent-text.ts'
import type { Language } from '../report/numbers.ts'
import { defineCommand, oneOf, UsageError, type Terminal } from './command.ts'
import { jsonText } from './json-text.ts'
import { ratingOptions, readSources, sayLeftOut, type RatingSources } from './rating-sources.ts'
import { shownLanguage } from './show-findings.ts'
import { version } from './version.ts'

export const agree = defineCommand({
  name: 'agree',
  summary: 'Measure how far annotators agree with each other: people, judges, metrics.',
  usage: 'assize agree <ratings or run>... [--scale <scale>] [--by <part>] [options]',
  about: [
    'Percent agreement, Cohen, Fleiss, Krippendorff, Gwet and Brennan-Prediger, each with a 95 % interval; who disagrees with whom; what each label is agreed on. A number that is not defined says why.',
    'Ratings come from files (JSON lines, JSON, CSV, Parquet; `-` is standard input) and from runs, whose verdicts are by an annotator of the run’s name. Memory grows with the different ways in which items were rated, not with their number.',
  ],
  options: {
    scale: {
      type: 'string',
      value: '<nominal|ordinal|interval|ratio>',
      about: "of the headline's alpha: ordinal for scores, nominal for the rest, where it is absent",
    },
    annotator: {
      type: 'string',
      multiple: true,
      value: '<name>',
      about: 'look at this one and the others so named only, such as people without the judges beside them',
    },
    repeats: {
      type: 'string',
      value: '<raters>',
      about: 'raters: take the samples of one judge for raters of their own: how far it agrees with itself',
    },
    latent: {
      type: 'string',
      value: '<dawid-skene|one-coin>',
      about: "infer the truth and each annotator's competence from the labels alone",
    },
    output: {
      type: 'string',
      short: 'o',
      value: '<file>',
      about: 'with --latent: the inferred labels as ratings (.jsonl, .json, .csv, .parquet)',
    },
    ...ratingOptions,
  },
  examples: [
    'assize agree examples/demo/ratings-pairs.jsonl demo-pairs',
    'assize agree ratings.csv --scale interval --by criterion',
    'assize agree ratings.csv run-a run-b --latent dawid-skene -o truth.jsonl',
  ],

  async run({ positionals, values }, terminal) {
    const language = shownLanguage(values.ui, terminal.env)
    const scale = values.scale === undefined ? undefined : oneOf(scales, values.scale, '--scale')
    if (values.repeats !== undefined) oneOf(['raters'], values.repeats, '--repeats')
    const model = values.latent === undefined ? undefined : oneOf(models, values.latent, '--latent')
    if (values.output !== undefined && model === undefined)
      throw new UsageError(
        '-o needs --latent.',
        'It writes inferred labels; numbers go to standard output (--json).',
      )
    if (values.by !== undefined && model !== undefined)
      throw new UsageError(
        '--latent fits all ratings at once.',
        'Leave --by out, or fit each part from a file of its own.',
      )
    const sources = await readSources(positionals, values, {
      terminal,
      usage: agreeUsage,
      repeatsAreRaters: values.repeats !== undefined,
      keepItems: values.output !== undefined,
      ...(values.annotator ? { only: values.annotator } : {}),
    })
    sayLeftOut(sources, terminal)
    mustKnowSeats(sources.table.rows, { idsAreClasses: true })
    const { table, slicing, inNoPart, withoutItem: _items, ...options } = sources
    if (model) return await showLatent(model, sources, values, terminal, language)
    const findings = agreement(table.rows, { ...options, version, ...(scale ? { scale } : {}) }, slicing)
    if (values.json)
      terminal.out(
        jsonText({ ...findings, ...defined({ inNoPart }), leftOut: sources.skipped?.byReason ?? {} }),
      )
    else
      for (const line of agreementText(findings, { ...terminal, language, source: sources.source }))
        terminal.out(line)
  },
})

const models = Object.keys(latentModels) as LatentModel[]

async function showLatent(
  model: LatentModel,
  { table, source, resampling }: RatingSources,
  { output, json }: { readonly output: string | undefined; readonly json: boolean },
  terminal: Terminal,
  language: Language,
): Promise<void> {
  const { findings, fitted } = latentFindings(table.rows, { model, resampling, source, version })
  if (output !== undefined) {
    const labels = latentLabelsOf(fitted)
    const rows = function* () {
      for (const { item, row } of table.byItem()) {
        for (const { criterion, response, label, bits } of labels.get(row) ?? []) {
          const about = defined({ response, criterion: criterion || undefined, cluster: row.facts.cluster })
          yield { ...ratingRow({ item, annotator: model, ...about, label }), difficulty: bits }
        }
      }
    }
    const written = await writeRecords(output, rows(), { cwd: terminal.cwd })
    terminal.say(`${written} inferred labels to ${output}`)
  }
  if (json) terminal.out(jsonText(findings))
  else for (const line of latentText(findings, { ...terminal, language })) terminal.out(line)
}

const agreeUsage = 'Name files of ratings or runs: `assize agree ratings.csv`.'
