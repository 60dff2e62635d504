import { wordSplitter, wordStem, type WordOptions } from './text-words.ts'

/** The words of a text as numbers, of which only the first `length` count. */
export interface TextIds {
  ids: Int32Array
  length: number
  /** Where each line that has words ends, from the first line on. */
  readonly lineEnds: number[]
}

/** What can hold the next text that is read, again and again. */
export function emptyTextIds(): TextIds {
  return { ids: new Int32Array(256), length: 0, lineEnds: [] }
}

/**
 * Reads texts: equal words become equal numbers, below `size`.
 *
 * Each word is stemmed once. All is forgotten, between two segments, after
 * `most` different words.
 */
export class WordIds {
  readonly #idOf = new Map<string, number>()
  readonly #idOfStem = new Map<string, number>()
  readonly #most: number
  readonly #stemmer: boolean
  readonly #split: ((text: string) => string[]) | undefined

  constructor(options: WordOptions, most = 50_000) {
    this.#most = most
    this.#stemmer = options.stemmer ?? false
    const split = wordSplitter(options)
    this.#split = options.mode === 'unicode' ? split : undefined
  }

  /** One more than the greatest number given so far. */
  get size(): number {
    return this.#idOfStem.size
  }

  /** Numbers from before mean nothing to what is read from here on. */
  beginSegment(): void {
    if (this.#idOf.size <= this.#most) return
    this.#idOf.clear()
    this.#idOfStem.clear()
  }

  read(text: string, into: TextIds): void {
    into.length = 0
    into.lineEnds.length = 0
    if (this.#split) this.#readSplit(text, this.#split, into)
    else this.#readAscii(text.toLowerCase(), into)
    endLine(into)
  }

  #readSplit(text: string, split: (text: string) => string[], into: TextIds): void {
    for (const line of text.split('\n')) {
      for (const word of split(line)) add(into, this.#place(word))
      endLine(into)
    }
  }

  /** The same words as the splitter's, found without a pattern: this is most of ROUGE's work. */
  #readAscii(text: string, into: TextIds): void {
    let start = -1
    for (let i = 0; i <= text.length; i++) {
      const code = i < text.length ? text.charCodeAt(i) : 32
      if ((code >= 97 && code <= 122) || (code >= 48 && code <= 57)) {
        if (start < 0) start = i
        continue
      }
      if (start >= 0) {
        add(into, this.#place(text.slice(start, i)))
        start = -1
      }
      if (code === 10) endLine(into)
    }
  }

  #place(word: string): number {
    let id = this.#idOf.get(word)
    if (id === undefined) {
      const stem = this.#stemmer ? wordStem(word) : word
      id = this.#idOfStem.get(stem) ?? this.#idOfStem.size
      this.#idOfStem.set(stem, id)
      this.#idOf.set(word, id)
    }
    return id
  }
}

function add(into: TextIds, id: number): void {
  if (into.length === into.ids.length) {
    const longer = new Int32Array(into.ids.length * 2)
    longer.set(into.ids)
    into.ids = longer
  }
  into.ids[into.length++] = id
}

function endLine({ length, lineEnds }: TextIds): void {
  if (length > (lineEnds.at(-1) ?? 0)) lineEnds.push(length)
}
