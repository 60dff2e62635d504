/**
 * A judge's reason without what it concludes: lines and endings that name a score, a winner or a
 * rank in the form of one judge or another. Such a form would say whose reason it is, and what the
 * verdict was, to whoever compares two reasons blind.
 *
 * @returns the rest, and how many pieces were taken out; what says the verdict in words of its own stays.
 */
export function withoutVerdict(reason: string): { readonly text: string; readonly removed: number } {
  let removed = 0
  // A reason of a megabyte without a break is no place for a pattern that looks back.
  const lines = reason.split(/\r?\n/).flatMap((line) => {
    if (line.length <= longest && wholeLine.test(line)) {
      removed++
      return []
    }
    let kept = line
    for (const piece of pieces)
      kept = kept.replace(piece, () => {
        removed++
        return ''
      })
    return [kept.trimEnd()]
  })
  const text = lines
    .join('\n')
    .replace(/^Feedback:[ \t]*/i, () => {
      removed++
      return ''
    })
    .replace(/\n{3,}/g, '\n\n')
    .trim()
  return { text, removed }
}

const longest = 400

/** A line that is nothing but a verdict. */
const wholeLine =
  /^[\s*#>`_-]*(?:(?:final|overall|my|the)\s{1,3}){0,3}(?:verdict|score|rating|decision|judg(?:e)?ment|winner|preference|result|answer|판정|점수|결론|평점|승자)[\s*_`]{0,4}(?:is|[:：=])[\s*_`[\]("“]*(?:(?:response|output|assistant|answer|option|응답|답변?)\s{0,2})?[("]?(?:-?\d{1,4}(?:\.\d{1,3})?(?:\s{0,2}(?:\/|out of)\s{0,2}\d{1,4})?|[A-Ca-cmM]|tie|yes|no|both|neither|무승부|예|아니요)[\s*_`\])."”!점]*$/iu

/** Forms that stand within a line. */
const pieces = [
  /\[\[[^[\]\n]{1,40}\]\]/gu,
  /\[RESULT\][^\n]{0,40}$/giu,
  /\[(?:SCORE|RATING|VERDICT)\][^\n]{0,40}$/giu,
  /(?:^|(?<=[.!?]\s))(?:so|therefore|thus|hence)?,?\s?(?:the\s)?(?:final decision|overall score|final score|final verdict) is[^\n.]{0,60}(?:\.\d)?[^\n.]{0,20}(?:\.|$)/giu,
  /(?:^|(?<=[.!?]\s))(?:therefore|thus|hence|so),?\s(?:output|response|assistant|answer)\s?\(?[ab12]\)?\s(?:is|wins)[^\n.]{0,40}(?:\.|$)/giu,
]
