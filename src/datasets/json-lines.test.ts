import fc from 'fast-check'
import { expect, it } from 'vitest'
import { oneByOne } from './batches.ts'
import { jsonLines } from './json-lines.ts'

async function recordsOf(bytes: Buffer, cuts: readonly number[]) {
  const places = [0, ...cuts.map((cut) => cut % (bytes.length + 1)).sort((a, b) => a - b), bytes.length]
  const chunks = async function* () {
    for (const [i, to] of places.slice(1).entries()) yield bytes.subarray(places[i], to)
  }
  return await Array.fromAsync(oneByOne(jsonLines(chunks())))
}

const latin1 = Buffer.from([0xe9])
const line = fc.constantFrom<(string | Buffer)[]>(
  '{"n":1}',
  '"한\u2028글"',
  '{"n":',
  'oops',
  '',
  ' \r',
  latin1,
)
const file = fc
  .tuple(fc.array(line), fc.boolean())
  .map(([lines, ended]) =>
    Buffer.concat(
      lines.flatMap((one, i) => [Buffer.from(one), Buffer.from(i < lines.length - 1 || ended ? '\n' : '')]),
    ),
  )

it('reads the same wherever its bytes are cut', () =>
  fc.assert(
    fc.asyncProperty(file, fc.array(fc.nat()), async (bytes, cuts) => {
      expect(await recordsOf(bytes, cuts)).toEqual(await recordsOf(bytes, []))
    }),
  ))

it('reads each line as if it stood alone', () =>
  fc.assert(
    fc.asyncProperty(fc.array(line), async (lines) => {
      const ended = lines.map((one) => Buffer.concat([Buffer.from(one), Buffer.from('\n')]))
      const alone = await Promise.all(ended.map((bytes) => recordsOf(bytes, [])))
      expect(await recordsOf(Buffer.concat(ended), [])).toEqual(
        alone.flatMap((records, i) => records.map((record) => ({ ...record, line: i + 1 }))),
      )
    }),
  ))
