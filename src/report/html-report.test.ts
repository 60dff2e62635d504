import { parseHTML } from 'linkedom'
import { beforeAll, describe, expect, it } from 'vitest'
import {
  bareJudge,
  disagreements,
  goodJudge,
  hostile,
  hostileDisagreement,
  hostileJudge,
  scoreJudge,
  weakJudge,
} from './fixtures.ts'
import { htmlReport, type HtmlReport } from './html-report.ts'
import { languages } from './numbers.ts'

const pageOf = async (report: Partial<HtmlReport> & Pick<HtmlReport, 'runs'>) => {
  const text = await htmlReport({ language: 'en', ...report })
  return { text, document: parseHTML(text).document }
}

describe.each(languages)('a page in %s', (language) => {
  let page: Awaited<ReturnType<typeof pageOf>>
  beforeAll(async () => {
    page = await pageOf({
      language,
      runs: [{ findings: weakJudge, disagreements, commands: ['assize demo'] }],
      at: '2026-03-01',
    })
  })

  it('says its language', () => expect(page.document.documentElement.getAttribute('lang')).toBe(language))

  it('asks nothing of the network and runs no script', () => {
    expect(page.document.querySelectorAll('script, link, iframe, object, embed, base, form')).toHaveLength(0)
    expect(
      page.document.querySelector('meta[http-equiv="Content-Security-Policy"]').getAttribute('content'),
    ).toContain("default-src 'none'")
    for (const element of page.document.querySelectorAll('*')) {
      for (const { name } of element.attributes) expect(name).not.toMatch(/^(on|src|href|xlink)/)
    }
    expect(page.text.replaceAll('http://www.w3.org/', '')).not.toMatch(/https?:|url\(|@import/)
  })

  it('carries the signature under every figure', () => {
    const captions = [...page.document.querySelectorAll('figure figcaption')]
    expect(captions.length).toBeGreaterThan(3)
    for (const caption of captions) expect(caption.textContent).toContain(weakJudge.signature)
  })

  it('has words for every plot, and a table of its numbers', () => {
    for (const svg of page.document.querySelectorAll('svg')) {
      expect(svg.getAttribute('role')).toBe('img')
      expect(svg.getAttribute('aria-label').length).toBeGreaterThan(10)
    }
    expect(page.document.querySelectorAll('table').length).toBeGreaterThanOrEqual(4)
  })

  it('ends with how it was made', () => {
    const text = page.document.querySelector('article').lastElementChild.textContent
    for (const part of ['pairwise@1', 'smollm2', '2026-03-01', 'assize demo']) expect(text).toContain(part)
  })
})

it('draws scores beside the truth, and several criteria one after another', async () => {
  const { document } = await pageOf({ runs: [{ findings: scoreJudge }] })
  const headings = [...document.querySelectorAll('h2, h3')].map((heading) => heading.textContent)
  expect(headings).toContain('Scores beside the truth')
  expect(headings.filter((text) => text.startsWith('Criterion:'))).toHaveLength(4)
})

it('speaks of nothing that was not measured', async () => {
  const { document } = await pageOf({ runs: [{ findings: bareJudge }] })
  const headings = [...document.querySelectorAll('h3')].map((heading) => heading.textContent)
  expect(headings).toEqual(['What labels it gives', 'Answers without a label', 'How it was made'])
})

it('says in what several runs differ', async () => {
  const { document } = await pageOf({ runs: [{ findings: weakJudge }, { findings: goodJudge }] })
  const rows = [...document.querySelectorAll('section:first-of-type tbody tr')].map(
    (row) => row.firstElementChild.textContent,
  )
  expect(rows).toEqual(expect.arrayContaining(['judge', 'model', 'mode', 'combine', 'n']))
  expect(rows).not.toContain('protocol')
})

describe('disagreements', () => {
  it('show both texts side by side, white space kept, with what the judge said in each order', async () => {
    const { document } = await pageOf({ runs: [{ findings: weakJudge, disagreements }] })
    const [item] = document.querySelectorAll('details.item')
    const texts = [...item.querySelectorAll('.pair .text')].map((text) => text.textContent)
    expect(texts).toEqual(disagreements[0]!.item.responses.map(({ text }) => text))
    expect(
      [...item.querySelectorAll('.games tbody tr')].map((row) => row.firstElementChild.textContent),
    ).toEqual(['A, then B', 'B, then A'])
    expect(item.querySelector('.chip.truth').closest('.block').textContent).toContain('Response A')
  })

  it('are at most 50, and say of how many', async () => {
    const many = Array.from({ length: 70 }, (_, i) => ({
      ...disagreements[0]!,
      item: { ...disagreements[0]!.item, id: `i${i}` },
    }))
    const { document } = await pageOf({ runs: [{ findings: goodJudge, disagreements: many }] })
    expect(document.querySelectorAll('details.item')).toHaveLength(50)
    expect(document.body.textContent).toContain('50 of 99 disagreements')
  })

  it('cut long texts, and say by how much', async () => {
    const [one] = disagreements
    const long = { ...one!, item: { ...one!.item, instruction: '한'.repeat(10_000) } }
    const { text } = await pageOf({ runs: [{ findings: weakJudge, disagreements: [long] }] })
    expect(text).toContain('6,000 more characters are not shown')
    expect(text.length).toBeLessThan(80_000)
  })

  it('show a picture that is in the item, and name those that are not', async () => {
    const [one] = disagreements
    const data = 'data:image/png;base64,iVBORw0KGgo='
    const images = [{ data }, { data: 'data:image/svg+xml;base64,AAAA' }, { path: 'cat.png' }]
    const { document } = await pageOf({
      runs: [{ findings: weakJudge, disagreements: [{ ...one!, item: { ...one!.item, images } }] }],
    })
    expect([...document.querySelectorAll('img')].map((image) => image.getAttribute('src'))).toEqual([data])
    expect(document.body.textContent).toContain('not shown: cat.png')
  })
})

describe('hostile texts', () => {
  let page: Awaited<ReturnType<typeof pageOf>>
  beforeAll(async () => {
    const runs = [
      { findings: hostileJudge, disagreements: [hostileDisagreement], commands: [hostile.html] },
      { findings: weakJudge },
    ]
    page = await pageOf({ runs, title: hostile.html, intro: [hostile.html], at: hostile.html })
  })

  it('stay texts', () => {
    expect(page.document.querySelectorAll('script, img, testcase')).toHaveLength(0)
    for (const element of page.document.querySelectorAll('*')) {
      for (const { name } of element.attributes) expect(name).not.toMatch(/^on/)
    }
    const [text] = page.document.querySelectorAll('.item .text')
    expect(text.textContent).toContain(hostile.html)
  })

  it('hide nothing: controls and bidi marks are shown by name', () => {
    expect(page.text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\u202A-\u202E\u2066-\u2069]/u)
    expect(page.text).toContain('[U+202E]')
    expect(page.text).toContain('␛[2J')
  })
})
