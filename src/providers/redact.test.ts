import { expect, it } from 'vitest'
import { blotter, redactor } from './redact.ts'

const redact = redactor(['s3cret/+"x', 'abc'])

it.each([
  ['the key s3cret/+"x is wrong', 'the key [key] is wrong'],
  ['{"key":"s3cret/+\\"x"}', '{"key":"[key]"}'],
  ['?k=s3cret%2F%2B%22x', '?k=[key]'],
  ['Incorrect: sk-proj-****wxyz', 'Incorrect: [key]'],
  ['http://ann:pass@h/v1', 'http://[key]@h/v1'],
  ['GET /v1?key=zzz&x=1', 'GET /v1?key=[key]&x=1'],
  ['authorization: Bearer abcdef.123', 'authorization: Bearer [key]'],
])('takes keys out of %j', (text, expected) => expect(redact(text)).toBe(expected))

it.each(['skipping the model', 'abc is too short to be a secret', 'risk-averse', 'http://h:8000/v1'])(
  'leaves %j as it is',
  (text) => expect(redact(text)).toBe(text),
)

it('takes long secrets out of what a model said, and nothing else', () => {
  const blot = blotter(['EMPTY', 'a-key-of-some-length'], 12)
  expect(blot('EMPTY handed: sk-proj-1234567890, a-key-of-some-length.')).toBe(
    'EMPTY handed: sk-proj-1234567890, [key].',
  )
})
