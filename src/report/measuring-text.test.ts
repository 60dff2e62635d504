import { describe, expect, it } from 'vitest'
import { agreementText } from './agreement-text.ts'
import { columnsOf } from './columns.ts'
import { comparisonText } from './comparison-text.ts'
import { latentText } from './latent-text.ts'
import { agreementOf, comparisonOf, latentOf, measuredRatings, metaOf } from './measuring-fixtures.ts'
import { metaText } from './meta-text.ts'
import { languages, type Language } from './numbers.ts'
import type { PageOptions } from './page.ts'

type Options = PageOptions & { readonly language: Language }

/** The lines of each command about the same ratings. */
const commands = Object.entries(measuredRatings).flatMap(([name, given]) => {
  const [agree, meta, compare, latent] = [agreementOf, metaOf, comparisonOf, latentOf].map((of) =>
    of(given),
  ) as [
    ReturnType<typeof agreementOf>,
    ReturnType<typeof metaOf>,
    ReturnType<typeof comparisonOf>,
    ReturnType<typeof latentOf>,
  ]
  const source = given[0]?.annotator ?? 'nothing.csv'
  return [
    [`agree on ${name}`, (options: Options) => agreementText(agree, { ...options, source })],
    [`meta on ${name}`, (options: Options) => metaText(meta, { ...options, source })],
    [
      `compare on ${name}`,
      (options: Options) => comparisonText(compare, { ...options, differences: [source] }),
    ],
    [`latent on ${name}`, (options: Options) => latentText(latent, options)],
  ] as const
})
const sgr = /\u001B\[\d+m/g

describe.each(languages)('in %s', (language) => {
  describe.each([80, 60, 40])('in %i columns', (columns) => {
    it.each(commands)('%s fits', (_, lines) => {
      const found = lines({ language, color: false, columns })
      expect(found.length).toBeGreaterThan(1)
      for (const line of found) expect(columnsOf(line), line).toBeLessThanOrEqual(columns)
    })
  })

  it.each(commands)('%s lets no control or bidi character through', (_, lines) => {
    for (const line of lines({ language, color: false }))
      expect(line).not.toMatch(/[\p{Cc}\u200E\u200F\u202A-\u202E\u2066-\u2069]/u)
    for (const line of lines({ language, color: true }))
      expect(line.replace(sgr, '')).not.toMatch(/[\p{Cc}\u202A-\u202E\u2066-\u2069]/u)
  })

  it.each(commands)('%s says the same with colour as without', (_, lines) =>
    expect(lines({ language, color: true }).map((line) => line.replace(sgr, ''))).toEqual(
      lines({ language, color: false }),
    ),
  )

  it.each(commands)('%s says no number that is none', (_, lines) =>
    expect(lines({ language, color: false }).join('\n')).not.toMatch(
      /NaN|Infinity|undefined\b|null|\[object/,
    ),
  )
})

it.each(commands.filter(([name]) => !/names|classes/.test(name)))(
  '%s holds no English sentence in Korean',
  (_, lines) => {
    const found = lines({ language: 'ko', color: false })
    expect(found.filter((line) => /[a-z]{3,} [a-z]{3,}/i.test(line))).toEqual([])
  },
)
