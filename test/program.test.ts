import { describe, expect, it } from 'vitest'
import { commands } from '../src/cli/index.ts'
import { program } from '../src/cli/program.ts'
import { fakeTerminal } from './support/fake-terminal.ts'

describe('the program', () => {
  it('tells what it can do, and that a command is missing', async () => {
    const terminal = fakeTerminal()
    expect(await program([], terminal)).toBe(2)
    for (const { name } of commands) expect(terminal.output.join('\n')).toContain(`  ${name}`)
    expect(await program(['--help'], fakeTerminal())).toBe(0)
  })

  it.each(commands)('explains $name in lines of at most 80 columns', async ({ name }) => {
    const terminal = fakeTerminal()
    expect(await program([name, '--help'], terminal)).toBe(0)
    const lines = terminal.output.join('\n').split('\n')
    expect(lines.filter((line) => line.length > 80 && !/^ {2}assize /.test(line))).toEqual([])
    expect(terminal.talk).toEqual([])
  })

  it.each([
    [['jugde'], 'There is no command called jugde.'],
    [['judge', '--modle', 'x'], '`assize judge` has no option --modle.\n  Did you mean --model?'],
    [['judge'], 'No items were given.'],
    [['judge', 'a', 'b'], 'b was given too'],
    [['judge', 'a', '--limit', 'ten'], '--limit is ten.'],
    [['judge', 'a', '--price', '1'], '--price is 1.'],
    [['judge', 'a', '--mode', 'guess'], '--mode is guess.'],
    [['judges', 'shwo'], 'Did you mean `assize judges show`?'],
    [['--judge', 'pairwise', 'judge'], '--judge stands before the command.'],
    [['judges', 'pull'], '`assize judges pull` needs a name.'],
    [['judges', 'pull', 'nobody'], 'There is no judge or set called nobody.'],
    [['judges', 'pull', 'reward-bench'], 'reward-bench has no prompts to pull.'],
    [['judges', 'test'], '`assize judges test` needs a judge.'],
  ])('%j is wrong usage: exit code 2, with a remedy', async (argv, message) => {
    const terminal = fakeTerminal()
    expect(await program(argv, terminal)).toBe(2)
    expect(terminal.talk.join('\n')).toContain(message)
    expect(terminal.talk.join('\n')).toContain('(cli/usage)')
    expect(terminal.output).toEqual([])
  })

  it('gives an error as one JSON document where JSON is asked for', async () => {
    const terminal = fakeTerminal()
    expect(await program(['show', 'r9', '--json', '--db', ':memory:'], terminal)).toBe(1)
    expect(terminal.output).toHaveLength(1)
    expect(JSON.parse(terminal.output[0]!)).toEqual({
      error: {
        code: 'cli/no-such-run',
        message: 'There is no run called r9.',
        remedy: expect.stringContaining('assize runs'),
      },
    })
  })

  it('lets nothing hostile in an error reach the terminal', async () => {
    const terminal = fakeTerminal()
    await program(['show', '\u001B[31mr\u202E9', '--db', ':memory:'], terminal)
    expect(terminal.talk.join('')).not.toMatch(/[\u001B\u202E]/)
  })
})
