/**
 * How many tokens a text costs a small model, estimated on the high side.
 *
 * One for each digit and each mark, one for every 3.5 other ASCII characters,
 * and one for each UTF-8 byte of anything else, the most that a byte-level
 * tokenizer can take: three for a Korean character. SmolLM2's own tokenizer
 * takes 0.8 of this for the demo's English and 0.9 for its Korean.
 */
export function estimatedTokens(text: string): number {
  const ascii = text.match(/[\x20-\x7e\n]/g)?.length ?? 0
  const marks = text.match(/[\d\n]|[!-/:-@[-`{-~]/g)?.length ?? 0
  const otherBytes = Buffer.byteLength(text) - ascii
  return Math.ceil(marks + (ascii - marks) / 3.5 + otherBytes)
}
