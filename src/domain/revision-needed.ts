/**
 * Whether feedback asks for a revision, as SelFee's data were made: it does unless it
 * says one of four phrases, in any case of letters.
 *
 * Ye et al. 2023; kaistAI/SelFee, data_augmentation.
 */
export function revisionNeeded(feedback: string): boolean {
  const lower = feedback.toLowerCase()
  return !stopPhrases.some((phrase) => lower.includes(phrase))
}

const stopPhrases = ['no critique', 'no revision', 'no need', 'not needed']
