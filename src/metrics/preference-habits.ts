export interface JudgedPair {
  readonly first: string
  readonly second: string
  /** The chance that the second is better: 0, 1, 0.5 for a draw, or between; `null` where none could be read. */
  readonly preference: number | null
}

export interface PreferenceHabitsOptions {
  /** Responses are of different length where they differ by more than so many code points; 30 where it is absent. */
  readonly margin?: number
  /**
   * What holds a list. `line-start`: a line that starts with a bullet, dash, number or letter (the default).
   * `anywhere`: a mark followed by a word wherever it stands, which is AlpacaEval's rule; a full stop between two
   * sentences is such a mark.
   */
  readonly lists?: 'line-start' | 'anywhere'
}

/** A share (0-1) of n pairs; `undefined` where n is 0. */
export interface HabitShare {
  readonly value: number | undefined
  readonly n: number
}

export interface PreferenceHabits {
  /** Of decided pairs whose lengths differ: those in which the longer one is preferred. */
  readonly longer: HabitShare
  /** Of decided pairs of which just one holds a list: those in which that one is preferred. */
  readonly lists: HabitShare
  /** Of all pairs read: the mean chance of the first; a draw is a half. */
  readonly first: HabitShare
}

/**
 * What an evaluator likes apart from quality: length, lists, and what stands first. Compare it with
 * people's habits on the same pairs: good answers may well be longer.
 *
 * @param pairs  each with its two responses as they stand in the item.
 *
 * `Proba. prefer longer`, `lists` and `1` of AlpacaEval's leaderboard of evaluators (`analyze.py` of
 * github.com/tatsu-lab/alpaca_eval). O(characters).
 *
 * @example
 * preferenceHabits([{ first: '- one\n- two', second: 'one', preference: 0.2 }]).lists.value // => 1
 */
export function preferenceHabits(
  pairs: readonly JudgedPair[],
  { margin = 30, lists = 'line-start' }: PreferenceHabitsOptions = {},
): PreferenceHabits {
  const holdsList = (text: string) => listMarks[lists].test(text)
  const longer: number[] = []
  const listed: number[] = []
  const first: number[] = []
  for (const { first: a, second: b, preference } of pairs) {
    if (preference === null) continue
    first.push(1 - preference)
    if (preference === 0.5) continue
    const prefersFirst = preference < 0.5
    const difference = codePoints(a) - codePoints(b)
    if (Math.abs(difference) > margin) longer.push(Number(prefersFirst === difference > 0))
    const isListed = holdsList(a)
    if (isListed !== holdsList(b)) listed.push(Number(prefersFirst === isListed))
  }
  return { longer: shareOf(longer), lists: shareOf(listed), first: shareOf(first) }
}

const listMarks = {
  'line-start': /^[^\S\n]*(?:[•*+-]|\d+[.)]|\p{L}[.)])[^\S\n]+\S/mu,
  anywhere: /(?:[•*-]|\p{Nd}[.)]|[a-zA-Z][.)])\s*[\p{L}\p{N}_]/u,
} as const

const codePoints = (text: string): number => [...text].length

function shareOf(values: readonly number[]): HabitShare {
  const n = values.length
  return { value: n > 0 ? values.reduce((sum, value) => sum + value, 0) / n : undefined, n }
}
