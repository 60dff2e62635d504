/** How what may take long before the first answer (an engine, a model's file) tells what it does. */
export interface Preparing {
  /** One line on a way that was taken. */
  readonly say: (line: string) => void
  /** So many bytes of so many; `total` is absent where it is not known. */
  readonly progress: (what: string, done: number, total?: number) => void
  readonly signal: AbortSignal
}
