import { createHash } from 'node:crypto'
import { basename } from 'node:path'
import { AssizeError } from '../base/errors.ts'
import { readPlainText, splits } from '../datasets/read-plain-text.ts'
import { readRecords } from '../datasets/read-records.ts'
import { Skipped } from '../datasets/skipped.ts'
import { signature } from '../domain/signature.ts'
import { readTexts, type GivenText, type Read } from '../judging/read-texts.ts'
import { resamplesText } from '../metaeval/estimate.ts'
import { perplexityFindings } from '../metaeval/perplexity-findings.ts'
import { plainLine } from '../report/hostile-text.ts'
import { perplexityText } from '../report/perplexity-text.ts'
import { defineCommand, oneOf, UsageError, wholeNumber, type Terminal } from './command.ts'
import { exitCodes } from './exit-codes.ts'
import { jsonText } from './json-text.ts'
import { likelihoodOptions, openLikelihood } from './likelihood-options.ts'
import { columnValue, textOf, type RawRow } from './metric-row.ts'
import { saySkipped } from './say-skipped.ts'
import { shownLanguage } from './show-findings.ts'
import { version } from './version.ts'

export const perplexity = defineCommand({
  name: 'perplexity',
  summary: 'Measure how well a model predicts texts: perplexity, bits per byte and word.',
  usage: 'assize perplexity <file> [--model <id>] [--column <name>] [--window <n>] [--stride <n>] [options]',
  about: [
    'The file is plain text (.txt, .md), or rows with a column of texts: JSON lines, JSON, CSV or Parquet; `-` is standard input. The value is that of all texts together, not the mean of their perplexities.',
    'A long text is read through a window of tokens that slides: each token is scored once, with at least window − stride tokens before it. A first token with nothing before it is not predicted and left out; a model that wants a token before everything gets it, and then predicts the first.',
    "Per token depends on the model's own tokens; per byte and per word can be compared between models. Words are what stands between white space.",
  ],
  options: {
    column: {
      type: 'string',
      value: '<name>',
      default: 'text',
      about: 'of a file with columns: the texts; a name with dots goes into lists and objects',
    },
    split: {
      type: 'string',
      value: `<${splits.join('|')}>`,
      default: 'none',
      about: 'of a plain text file: what is a text by itself',
    },
    window: { type: 'string', value: '<n>', default: '1024', about: 'most tokens that are seen at once' },
    stride: { type: 'string', value: '<n>', default: '512', about: 'how many of them are new each time' },
    ...likelihoodOptions,
    resamples: { type: 'string', value: '<n>', default: '1000', about: 'for the intervals' },
    seed: { type: 'string', value: '<n>', default: '0', about: 'for the intervals' },
  },
  examples: [
    'assize perplexity README.md --split paragraphs',
    'assize perplexity examples/measuring/items.jsonl --column reference --window 512 --stride 256 -o likelihoods.jsonl',
  ],

  async run({ positionals: [path, ...more], values }, terminal) {
    const language = shownLanguage(values.ui, terminal.env)
    if (path === undefined || more.length > 0)
      throw new UsageError(
        path === undefined ? 'No texts were given.' : `${more[0]} is one file too many.`,
        'Name one file: `assize perplexity texts.jsonl`.',
      )
    const window = {
      size: wholeNumber(values.window, '--window', 2),
      stride: wholeNumber(values.stride, '--stride', 1),
    }
    if (window.stride >= window.size)
      throw new UsageError(
        `--stride is ${window.stride}, and --window ${window.size}.`,
        'Use a smaller stride: what is new in a window needs something before it.',
      )
    const split = oneOf(splits, values.split, '--split')
    const resampling = {
      seed: wholeNumber(values.seed, '--seed'),
      resamples: wholeNumber(values.resamples, '--resamples', 1),
    }
    const limit =
      values.limit === undefined ? Number.POSITIVE_INFINITY : wholeNumber(values.limit, '--limit', 1)
    const skipped = values['skip-bad'] ? new Skipped() : undefined
    const hash = createHash('sha256')
    const order = new Map<string, number>()
    async function* texts(): AsyncGenerator<GivenText> {
      const source = /\.(txt|md)$/i.test(path!)
        ? await readPlainText(path!, split, terminal.cwd)
        : textColumn(path!, values.column, terminal, skipped)
      for await (const one of source) {
        if (order.size >= limit) return
        hash.update(JSON.stringify([one.id, one.text]))
        order.set(one.id, order.size)
        yield one
      }
    }

    const { provider, width, kept } = await openLikelihood(values, terminal)
    const read: Read[] = []
    try {
      const { signal } = terminal
      for await (const one of readTexts({
        provider,
        window,
        texts: texts(),
        width,
        signal,
        ...(kept ? { kept } : {}),
      })) {
        read.push(one)
        terminal.progress(String(read.length))
      }
    } finally {
      terminal.progress('')
      await kept?.close()
      await provider.close?.()
    }
    for (const note of provider.notes ?? []) terminal.say(plainLine(note))
    read.sort((a, b) => order.get(a.id)! - order.get(b.id)!)
    saySkipped(skipped, terminal)
    const failure = read.find(({ failed }) => failed !== undefined)?.failed
    if (failure !== undefined) terminal.say(plainLine(`No answer, the first time because: ${failure}`))

    const source = basename(path)
    const unpredicted = read.reduce((sum, one) => sum + one.unpredicted, 0)
    const findings = perplexityFindings(read, {
      resampling,
      signature: signature({
        texts: `${source}#${hash.digest('hex').slice(0, 8)}`,
        model: provider.model,
        window: window.size,
        stride: window.stride,
        unpredicted,
        n: read.length,
        none: read.filter(({ tokens }) => tokens === 0).length,
        resamples: resamplesText(resampling),
        v: version,
      }),
    })
    if (values.json) {
      const perText = read.map((one) => ({ ...one, resumed: undefined }))
      const resumed = read.filter((one) => one.resumed).length
      const leftOutLines = skipped?.byReason ?? {}
      terminal.out(jsonText({ model: provider.model, ...findings, resumed, leftOutLines, perText }))
    } else {
      const options = { ...terminal, language, source, model: provider.model, texts: read }
      for (const line of perplexityText(findings, options)) terminal.out(line)
    }
    if (read.length > 0 && findings.none.failed === read.length) return exitCodes.failed
  },
})

/** The texts of a column, with the ids and clusters that their rows have. */
async function* textColumn(
  path: string,
  column: string,
  { cwd, stdin }: Terminal,
  skipped: Skipped | undefined,
): AsyncGenerator<GivenText> {
  const ids = new Set<string>()
  let [rows, found] = [0, 0]
  for await (const { value, index, reject } of readRecords(path, {
    cwd,
    stdin,
    ...(skipped ? { skipped } : {}),
  })) {
    rows++
    const row = (Object(value) as RawRow) ?? {}
    const text = typeof value === 'string' ? value : textOf(columnValue(row, column))
    if (text === undefined) {
      reject(
        [{ field: column, expected: 'a text', got: 'nothing' }],
        `Name the column: \`assize perplexity ${path} --column <name>\`.`,
      )
      continue
    }
    const given = textOf(row['id']) ?? String(index + 1)
    const id = ids.has(given) ? `${given}/${index + 1}` : given
    const cluster = textOf(row['cluster'])
    ids.add(id)
    found++
    yield { id, text, ...(cluster === undefined ? {} : { cluster }) }
  }
  if (found > 0 || (rows > 0 && skipped)) return
  throw new AssizeError('datasets/empty', {
    message: `${path === '-' ? 'Standard input' : path} holds no texts.`,
    remedy: 'Check that what wrote it ran to its end.',
  })
}
