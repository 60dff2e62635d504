import { basename } from 'node:path'
import { hashOf } from '../base/hash.ts'
import { readChoiceQuestions } from '../datasets/read-choice-questions.ts'
import { Skipped } from '../datasets/skipped.ts'
import type { ChoiceQuestion } from '../domain/choice-question.ts'
import { signature } from '../domain/signature.ts'
import { answerChoices, type Answered } from '../judging/answer-choices.ts'
import { formName, type ChoiceForm } from '../judging/choice-prompt.ts'
import { choiceFindings } from '../metaeval/choice-findings.ts'
import { multipleChoice as choose, normalisations } from '../metrics/multiple-choice.ts'
import { multipleChoiceText } from '../report/multiple-choice-text.ts'
import { plainLine } from '../report/hostile-text.ts'
import { defineCommand, oneOf, UsageError, wholeNumber, type Terminal } from './command.ts'
import { exitCodes } from './exit-codes.ts'
import { jsonText } from './json-text.ts'
import { likelihoodOptions, openLikelihood } from './likelihood-options.ts'
import { saySkipped } from './say-skipped.ts'
import { shownLanguage } from './show-findings.ts'
import { version } from './version.ts'

export const multipleChoice = defineCommand({
  name: 'multiple-choice',
  summary: 'Answer multiple-choice questions by the probabilities of their options.',
  usage:
    'assize multiple-choice <questions>... [--model <id>] [--score letters|texts] [--shots <n> --dev <file>] [options]',
  about: [
    'Nothing is written and nothing is parsed: the option whose letter (or text) the model finds most likely after the question is its choice. The accuracy stands beside what guessing gets, and each place (A, B, ...) beside how often it is right.',
    'Read as they are: JSON lines of {"question", "choices", "answer", "domain"?}, MMLU\'s CSV and its records on Hugging Face, a BIG-bench task.json with target_scores, and Constitutional AI\'s {"prompt", "corrects", "incorrects"}, whose prompts are put to the letter.',
    'Options that share the highest score are no choice: such questions are counted and left out.',
  ],
  options: {
    score: {
      type: 'string',
      value: '<letters|texts>',
      default: 'letters',
      about: 'list the options and score their letters, or do not and score their texts',
    },
    letters: {
      type: 'string',
      value: '<A|(A)>',
      default: 'A',
      about: 'how a letter is written',
    },
    normalise: {
      type: 'string',
      value: `<${normalisations.join('|')}>`,
      default: 'none',
      about:
        'what makes options of different length comparable; unconditional asks for each option without its question too',
    },
    shots: { type: 'string', value: '<n>', default: '0', about: 'worked examples before each question' },
    dev: {
      type: 'string',
      multiple: true,
      value: '<file>',
      about: 'where they are taken from, those of the same domain first; may be given again',
    },
    'shot-seed': {
      type: 'string',
      value: '<n>',
      about: 'draw the worked examples (default: the first ones)',
    },
    shuffle: {
      type: 'string',
      value: '<seed>',
      about: 'show the options in another order for each question, to see what their place decides',
    },
    header: {
      type: 'string',
      value: '<text>',
      about: 'what stands before everything, in place of ours; {domain} is filled in',
    },
    language: {
      type: 'string',
      value: '<en|ko|auto>',
      default: 'auto',
      about: "of our words around the questions; auto: each question's own",
    },
    by: { type: 'string', value: '<domain>', about: 'measure each domain on its own too' },
    ...likelihoodOptions,
  },
  examples: [
    'assize multiple-choice examples/benchmarks/law.jsonl examples/benchmarks/medicine.jsonl --by domain',
    'assize multiple-choice data/test/anatomy_test.csv --dev data/dev/anatomy_dev.csv --shots 5 -o anatomy.jsonl',
  ],

  async run({ positionals: files, values }, terminal) {
    const language = shownLanguage(values.ui, terminal.env)
    if (files.length === 0)
      throw new UsageError(
        'No questions were given.',
        'Name a file: `assize multiple-choice questions.jsonl`.',
      )
    if (values.by !== undefined) oneOf(['domain'], values.by, '--by')
    const form: ChoiceForm = {
      by: oneOf(['letters', 'texts'], values.score, '--score'),
      letters: oneOf(['A', '(A)'], values.letters, '--letters'),
      language: oneOf(['en', 'ko', 'auto'], values.language, '--language'),
      ...(values.header === undefined ? {} : { header: values.header }),
    }
    const normalisation = oneOf(normalisations, values.normalise, '--normalise')
    const number = (name: 'shot-seed' | 'shuffle' | 'limit') =>
      values[name] === undefined ? undefined : wholeNumber(values[name], `--${name}`, 0)
    const shots = wholeNumber(values.shots, '--shots')
    const [seed, shuffle, limit] = [number('shot-seed'), number('shuffle'), number('limit')]
    const dev = values.dev ?? []
    if (shots > 0 && dev.length === 0)
      throw new UsageError('--shots needs examples.', 'Name a file of them: --dev dev.jsonl.')

    const skipped = values['skip-bad'] ? new Skipped() : undefined
    const questions = (await readAll(files, terminal, skipped)).slice(0, limit)
    const from = await readAll(dev, terminal, skipped)
    const { provider, width, kept } = await openLikelihood(values, terminal)
    const place = new Map(questions.map(({ id }, i) => [id, i]))
    const answered: Answered[] = []
    try {
      for await (const one of answerChoices({
        provider,
        questions,
        form,
        examples: { from, shots, ...(seed === undefined ? {} : { seed }) },
        unconditional: normalisation === 'unconditional',
        ...(shuffle === undefined ? {} : { shuffle }),
        width,
        signal: terminal.signal,
        ...(kept ? { kept } : {}),
      })) {
        answered.push(one)
        terminal.progress(`${answered.length} / ${questions.length}`)
      }
    } finally {
      terminal.progress('')
      await kept?.close()
      await provider.close?.()
    }
    for (const note of provider.notes ?? []) terminal.say(plainLine(note))
    answered.sort((a, b) => place.get(a.id)! - place.get(b.id)!)
    saySkipped(skipped, terminal)
    const failure = answered.find(({ failed }) => failed !== undefined)?.failed
    if (failure !== undefined) terminal.say(plainLine(`No answer, the first time because: ${failure}`))

    const source = files.map((file) => basename(file)).join('+')
    const findings = choiceFindings(answered, {
      normalisation,
      byDomain: values.by !== undefined,
      signature: signature({
        choices: `${source}#${hashOf(questions).slice(0, 8)}`,
        model: provider.model,
        form: questions.every(({ whole }) => whole) ? 'as-written' : formName(form),
        normalise: normalisation,
        shots:
          shots === 0
            ? 0
            : `${shots}@${seed === undefined ? 'first' : `seed${seed}`}#${hashOf(from).slice(0, 8)}`,
        shuffle,
        n: answered.length,
        none: answered.filter(({ options }) => !options || choose(options, normalisation) === undefined)
          .length,
        v: version,
      }),
    })
    if (values.json) {
      terminal.out(
        jsonText({
          model: provider.model,
          ...findings,
          resumed: answered.filter(({ resumed }) => resumed).length,
          leftOutLines: skipped?.byReason ?? {},
        }),
      )
    } else {
      const options = { ...terminal, language, source, model: provider.model }
      for (const line of multipleChoiceText(findings, options)) terminal.out(line)
    }
    if (findings.none.failed === findings.questions) return exitCodes.failed
  },
})

async function readAll(
  files: readonly string[],
  { cwd, stdin }: Terminal,
  skipped: Skipped | undefined,
): Promise<ChoiceQuestion[]> {
  const questions: ChoiceQuestion[] = []
  const seen = new Map<string, string>()
  for (const file of files) {
    for await (const question of readChoiceQuestions(file, { cwd, stdin, ...(skipped ? { skipped } : {}) })) {
      const { id } = question
      const before = seen.get(id)
      if (before !== undefined)
        throw new UsageError(
          `${before} and ${file} both have a question ${id}.`,
          'Measure them one by one, or give the questions ids of their own.',
        )
      questions.push(question)
      seen.set(id, file)
    }
  }
  return questions
}
