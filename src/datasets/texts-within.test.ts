import { describe, expect, it } from 'vitest'
import { textsWithin } from './texts-within.ts'

const holds = (content: string) => [...textsWithin(content)]

describe('a published file holds', () => {
  it.each([
    ['itself, with and without its last line break', 'a template\n', ['a template\n', 'a template']],
    ['strings of JSON', '{"a": {"b": ["deep\\n"]}}', ['deep\n']],
    ['strings of JSON lines', '{"name": "x"}\n{"name": "y"}\n', ['x', 'y']],
    ['strings of Python', "P = \"one\\ttwo\"\nQ = 'it\\'s'", ['one\ttwo', "it's"]],
    ['long strings of Python', 'P = """\nfirst\n"second"\n"""', ['\nfirst\n"second"\n', 'first\n"second"']],
    ['format strings of Python with their slots', 'rsp = f"### A:\\n{a}\\n"', ['### A:\n{a}\n']],
    [
      'strings of Python that stand side by side',
      'P = ("one "\n     "two " # why\n     \'three\')',
      ['one two three'],
    ],
    ['strings of Python that are added up', 'P = "a" + \\\n  "b"', ['ab']],
    ['raw strings of Python as they are', 'P = r"\\d+"', ['\\d+']],
    ['fenced blocks of Markdown', 'Text.\n```\nprompt {x}\n```\nMore.', ['prompt {x}\n', 'prompt {x}']],
    [
      'fenced blocks inside a list, without their indent and with quotes unescaped',
      '  ```\n  say \\"this\\"\n  ```\n',
      ['say "this"'],
    ],
  ])('%s', (_what, content, texts) => expect(holds(content)).toEqual(expect.arrayContaining(texts)))

  it.each([
    ['JSON nested without end', `${'['.repeat(100_000)}"x"${']'.repeat(100_000)}`],
    ['literals that go on for ever', "'x' ".repeat(40_000)],
    ['a character that there is none of', "x = 'x'\ny = '\\Uffffffff'"],
  ])('what it holds, also where it holds %s', (_what, content) => {
    let found = false
    let size = 0
    for (const text of textsWithin(content)) {
      found ||= text === 'x'
      size += text.length
    }
    expect(found).toBe(true)
    expect(size).toBeLessThan(500_000_000)
  })

  it('no string that stands in a comment', () => {
    expect(holds('# "not this"\nP = "this"')).not.toContain('not this')
  })
})
