import { expect, it } from 'vitest'
import { pythonRandom } from './python-random.ts'

// Made by CPython 3.11: random.Random(seed).random()
it.each([
  ['assize', 0.5062061835245891],
  ['is_switched_outputsWhat?0', 0.4527825188836714],
  ['한국어', 0.9010320607350628],
  ['', 0.9602256525641875],
])('draws for %j what Python draws', (seed, drawn) => expect(pythonRandom(seed)).toBe(drawn))
