import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { readRubric } from '../src/datasets/read-rubric.ts'
import { parseItem, type Item } from '../src/domain/item.ts'
import type { Parsed } from '../src/domain/parse.ts'
import type { Message } from '../src/domain/prompt.ts'
import { parseRating } from '../src/domain/rating.ts'
import { rubricIn } from '../src/domain/rubric.ts'
import { pairwise } from '../src/protocols/pairwise.ts'
import { pointwise } from '../src/protocols/pointwise.ts'
import { construction } from './demo-construction.ts'
import { estimatedTokens } from './estimated-tokens.ts'

const pairs = read('items.jsonl', parseItem)
const singles = read('singles.jsonl', parseItem)
const pairRatings = read('ratings-pairs.jsonl', parseRating)
const singleRatings = read('ratings-singles.jsonl', parseRating)

describe.each([
  ['pairs', pairs, pairRatings, 2],
  ['singles', singles, singleRatings, 1],
] as const)('the demo %s', (_name, items, ratings, responses) => {
  it('are 40, of which 14 Korean', () => {
    expect(items).toHaveLength(40)
    expect(items.filter(inLanguage('ko'))).toHaveLength(14)
    expect(items.filter(inLanguage('en'))).toHaveLength(26)
  })

  it('have ids, instructions and answers of which no two are the same', () => {
    const answers = items.flatMap((item) => item.responses.map(({ text }) => text))
    expect(answers).toHaveLength(40 * responses)
    for (const values of [answers, items.map(({ id }) => id), items.map(({ instruction }) => instruction)]) {
      expect(new Set(values).size).toBe(values.length)
    }
  })

  it('have one rating each, on the criterion that the item names, with its reason', () => {
    expect(ratings.map(({ item }) => item).sort()).toEqual(items.map(({ id }) => id).sort())
    for (const rating of ratings) {
      expect(rating.annotator).toBe('construction')
      expect(rating.reason).toMatch(/\S/)
      expect(items.find(({ id }) => id === rating.item)?.criteria).toEqual([rating.criterion])
    }
  })

  it('are asked on one criterion, so that the beginning of every prompt of a language is the same', () =>
    expect(new Set(items.flatMap(({ criteria }) => criteria)).size).toBe(1))

  it('are written in the language that they name', () => {
    for (const item of items) expect(hangulShare(ownWords(item)) > 0.4, item.id).toBe(item.language === 'ko')
  })

  it('say nothing of the truth outside their ratings', () => {
    for (const item of items) {
      expect(item.id).toMatch(/^(pair|single)-\d\d$/)
      expect(Object.keys(item.metadata)).toEqual(['family'])
      expect(item.responses.map(({ id, writer }) => [id, writer])).toEqual(
        ['A', 'B'].slice(0, responses).map((seat) => [seat, undefined]),
      )
    }
  })
})

describe('the truth of a pair', () => {
  it.each(pairs.map((pair) => [pair.id, pair] as const))('holds by construction: %s', (id, pair) => {
    const keeping = pair.responses.filter(({ text }) => construction[id]?.(text, pair))
    expect(keeping.map((response) => response.id)).toEqual([rightSeat(pair)])
  })

  it('is A as often as B, in every family of every language', () => {
    for (const cell of cells(pairs)) {
      expect(
        cell.filter((pair) => rightSeat(pair) === 'A'),
        cellName(cell),
      ).toHaveLength(cell.length / 2)
    }
  })

  it('is the longer answer as often as the shorter, in every family of every language and in each seat', () => {
    for (const cell of cells(pairs)) {
      expect(cell.filter(rightIsLonger), cellName(cell)).toHaveLength(cell.length / 2)
    }
    expect(pairs.filter((pair) => rightSeat(pair) === 'A' && rightIsLonger(pair))).toHaveLength(10)
  })
})

describe('the truth of a single answer', () => {
  it.each(singles.map((single) => [single.id, single] as const))('holds by construction: %s', (id, single) =>
    expect(construction[id]?.(single.responses[0]!.text, single)).toBe(isRight(single)),
  )

  it('is right as often as broken, in every family of every language', () => {
    for (const cell of cells(singles)) {
      expect(cell.filter(isRight), cellName(cell)).toHaveLength(cell.length / 2)
    }
  })

  it.each(['en', 'ko'])('does not show in its length: %s', (language) => {
    const [right, broken] = [true, false].map((wanted) =>
      mean(
        singles
          .filter((single) => single.language === language && isRight(single) === wanted)
          .map(({ responses }) => responses[0]!.text.length),
      ),
    )
    expect(Math.abs(right! / broken! - 1)).toBeLessThan(0.15)
  })
})

it('has a check for every item and none besides', () =>
  expect(Object.keys(construction).sort()).toEqual([...pairs, ...singles].map(({ id }) => id).sort()))

/** What an engine evaluates that keeps the messages all prompts of one judge and language share. */
it('costs at most 45,000 prompt tokens that no cache spares', async () => {
  const judges = [
    [pairs, pairwise({ orders: 'both', tie: true, reference: true, seed: 0 }), 'helpfulness'],
    [singles, pointwise({ reference: true }), 'instruction-following'],
  ] as const
  let tokens = 0
  const shared = new Set<string>()
  for (const [items, protocol, name] of judges) {
    const data = await readRubric(fileURLToPath(new URL(`../rubrics/${name}.yaml`, import.meta.url)))
    for (const item of items) {
      const language = item.language === 'ko' ? 'ko' : 'en'
      for (const ask of protocol.asks(item, name)) {
        const prompt = protocol.render({ ...ask, sample: 0 }, rubricIn(data, language), {
          mode: 'logprobs',
          language,
        })
        const [first, own] = [prompt.messages.slice(0, prompt.shared), prompt.messages.slice(prompt.shared)]
        shared.add(textOf(first))
        tokens += estimatedTokens(textOf(own)) + chatTemplate
      }
    }
  }
  for (const text of shared) tokens += estimatedTokens(text)

  expect(shared.size).toBe(4)
  expect(tokens).toBeLessThan(45_000)
})

function read<T>(file: string, parser: (raw: unknown) => Parsed<T>): T[] {
  const text = readFileSync(new URL(`../examples/demo/${file}`, import.meta.url), 'utf8')
  return text
    .trimEnd()
    .split('\n')
    .map((line) => {
      const parsed = parser(JSON.parse(line))
      if (!parsed.ok) throw new TypeError(`${file}: ${line}: ${JSON.stringify(parsed.problems)}`)
      return parsed.value
    })
}

/** The seat of a pair's right answer. */
function rightSeat(pair: Item): string | null {
  const label = pairRatings.find(({ item }) => item === pair.id)?.label
  return label?.kind === 'preference' ? label.winner : null
}

function rightIsLonger(pair: Item): boolean {
  const [a = '', b = ''] = pair.responses.map(({ text }) => text)
  return rightSeat(pair) === 'A' ? a.length > b.length : b.length > a.length
}

function isRight(single: Item): boolean {
  const label = singleRatings.find(({ item }) => item === single.id)?.label
  return label?.kind === 'score' && label.value === 1
}

function inLanguage(language: string) {
  return (item: Item) => item.language === language
}

/** The items of each language and family. */
function cells(items: readonly Item[]): Item[][] {
  return [...Map.groupBy(items, (item) => cellName([item])).values()]
}

const cellName = ([item]: readonly Item[]) => `${item?.language} ${String(item?.metadata.family)}`

/** Tokens that a chat template puts around one message. */
const chatTemplate = 10

const textOf = (messages: readonly Message[]) => messages.map(({ content }) => content).join('\n')

/** The instruction without what it quotes after a colon, which may be there to be translated. */
const ownWords = ({ instruction }: Item) => instruction.replace(/: .*$/s, '')

/** Of the letters, the part that is Hangul. */
function hangulShare(text: string): number {
  const letters = text.match(/\p{L}/gu) ?? []
  return letters.filter((letter) => /\p{Script=Hangul}/u.test(letter)).length / letters.length
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length
