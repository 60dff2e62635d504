/** One record of a file before anything is known about its meaning, or what is wrong with its line. */
export type RawRecord =
  { readonly line: number; readonly value: unknown } | { readonly line: number; readonly wrong: Wrong }

export interface Wrong {
  /** `datasets/bad-line`, or a more exact code. */
  readonly code?: string
  /** The same words for the same fault, for counting. */
  readonly reason: string
  /** What stands there, after the file and the line: `is not JSON: ...`. */
  readonly message: string
  readonly remedy?: string
}

/** Bytes as they come from a disk, a pipe or a decompressor. */
export type Bytes = AsyncIterable<Buffer>

export const notUtf8: Wrong = {
  code: 'datasets/not-utf8',
  reason: 'not UTF-8',
  message: 'is not UTF-8.',
  remedy:
    'Save the file as UTF-8 (in Excel: "CSV UTF-8"), or convert it, for Korean: `iconv -f CP949 -t UTF-8 old > new`.',
}

/** Half a value at the end of a file that somebody is still writing, or that was cut. */
export const cutOff = (message: string): Wrong => ({
  code: 'datasets/cut-off',
  reason: 'cut off',
  message,
  remedy:
    'Get the whole file (its writer may still be at it), or use what is there with `--skip-bad`, which counts what is left out.',
})

/** Bytes that one line or element may have; a JavaScript text cannot hold much more. */
export const longest = 256 * 1024 * 1024

export const tooLong: Wrong = {
  reason: 'longer than 256 MB',
  message: 'is longer than 256 MB, and nothing behind it was read.',
  remedy: 'Check that this is a file of records; write one object a line.',
}
