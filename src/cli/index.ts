import type { Command } from './command.ts'

export interface Listed {
  readonly name: string
  /** Said here too, so that the overview loads no command. */
  readonly summary: string
  load(): Promise<Command>
}

/** Every command, in the order in which the overview tells them. */
export const commands: readonly Listed[] = [
  {
    name: 'demo',
    summary: 'Judge a packaged sample with the embedded model, and see how far to trust it.',
    load: async () => (await import('./demo.ts')).demo,
  },
  {
    name: 'judge',
    summary: 'Run a judge over items; go on where an earlier run stopped.',
    load: async () => (await import('./judge.ts')).judge,
  },
  { name: 'runs', summary: 'List what has been run.', load: async () => (await import('./runs.ts')).runs },
  {
    name: 'show',
    summary: 'Show one run: its summary again.',
    load: async () => (await import('./show.ts')).show,
  },
  {
    name: 'export',
    summary: "Write a run's verdicts to JSON lines, CSV, Parquet, HTML or JUnit.",
    load: async () => (await import('./export.ts')).exportRun,
  },
  {
    name: 'agree',
    summary: 'Measure how far annotators agree with each other: people, judges, metrics.',
    load: async () => (await import('./agree.ts')).agree,
  },
  {
    name: 'metric',
    summary: 'Score texts against references: BLEU, chrF, TER, ROUGE, exact match, token F1.',
    load: async () => (await import('./metric.ts')).metric,
  },
  {
    name: 'meta',
    summary: 'Measure annotators (judges, people, metrics) against a truth.',
    load: async () => (await import('./meta.ts')).meta,
  },
  {
    name: 'evaluator',
    summary: 'Hold judges against people as AlpacaEval does: agreement, bias, variance.',
    load: async () => (await import('./evaluator.ts')).evaluator,
  },
  {
    name: 'compare',
    summary: 'Compare two runs, or any annotators, on the same items: is one better?',
    load: async () => (await import('./compare.ts')).compare,
  },
  {
    name: 'combine',
    summary: 'Make several judges, or several samples of one, a jury: one annotator.',
    load: async () => (await import('./combine.ts')).combineAnnotators,
  },
  {
    name: 'cascade',
    summary: 'Ask a cheap judge first, and a costly one where it is unsure.',
    load: async () => (await import('./cascade.ts')).cascade,
  },
  {
    name: 'settings',
    summary: 'Scores or comparisons? Compare a judge’s two settings on the same pairs.',
    load: async () => (await import('./settings.ts')).settings,
  },
  {
    name: 'feedback',
    summary: 'Compare two judges’ feedback blind: make pairs, or measure the votes.',
    load: async () => (await import('./feedback.ts')).feedback,
  },
  {
    name: 'rank',
    summary: 'Rank systems by whose responses are preferred.',
    load: async () => (await import('./rank.ts')).rank,
  },
  {
    name: 'tournament',
    summary: 'Let a judge rank many systems by their responses to the same items.',
    load: async () => (await import('./tournament.ts')).tournament,
  },
  {
    name: 'select',
    summary: 'Choose the best response of each item by its score.',
    load: async () => (await import('./select.ts')).select,
  },
  {
    name: 'perplexity',
    summary: 'Measure how well a model predicts texts: perplexity, bits per byte and word.',
    load: async () => (await import('./perplexity.ts')).perplexity,
  },
  {
    name: 'multiple-choice',
    summary: 'Answer multiple-choice questions by the probabilities of their options.',
    load: async () => (await import('./multiple-choice.ts')).multipleChoice,
  },
  {
    name: 'import',
    summary: 'Turn a published data set, or another tool’s file, into items and ratings.',
    load: async () => (await import('./import.ts')).importFormat,
  },
  {
    name: 'judges',
    summary: 'List the judges, published ones too; show, fetch or test one.',
    load: async () => (await import('./judges.ts')).judges,
  },
]
