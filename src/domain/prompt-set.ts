import { z } from 'zod'

/**
 * Where a set of published prompts is to be had: a file of judges/sources/.
 *
 * The prompts themselves are other people's text and are not here; each is
 * known by the SHA-256 of its UTF-8 bytes.
 */
export const promptSourceSchema = z
  .object({
    $schema: z.string().optional(),
    /** `owner/name` on GitHub. */
    repository: z.string().regex(/^[\w.-]+\/[\w.-]+$/, 'owner/name'),
    commit: z.string().regex(/^[0-9a-f]{10,40}$/, 'a commit of at least 10 hex digits'),
    /** As its authors state it. */
    licence: z.string(),
    prompts: z.record(
      z.string(),
      z
        .object({
          /** The file in the repository that holds it, alone or among other texts. */
          path: z.string().min(1),
          sha256: z.string().regex(/^[0-9a-f]{64}$/, '64 hex digits'),
        })
        .strict(),
    ),
  })
  .strict()

export type PromptSource = z.output<typeof promptSourceSchema>

/** A set with its texts. */
export interface PromptSet {
  readonly name: string
  readonly source: PromptSource
  readonly texts: ReadonlyMap<string, string>
}
