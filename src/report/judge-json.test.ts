import { expect, it } from 'vitest'
import { goodJudge, weakJudge } from './fixtures.ts'
import { judgeJson } from './judge-json.ts'

it('has every key that users rely on', () => {
  const keys = [
    'run',
    'signature',
    'items',
    'asked',
    'answered',
    'labels',
    'none',
    'seconds',
    'judgmentsPerSecond',
    'tokens',
    'cost',
    'resumed',
  ]
  expect(Object.keys(judgeJson(goodJudge))).toEqual(expect.arrayContaining(keys))
})

it('says for each criterion whether the judge can be trusted', () =>
  expect(judgeJson(weakJudge).trust.map(({ criterion, answer }) => [criterion, answer])).toEqual([
    ['instruction-following', 'guessing'],
  ]))

it('survives JSON unchanged', () =>
  expect(JSON.parse(JSON.stringify(judgeJson(goodJudge)))).toEqual(judgeJson(goodJudge)))
