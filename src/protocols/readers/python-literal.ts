/** A Python literal as data: tuples and sets are arrays, dictionaries maps, `None` is null. */
export type Literal = string | number | boolean | null | readonly Literal[] | ReadonlyMap<Literal, Literal>

/**
 * What Python's `ast.literal_eval(text)` gives; `undefined` where it raises.
 *
 * Complex numbers, bytes and what is nested more than a hundred deep raise here too: no judge is asked for
 * them.
 */
export function pythonLiteral(text: string): Literal | undefined {
  const parser = new Parser(text)
  try {
    return parser.whole()
  } catch (error) {
    if (error === parser.failed) return undefined
    throw error
  }
}

const deepest = 100
const number =
  /0[xX](?:_?[0-9a-fA-F])+|0[oO](?:_?[0-7])+|0[bB](?:_?[01])+|(?:\d+(?:_\d+)*\.?(?:\d+(?:_\d+)*)?|\.\d+(?:_\d+)*)(?:[eE][+-]?\d+(?:_\d+)*)?/y
const blank = /(?:[ \t\f\r\n]|\\\r?\n|#[^\n]*)*/y
const sign = /[+-]/y
const name = /[\p{ID_Start}_][\p{ID_Continue}]*/uy
const quote = /([rRuU]?)("""|'''|"|')/y

class Parser {
  readonly failed = Symbol('no literal')
  readonly text: string
  at = 0

  constructor(text: string) {
    this.text = text.replace(/^[ \t]+/, '')
  }

  whole(): Literal {
    let value = this.value(0)
    if (this.next(',')) {
      const items = [value]
      while (!this.end()) {
        items.push(this.value(0))
        if (!this.next(',')) break
      }
      value = items
    }
    return this.end() ? value : this.fail()
  }

  value(depth: number): Literal {
    if (depth > deepest) this.fail()
    this.take(blank)
    if (this.next('[')) return this.items(']', depth).values
    if (this.next('(')) {
      const { values, commas } = this.items(')', depth)
      return values.length === 1 && commas === 0 ? values[0]! : values
    }
    if (this.next('{')) return this.braces(depth)
    const signed = this.take(sign)
    if (signed) {
      const value = this.value(depth + 1)
      if (typeof value !== 'number') this.fail()
      return signed === '-' ? -value : value
    }
    quote.lastIndex = this.at
    if (quote.test(this.text)) return this.strings()
    const digits = this.take(number)
    if (digits) return this.numberOf(digits)
    switch (this.take(name)) {
      case 'True':
        return true
      case 'False':
        return false
      case 'None':
        return null
      default:
        return this.fail()
    }
  }

  items(close: string, depth: number): { values: Literal[]; commas: number } {
    const values: Literal[] = []
    let commas = 0
    while (!this.next(close)) {
      if (values.length > commas) this.fail()
      values.push(this.value(depth + 1))
      if (this.next(',')) commas++
    }
    return { values, commas }
  }

  braces(depth: number): Literal {
    const map = new Map<Literal, Literal>()
    const set: Literal[] = []
    let more = true
    while (!this.next('}')) {
      if (!more) this.fail()
      const key = this.value(depth + 1)
      if (this.next(':')) map.set(key, this.value(depth + 1))
      else set.push(key)
      if (map.size > 0 && set.length > 0) this.fail()
      more = this.next(',')
    }
    return set.length > 0 ? set : map
  }

  numberOf(digits: string): number {
    const after = this.text[this.at]
    // A whole number may not begin with 0, nor a number run into a name.
    if (/^0[\d_]*[1-9][\d_]*$/.test(digits) || (after && /[\w.]/.test(after))) this.fail()
    return Number(digits.replaceAll('_', ''))
  }

  /** Strings that stand beside each other are one. */
  strings(): string {
    let whole = ''
    for (;;) {
      quote.lastIndex = this.at
      const opening = quote.exec(this.text)
      if (!opening) return whole
      this.at = quote.lastIndex
      whole += this.string(opening[2]!, /r/i.test(opening[1]!))
      this.take(blank)
    }
  }

  string(close: string, raw: boolean): string {
    const parts: string[] = []
    while (!this.text.startsWith(close, this.at)) {
      const char = this.text[this.at]
      if (char === undefined || (char === '\n' && close.length === 1)) this.fail()
      if (char === '\\') parts.push(this.escape(raw))
      else {
        parts.push(char!)
        this.at++
      }
    }
    this.at += close.length
    return parts.join('')
  }

  escape(raw: boolean): string {
    const escape = /\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([0-7]{1,3})|([^]))/y
    escape.lastIndex = this.at
    const found = escape.exec(this.text) ?? this.fail()
    const [whole, x, u, long, octal, char] = found
    const code = x ?? u ?? long
    if (raw) {
      this.at += 2
      return whole.slice(0, 2)
    }
    if (char && 'xuUN'.includes(char)) this.fail()
    this.at += whole.length
    if (code !== undefined || octal !== undefined) {
      const point = code === undefined ? Number.parseInt(octal!, 8) : Number.parseInt(code, 16)
      return point > 0x10ffff ? this.fail() : String.fromCodePoint(point)
    }
    const simple = escapes[char!]
    return simple ?? `\\${char}`
  }

  end(): boolean {
    this.take(blank)
    return this.at >= this.text.length
  }

  next(char: string): boolean {
    this.take(blank)
    if (this.text[this.at] !== char) return false
    this.at++
    return true
  }

  take(pattern: RegExp): string {
    pattern.lastIndex = this.at
    const found = pattern.exec(this.text)?.[0] ?? ''
    this.at += found.length
    return found
  }

  fail(): never {
    throw this.failed
  }
}

const escapes: Record<string, string> = {
  '\n': '',
  '\\': '\\',
  "'": "'",
  '"': '"',
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
}
