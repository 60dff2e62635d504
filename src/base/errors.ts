export interface AssizeErrorDetails {
  /** What happened, with the actual values. */
  readonly message: string
  /** What mends it: a command or an edit. */
  readonly remedy: string
  readonly cause?: unknown
}

/**
 * Something that the user can mend.
 *
 * `code` is stable and listed in docs/errors.md. Misuse by a programmer is a
 * `TypeError`; a judge's bad answer is a `none` label; neither is one of these.
 */
export class AssizeError extends Error {
  readonly code: string
  readonly remedy: string

  constructor(code: string, { message, remedy, cause }: AssizeErrorDetails) {
    super(message, cause === undefined ? undefined : { cause })
    this.name = 'AssizeError'
    this.code = code
    this.remedy = remedy
  }
}
