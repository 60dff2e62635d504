import { parseHTML } from 'linkedom'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Item } from '../domain/item.ts'
import { none, type Label } from '../domain/label.ts'
import { ItemIndex } from '../metaeval/item-index.ts'
import { leaderboard, type LeaderboardFindings } from '../metaeval/leaderboard.ts'
import { rankAgreement } from '../metaeval/rank-agreement.ts'
import { RatingTable } from '../metaeval/rating-table.ts'
import { columnsOf } from './columns.ts'
import { hostile } from './fixtures.ts'
import { leaderboardPage } from './leaderboard-page.ts'
import { leaderboardText } from './leaderboard-text.ts'
import { languages, type Language } from './numbers.ts'
import { rankAgreementText } from './rank-agreement-text.ts'

const names = [...Object.values(hostile), 'a plain name', '평범한 이름']
const column = '<b>column</b>'

/** Every two of some systems on some items, now and then a flip or an unread answer. */
function tableOf(systems: readonly string[], items: number) {
  const columns = { by: [column] }
  const index = new ItemIndex(columns)
  const table = new RatingTable({ factsOf: (id) => index.get(id), columns })
  let n = 0
  for (let place = 0; place < items; place++) {
    for (const [i, a] of systems.entries()) {
      for (const b of systems.slice(i + 1)) {
        const id = `${place}/${n++}`
        index.add({
          id,
          instruction: 'Q',
          criteria: [],
          cluster: String(place),
          responses: [a, b].map((writer, k) => ({ id: k === 0 ? 'A' : 'B', writer, text: '' })),
          metadata: { [column]: hostile.html ?? place % 2 },
        } satisfies Item)
        for (const annotator of ['ann', 'judge']) {
          const label = (order: 'AB' | 'BA'): Label =>
            n % 11 === 0
              ? none('unparsed')
              : { kind: 'preference', winner: n % 7 === 0 && order === 'BA' ? 'B' : n % 5 === 0 ? 'B' : 'A' }
          for (const order of ['AB', 'BA'] as const)
            table.add({ item: id, annotator, order, label: label(order) })
        }
      }
    }
  }
  return table.rows
}
const about = { source: hostile.html ?? 'runs', version: '0', resampling: { seed: 0, resamples: 20 } }
const boardOf = (systems: readonly string[], items = 8) =>
  leaderboard(tableOf(systems, items), { ...about, slicing: { by: 'column', column } })

describe.each(languages)('a leaderboard in %s', (language: Language) => {
  const textOf = (findings: LeaderboardFindings, columns = 80) =>
    leaderboardText(findings, { language, color: false, columns, source: about.source, column })

  it.each([80, 60, 40])('keeps to %d columns, whatever systems are called', (columns) => {
    expect(textOf(boardOf(names), columns).filter((line) => columnsOf(line) > columns)).toEqual([])
  })

  it('shows a name of a whole page as one of a line', () => {
    const [long, plain] = [
      [...names, 'x'.repeat(10_000)],
      [...names, 'x'],
    ].map((systems) => textOf(boardOf(systems)))
    expect(long!.length).toBeLessThan(plain!.length + 10)
  })

  it('lets no name steer the terminal', () =>
    expect(textOf(boardOf(names)).join('')).not.toMatch(
      /[\u0000-\u001F\u007F-\u009F\u202A-\u202E\u2066-\u2069]/,
    ))

  it('shows neighbours only where there are many pairs, and says so', () => {
    const many = Array.from({ length: 12 }, (_, i) => `system ${String(i).padStart(2, '0')}`)
    const lines = textOf(boardOf(many, 3)).join(' ')
    expect(lines).toContain('66')
    expect(lines.match(/ [>·<] system/g)).toHaveLength(11)
  })

  describe('as a page', () => {
    let text: string
    let document: ReturnType<typeof parseHTML>['document']
    beforeAll(async () => {
      const findings = boardOf(names)
      text = await leaderboardPage({
        language,
        findings,
        column,
        source: about.source,
        at: '2026-03-01',
        commands: [`assize tournament ${hostile.html ?? '<i>'}`],
      })
      document = parseHTML(text).document
    })

    it('says its language', () => expect(document.documentElement.getAttribute('lang')).toBe(language))

    it('asks nothing of the network, and no name becomes markup', () => {
      expect(
        document.querySelectorAll('script, link, iframe, object, embed, base, form, img, b'),
      ).toHaveLength(0)
      for (const element of document.querySelectorAll('*'))
        for (const { name } of element.attributes) expect(name).not.toMatch(/^(on|src|href|xlink)/)
      expect(text.replaceAll('http://www.w3.org/', '')).not.toMatch(/url\(|@import/)
    })

    it('has a row and a column in the matrix for each system, and none for a system against itself', () => {
      const rows = [...document.querySelectorAll('.matrix tbody tr')]
      expect(rows).toHaveLength(names.length)
      for (const [i, row] of rows.entries()) {
        const cells = [...row.querySelectorAll('td')]
        expect(cells).toHaveLength(names.length)
        expect(cells[i]!.textContent.trim()).toBe('')
      }
    })

    it('gives every section the signature of its numbers', () => {
      const { signature } = boardOf(names)
      for (const section of document.querySelectorAll('section'))
        expect(section.textContent).toContain(signature.slice(0, 20))
    })

    it('has words for its plot', () => {
      for (const svg of document.querySelectorAll('svg'))
        expect(svg.getAttribute('aria-label')!.length).toBeGreaterThan(10)
    })
  })

  it.each([80, 40])('says how far two rankings agree, in %d columns', (columns) => {
    const found = rankAgreement(tableOf(names, 8), { ...about, a: ['ann'], b: ['judge'] })
    const lines = rankAgreementText(found, { language, color: false, columns })
    for (const line of lines) expect(columnsOf(line)).toBeLessThanOrEqual(columns)
    expect(lines.join(' ')).toMatch(/1\.00/)
  })
})

it('tells of flips as what they are: the order that decides', () => {
  const lines = leaderboardText(boardOf(['x', 'y', 'z'], 30), { language: 'en', color: false, source: 'r' })
  expect(lines.join(' ').replaceAll(/\s+/g, ' ')).toMatch(
    /in \d+ of \d+ pairs the two orders name different winners: there the order decides, not the answers/,
  )
})
