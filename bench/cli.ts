import { fileURLToPath } from 'node:url'

/** The program as it is run in a clone. */
export const cli = fileURLToPath(new URL('../src/cli/main.ts', import.meta.url))

/** The parts of `assize judge --json` that benchmarks read; counts are those of the database. */
export interface Judged {
  readonly items: number
  readonly answered: number
  readonly seconds: number
  readonly judgmentsPerSecond: number
}
