import fc from 'fast-check'
import { expect, it } from 'vitest'
import { columnsOf, cutInside } from './columns.ts'
import { tableLines } from './table-lines.ts'

const heads = ['annotator', 'n', 'accuracy']
const rows = [
  ['김민수', '1,204', '62.5 % [46.8, 76.2]'],
  ['judge', '40', '–'],
]

it('puts columns under their heads, whole numbers to the right', () =>
  expect(tableLines(heads, rows, 66)).toEqual([
    'annotator      n  accuracy',
    '김민수     1,204  62.5 % [46.8, 76.2]',
    'judge         40  –',
  ]))

it('says each cell with its head where names have no room beside the columns', () =>
  expect(tableLines(heads, rows, 34)).toEqual([
    '김민수',
    '  n 1,204 · accuracy 62.5 %',
    '  [46.8, 76.2]',
    'judge',
    '  n 40 · accuracy –',
  ]))

it('has no line of heads where there are none', () =>
  expect(tableLines(['', ''], [['A', '1']], 40)).toEqual(['A  1']))

it('is never wider than it may be', () =>
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.string(), fc.string(), fc.string()), { minLength: 1 }),
      fc.integer({ min: 30, max: 66 }),
      (rows, width) => {
        for (const line of tableLines(['a name', 'n', 'x'], rows, width))
          expect(columnsOf(line)).toBeLessThanOrEqual(width)
      },
    ),
  ))

it('cuts names inside, as they often differ at their end', () =>
  expect(
    tableLines(
      ['', 'n'],
      [
        ['judge of the first kind, large', '1'],
        ['judge of the first kind, small', '2'],
      ],
      20,
    ),
  ).toEqual(['                   n', 'judge of th…large  1', 'judge of th…small  2']))

it('keeps a name that fits', () => expect(cutInside(6, '한국어')).toBe('한국어'))
