import { columnsOf, cutTo, padTo, wrapTo } from './columns.ts'

const labelWidth = 14
/** Below this many columns labels stand above what they are about, or numbers would have no room. */
const leastBeside = 68

/** Lines for a terminal: a narrow column of labels, and beside it (or under it) what they are about. */
export interface Page {
  readonly lines: string[]
  readonly bodyWidth: number
  head(text: string): void
  row(label: string, texts: readonly string[]): void
  text(text: string, indent: number, paint?: Paint): void
  /** Broken with a backslash where it is long, so that it can be copied. */
  command(text: string): void
  /** A line with its mark: whether what it says is good news, bad news, or cannot be told (null). */
  check(check: { readonly holds: boolean | null }, text: string): void
  blank(): void
}

const paints = { bold: '1', dim: '2', cyan: '36', green: '32', yellow: '33' } as const
type Paint = keyof typeof paints

export interface PageOptions {
  readonly color: boolean
  /** Columns of the terminal, 40 or more; more than 80 are not used. */
  readonly columns?: number
}

/** An empty page; colour is added last, so that widths are those of the text. */
export function pageOf({ color, columns = 80 }: PageOptions): Page {
  const width = Math.min(80, Math.max(40, columns))
  const lines: string[] = []
  const paint = (how: Paint | undefined, text: string) =>
    color && how && text ? `\u001B[${paints[how]}m${text}\u001B[0m` : text
  const isBeside = width >= leastBeside
  const indent = isBeside ? labelWidth : 2
  const bodyWidth = width - indent
  return {
    lines,
    bodyWidth,
    head: (text) => void lines.push(...wrapTo(width, text).map((line) => paint('bold', line))),
    row: (label, texts) => {
      const wrapped = texts.flatMap((text) =>
        columnsOf(text) <= bodyWidth ? [text] : wrapTo(bodyWidth, text),
      )
      if (!isBeside && label) lines.push(paint('dim', label))
      for (const [i, line] of wrapped.entries()) {
        const left = padTo(indent, i === 0 && isBeside ? cutTo(labelWidth - 1, label) : '')
        lines.push(`${paint('dim', left)}${line}`.trimEnd())
      }
    },
    text: (text, indent, how) =>
      void lines.push(
        ...wrapTo(width - indent, text).map((line) => `${' '.repeat(indent)}${paint(how, line)}`),
      ),
    command: (text) => {
      const wrapped = wrapTo(width - 6, text)
      const last = wrapped.length - 1
      lines.push(...wrapped.map((line, i) => `    ${paint('cyan', i < last ? `${line} \\` : line)}`))
    },
    check: ({ holds }, text) => {
      const [mark, how] =
        holds === null
          ? (['?', 'dim'] as const)
          : holds
            ? (['✓', 'green'] as const)
            : (['!', 'yellow'] as const)
      for (const [i, line] of wrapTo(width - 4, text).entries()) {
        lines.push(`  ${i === 0 ? paint(how, mark) : ' '} ${line}`)
      }
    },
    blank: () => {
      if (lines.at(-1) !== '') lines.push('')
    },
  }
}
