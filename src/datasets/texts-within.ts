/**
 * Every text that a published file may hold as one prompt: the file itself,
 * the strings of Python, JSON and JSON lines, and the fenced blocks of Markdown.
 *
 * Which of them is meant is told by its hash, so too many do no harm.
 */
export function* textsWithin(content: string): Generator<string> {
  const text = content.replace(/^\uFEFF/, '')
  yield* variants(text)
  yield* jsonStrings(text)
  for (const [, indent, , block] of text.matchAll(/^([ \t]*)(```+|~~~+)[^\n]*\n([\s\S]*?)^\1\2[ \t]*$/gm)) {
    const level = block!.replace(new RegExp(`^${indent}`, 'gm'), '')
    yield* variants(level)
    // What was lifted out of a program keeps its escaped quotes there.
    if (level.includes('\\"')) yield* variants(level.replaceAll('\\"', '"'))
  }
  yield* pythonStrings(text)
}

/** Editors add a last line break, and templates are often stripped when they are read. */
function* variants(text: string): Generator<string> {
  yield text
  yield text.replace(/\r?\n$/, '')
  yield text.trim()
  yield `${text.trim()}\n`
}

function* jsonStrings(text: string): Generator<string> {
  const whole = parsed(text)
  if (whole !== undefined) yield* stringsIn(whole)
  else for (const line of text.split('\n')) yield* stringsIn(parsed(line))
}

function parsed(text: string): unknown {
  if (!/^\s*[[{"]/.test(text)) return undefined
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}

/** However deep they lie. */
function* stringsIn(value: unknown): Generator<string> {
  const open = [value]
  while (open.length > 0) {
    const one = open.pop()
    if (typeof one === 'string') yield one
    else if (typeof one === 'object' && one !== null) for (const part of Object.values(one)) open.push(part)
  }
}

const literal =
  /(?<![\w"'])([rRbBuUfF]{0,2})("""(?:[^\\]|\\[\s\S])*?"""|'''(?:[^\\]|\\[\s\S])*?'''|"(?:[^"\\\n]|\\[\s\S])*"|'(?:[^'\\\n]|\\[\s\S])*')|#[^\n]*/g

/** Characters of runs in all: a file of nothing but literals has runs without end, each longer than the one before. */
const mostOfRuns = 50_000_000

/** Python's string literals, and runs of them that stand side by side or are added up. */
function* pythonStrings(text: string): Generator<string> {
  let left = mostOfRuns
  let run = ''
  let end = -1
  for (const match of text.matchAll(literal)) {
    const [whole, prefix = '', quoted] = match
    if (quoted === undefined) continue
    const value = unquoted(quoted, prefix.toLowerCase())
    yield* variants(value)
    const between = end === -1 ? 'x' : text.slice(end, match.index)
    run = /^(?:[\s\\+]|#[^\n]*\n)*$/.test(between) ? run + value : value
    if (run !== value && (left -= run.length) > 0) yield* variants(run)
    end = match.index + whole.length
  }
}

const escapes: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  '\\': '\\',
  "'": "'",
  '"': '"',
  '\n': '',
  0: '\0',
}

function unquoted(quoted: string, prefix: string): string {
  const marks = /^("""|''')/.test(quoted) ? 3 : 1
  const inner = quoted.slice(marks, -marks)
  if (prefix.includes('r')) return inner
  return inner.replace(
    /\\(u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|x[0-9a-fA-F]{2}|[\s\S])/g,
    (whole, escape: string) =>
      escape.length > 1 ? (character(escape) ?? whole) : (escapes[escape] ?? whole),
  )
}

function character(escape: string): string | undefined {
  const code = Number.parseInt(escape.slice(1), 16)
  return code <= 0x10ffff ? String.fromCodePoint(code) : undefined
}
