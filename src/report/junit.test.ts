import { describe, expect, it } from 'vitest'
import { hostile } from './fixtures.ts'
import { junit, type JudgedCase } from './junit.ts'

const one = (fields: Partial<JudgedCase>): JudgedCase => ({
  item: 'q1',
  criterion: 'helpfulness',
  judged: 'A',
  ...fields,
})
const xmlOf = (...cases: JudgedCase[]) => junit({ name: 'demo', signature: 'judge:pairwise|n:1', cases })

describe('an item', () => {
  it.each<[string, Partial<JudgedCase>, RegExp]>([
    ['passes where it says what the truth says', { truth: 'A' }, /failures="0" errors="0" skipped="0"/],
    [
      'fails where the truth is another',
      { truth: 'B' },
      /<failure type="disagreement" message="judged: A, truth: B">/,
    ],
    ['passes where there is no truth', {}, /failures="0" errors="0" skipped="0"/],
    [
      'is skipped where the answer could not be read',
      { judged: 'none:unparsed', truth: 'A' },
      /<skipped message="judged: none:unparsed, truth: A">/,
    ],
    [
      'is an error where the request failed',
      { judged: 'none:failed' },
      /<error type="none" message="judged: none:failed">/,
    ],
  ])('%s', (_, fields, xml) => expect(xmlOf(one(fields))).toMatch(xml))

  it('names the response where responses are scored one by one', () =>
    expect(xmlOf(one({ response: 'r2' }))).toContain('name="q1 (r2)"'))
})

it('makes a suite of every criterion, each with its counts and its signature', () => {
  const xml = xmlOf(one({ truth: 'A' }), one({ criterion: 'tone', judged: '3', truth: '4', seconds: 0.5 }))
  expect(xml).toContain('<testsuites name="demo" tests="2" failures="1" errors="0" skipped="0" time="0.500">')
  expect(xml).toContain(
    '<testsuite name="demo: tone" tests="1" failures="1" errors="0" skipped="0" time="0.500">',
  )
  expect(xml.match(/<property name="signature" value="judge:pairwise\|n:1"\/>/g)).toHaveLength(2)
})

it.each(Object.entries(hostile))('stays XML whatever %s it is given', (_, text) => {
  const xml = junit({
    name: text,
    signature: text,
    cases: [one({ item: text, criterion: text, judged: text, truth: text, reason: text })],
  })
  expect(xml).not.toMatch(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/u)
  expect(xml).not.toMatch(/[\u202A-\u202E\u2066-\u2069]/)
  // With the tags that belong there taken away, nothing is left that could open or close one.
  const rest = xml.replace(
    /<(\?xml|\/?(testsuites?|testcase|properties|property|system-out|failure|error|skipped))( [\w]+="[^"<>]*")*[/?]?>/g,
    '',
  )
  expect(rest).not.toMatch(/[<>]/)
  expect(rest.replace(/&(amp|lt|gt|quot|#10|#9);/g, '')).not.toContain('&')
})

it('is a document without items too', () =>
  expect(junit({ name: 'empty', signature: 's', cases: [] })).toContain('<testsuites name="empty" tests="0"'))
