import { AssizeError } from '../base/errors.ts'
import type { KeptLines } from '../datasets/kept-lines.ts'
import { ProviderError } from '../providers/provider.ts'

export interface Keeping {
  /** Where results are kept as they come, and found again. */
  readonly kept?: KeptLines
  readonly signal: AbortSignal
}

/** What was found, or why it could not be. */
export type Found<T> = T | { readonly failed: string }

/**
 * What an earlier call found for a key, or else what `find` finds, which is kept
 * then. What fails is not kept: the same command tries it again.
 *
 * @param about  stands in the file beside the key, for a reader.
 * @throws AssizeError where nothing can be found any more.
 */
export async function keptOr<T extends object>(
  { kept, signal }: Keeping,
  key: string,
  about: Readonly<Record<string, unknown>>,
  find: () => Promise<T>,
): Promise<{ readonly value: Found<T>; readonly resumed: boolean }> {
  const line = kept?.get(key)
  if (line) return { value: line['found'] as T, resumed: true }
  signal.throwIfAborted()
  try {
    const value = await find()
    await kept?.add({ key, ...about, found: value })
    return { value, resumed: false }
  } catch (error) {
    signal.throwIfAborted()
    if (!(error instanceof ProviderError)) throw error
    if (error.kind === 'stop') {
      const { code, message, remedy } = error
      throw new AssizeError(code, { message, remedy, cause: error })
    }
    return { value: { failed: error.message }, resumed: false }
  }
}
