import { isClosed, type Line, type Stated } from './stated.ts'
import { closing, joint, lead, longest, opening } from './stated-token.ts'

/** A number in a pattern, to its end: no figure of a longer one, of a date or of a range. */
export const number = '([+-]?\\d+(?:\\.\\d+)?)(?![\\d%]|[.,:]\\d|\\s*[-–~]\\s*\\d)'

/** `/5`, `out of 5`: the scale's highest value named behind the score. */
export const outOf = (high: number | undefined): string =>
  high === undefined ? '' : `(?:\\s*(?:\\/|out\\s+of)\\s*${high}(?![\\d.]*\\d))?`

/**
 * The score that a line gives and does nothing else: `Score: 4`, `**Rating:** [[7]]/10`, `4`.
 *
 * @param high   what may stand behind the score as in `4/5`; any other would be another scale.
 * @param whole  whether the line is the whole answer: only then may the label be missing.
 * @param labels a pattern of what the score may be called.
 */
export function statedScore(
  { text, at }: Line,
  high: number | undefined,
  whole: boolean,
  labels = scoreLabels,
): Stated | undefined {
  if (text.length > longest || !isClosed(text)) return undefined
  const found = new RegExp(
    `^${opening}((?:${lead}|(?:total|average|numeric|overall|a)\\s+)*(?:${labels})${joint}(?:of\\s+)?)?` +
      `[\\s"'\`([<]*${number}[\\])]*${outOf(high)}(?:\\s+points?)?${closing}$`,
    'i',
  ).exec(text)
  if (!found || (!found[1] && !whole)) return undefined
  return { value: Number(found[2]), at, end: at + text.length }
}

export const scoreLabels = 'score|rating|grade|result|points|점수|평점|评分|打分'
