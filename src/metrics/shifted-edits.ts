/** How far from the diagonal edits are looked for. */
const beam = 25
const longestMove = 10
const furthestMove = 50
const mostMoves = 1000

const undefinedStep = 0
const keep = 1
const replace = 2
const takeOut = 3
const putIn = 4

const unreachable = 0x3fffffff

/**
 * The edits between two rows of words, as TER counts them: after Tercom, moves
 * are made one at a time, each time the one that saves the most, until none saves any.
 *
 * A move's distance needs only the rows of the edit matrix from the first word
 * that moved, so those before it are kept from the words as they stood.
 */
export class ShiftedEdits {
  #reference: Int32Array = new Int32Array(0)
  #width = 1
  // The edit matrix: costs, and the step that led to each; a row a word of the hypothesis.
  #costs = new Int32Array(0)
  #steps = new Uint8Array(0)
  // The same for a move that is tried; only costs are asked of it.
  #tried = new Int32Array(0)

  /**
   * @param ids     the words, numbered; the hypothesis is the first `length`.
   * @param start   where the reference begins in `ids`.
   * @param end     where it ends.
   * @returns moves and edits together.
   */
  count(ids: Int32Array, length: number, start: number, end: number): number {
    if (start === end) return length
    this.#reference = ids.slice(start, end)
    this.#width = end - start + 1
    const cells = (length + 1) * this.#width
    if (this.#costs.length < cells) {
      this.#costs = new Int32Array(cells)
      this.#tried = new Int32Array(cells)
      this.#steps = new Uint8Array(cells)
    }
    const costs = this.#costs
    const steps = this.#steps
    for (let j = 0; j < this.#width; j++) {
      costs[j] = this.#tried[j] = j
      steps[j] = putIn
    }

    let words: Int32Array = ids.slice(0, length)
    this.#fill(words, 1, costs, steps)
    let moves = 0
    let triedMoves = 0
    for (;;) {
      const { words: moved, saved, tried } = this.#bestMove(words, triedMoves)
      triedMoves = tried
      if (triedMoves >= mostMoves || saved <= 0) break
      moves++
      words = moved
      this.#fill(words, 1, costs, steps)
    }
    return moves + this.#distance(costs, length)
  }

  #distance(costs: Int32Array, length: number): number {
    return costs[(length + 1) * this.#width - 1]!
  }

  /** Fills the matrix from row `from` on. */
  #fill(words: Int32Array, from: number, costs: Int32Array, steps: Uint8Array | undefined): void {
    const n = words.length
    const width = this.#width
    const reference = this.#reference
    const ratio = n > 0 ? reference.length / n : 1
    const reach = beam < ratio / 2 ? Math.ceil(ratio / 2 + beam) : beam
    for (let i = from; i <= n; i++) {
      const diagonal = Math.floor(i * ratio)
      const left = Math.max(0, diagonal - reach)
      const right = i === n ? width : Math.min(width, diagonal + reach)
      const row = i * width
      costs.fill(unreachable, row, row + width)
      steps?.fill(undefinedStep, row, row + width)
      const word = words[i - 1]
      for (let j = left; j < right; j++) {
        const at = row + j
        const above = at - width
        if (j === 0) {
          costs[at] = costs[above]! + 1
          if (steps) steps[at] = takeOut
          continue
        }
        const isSame = word === reference[j - 1]
        let cost = costs[above - 1]! + (isSame ? 0 : 1)
        let step = isSame ? keep : replace
        const down = costs[above]! + 1
        if (down < cost) {
          cost = down
          step = takeOut
        }
        const beside = costs[at - 1]! + 1
        if (beside < cost) {
          cost = beside
          step = putIn
        }
        if (cost >= unreachable) continue
        costs[at] = cost
        if (steps) steps[at] = step
      }
    }
  }

  #bestMove(words: Int32Array, triedBefore: number): { words: Int32Array; saved: number; tried: number } {
    const reference = this.#reference
    const n = words.length
    const m = reference.length
    const { aligned, wrongWords, wrongReference } = this.#alignment(n)
    const before = this.#distance(this.#costs, n)
    const candidate = new Int32Array(n)
    let tried = triedBefore
    let best: { saved: number; length: number; start: number; target: number } | undefined

    search: for (let start = 0; start < n; start++) {
      const last = Math.min(m - 1, start + furthestMove)
      for (let at = Math.max(0, start - furthestMove); at <= last; at++) {
        for (
          let length = 1;
          length <= longestMove &&
          start + length <= n &&
          at + length <= m &&
          words[start + length - 1] === reference[at + length - 1];
          length++
        ) {
          // Only words that are wrong move, to where the reference is not met yet.
          if (wrongWords[start + length] === wrongWords[start]) continue
          if (wrongReference[at + length] === wrongReference[at]) continue
          if (start <= aligned[at]! && aligned[at]! < start + length) continue

          let previous = -1
          for (let offset = -1; offset < length; offset++) {
            const target = at + offset === -1 ? 0 : aligned[at + offset]! + 1
            if (target === previous) continue
            previous = target
            const first = move(words, start, length, target, candidate)
            const saved = before - this.#triedDistance(candidate, first)
            tried++
            const isBetter =
              !best ||
              saved > best.saved ||
              (saved === best.saved &&
                (length > best.length ||
                  (length === best.length &&
                    (start < best.start || (start === best.start && target < best.target)))))
            if (isBetter) best = { saved, length, start, target }
          }
          if (tried >= mostMoves) break search
        }
      }
    }
    if (!best) return { words, saved: 0, tried }
    const moved = new Int32Array(n)
    move(words, best.start, best.length, best.target, moved)
    return { words: moved, saved: best.saved, tried }
  }

  /** The distance of words that are as they stood up to the `first`. */
  #triedDistance(words: Int32Array, first: number): number {
    const from = first * this.#width
    this.#tried.set(this.#costs.subarray(from, from + this.#width), from)
    this.#fill(words, first + 1, this.#tried, undefined)
    return this.#distance(this.#tried, words.length)
  }

  /**
   * By the steps of the matrix: which word each word of the reference is
   * aligned with (the one before, where there is none), and how many before
   * each place are wrong, in the hypothesis and in the reference.
   */
  #alignment(length: number): { aligned: Int32Array; wrongWords: Int32Array; wrongReference: Int32Array } {
    const m = this.#reference.length
    const aligned = new Int32Array(m)
    const wrongWords = new Int32Array(length + 1)
    const wrongReference = new Int32Array(m + 1)
    let i = length
    let j = m
    while (i > 0 || j > 0) {
      const step = this.#steps[i * this.#width + j]!
      if (step === undefinedStep) throw new Error('The beam missed the edits.')
      if (step !== takeOut) {
        j--
        aligned[j] = i - 1
        wrongReference[j + 1] = step === keep ? 0 : 1
      }
      if (step !== putIn) {
        i--
        wrongWords[i + 1] = step === keep ? 0 : 1
      }
    }
    for (let k = 1; k <= length; k++) wrongWords[k]! += wrongWords[k - 1]!
    for (let k = 1; k <= m; k++) wrongReference[k]! += wrongReference[k - 1]!
    return { aligned, wrongWords, wrongReference }
  }
}

/**
 * Moves `length` words from `start` to before what stands at `target`. Into
 * itself, a row of words moves on by as many places as `target` lies in it.
 *
 * @returns the first place that may have changed.
 */
function move(words: Int32Array, start: number, length: number, target: number, into: Int32Array): number {
  const end = start + length
  into.set(words)
  if (target < start) {
    into.set(words.subarray(start, end), target)
    into.set(words.subarray(target, start), target + length)
    return target
  }
  const until = target > end ? target : Math.min(words.length, length + target)
  into.set(words.subarray(end, until), start)
  into.set(words.subarray(start, end), start + until - end)
  return start
}
