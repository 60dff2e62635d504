import type { CascadeFindings } from '../metaeval/cascade.ts'
import type { Estimate } from '../metaeval/findings.ts'
import type { Spent } from '../metaeval/spent.ts'
import { cascadeEn, cascadeKo } from './cascade-words.ts'
import { plainLine } from './hostile-text.ts'
import { reasonLines } from './label-lines.ts'
import { numberLines } from './number-lines.ts'
import { dollars, duration, share, shortEstimate, whole, type Language, type Unit } from './numbers.ts'
import { pageOf, type Page, type PageOptions } from './page.ts'
import { tableLines } from './table-lines.ts'
import { nameIn, wordsIn } from './words.ts'

/** A cascade's findings as lines for a terminal of at most 80 columns. */
export function cascadeText(
  findings: CascadeFindings,
  options: PageOptions & { readonly language: Language },
): string[] {
  const page = pageOf(options)
  const { language } = options
  const words = wordsIn(language)
  const own = { en: cascadeEn, ko: cascadeKo }[language]
  const { items, sent, spent, truth, curve } = findings
  page.head(own.title(items))
  page.blank()
  page.row(own.stages, [own.firstIs(plainLine(findings.first)), own.secondIs(plainLine(findings.second))])
  if (findings.unsure.length > 0)
    page.row(own.sent, [
      own.sentLine(sent, items, share(items > 0 ? sent / items : 0, language)),
      ...findings.unsure.map((rule) => {
        const signal = /^[a-z]+/.exec(rule)?.[0] ?? ''
        const about = Object.hasOwn(own.unsure, signal)
          ? own.unsure[signal as keyof typeof own.unsure]
          : own.signals[signal as keyof typeof own.signals]
        return `${whole(findings.because[rule] ?? 0).padStart(6)}  ${rule}: ${about}`
      }),
      ...Object.entries(findings.notKnown).map(([rule, n]) => own.notKnown(rule, n)),
      ...(findings.waiting > 0 ? [own.waiting(findings.waiting)] : []),
    ])
  if (findings.unsure.length > 0) writeSpent(page, spent, language)
  if (truth && findings.unsure.length > 0) {
    const line = (name: string, estimate: Estimate, unit: Unit = 'share') =>
      numberLines({ name, estimate, unit }, truth.n, language, page.bodyWidth)
    page.row(own.right, [
      own.against(plainLine(nameIn(words, truth.truth)), truth.n),
      ...line(own.alone(own.first), truth.first),
      ...line(own.both, truth.cascade),
      ...(truth.second ? line(own.alone(own.second), truth.second) : []),
      ...line(own.gain, truth.gain, 'points'),
      ...(truth.loss ? line(own.loss, truth.loss, 'points') : []),
      ...(sent > 0
        ? [...line(own.onSent(own.first), truth.sentFirst), ...line(own.onSent(own.second), truth.sentSecond)]
        : []),
    ])
    const leftOut = reasonLines(truth.leftOut, words)
    if (leftOut.length > 0) page.row(words.leftOutOfTruth, leftOut)
  }
  if (curve) writeCurve(page, curve, language)
  page.blank()
  const method = [
    ...(findings.unsure.length > 0 ? [truth?.cascade] : []),
    curve?.crossFit?.accuracy,
    curve?.second,
  ].find((one) => one && one.low !== null)?.method
  if (method) page.text(words.intervals(plainLine(nameIn(words, method))), 0, 'dim')
  page.text(plainLine(findings.signature), 0, 'dim')
  return page.lines
}

function writeSpent(page: Page, spent: CascadeFindings['spent'], language: Language): void {
  const own = { en: cascadeEn, ko: cascadeKo }[language]
  const { first, second, cascade, secondOnAll, isMeasured } = spent
  const rows = [
    [own.first, first],
    [own.second, second],
    [own.both, cascade],
    ...(secondOnAll ? [[isMeasured ? own.onAll : own.onAllEstimated, secondOnAll] as const] : []),
  ] as const
  const known = {
    tokens: rows.some(([, { promptTokens, completionTokens }]) => promptTokens + completionTokens > 0),
    cost: rows.some(([, { cost }]) => cost !== null && cost > 0),
    seconds: rows.some(([, { seconds }]) => seconds !== null && seconds > 0),
  }
  page.row(own.spent, [
    ...tableLines(
      [
        '',
        own.asks,
        ...(known.tokens ? [own.tokens] : []),
        ...(known.cost ? [own.cost] : []),
        ...(known.seconds ? [own.seconds] : []),
      ],
      rows.map(([name, one]) => [
        name,
        whole(one.asks),
        ...(known.tokens ? [whole(one.promptTokens + one.completionTokens)] : []),
        ...(known.cost ? [one.cost === null ? '–' : dollars(one.cost)] : []),
        ...(known.seconds ? [one.seconds === null ? '–' : duration(one.seconds, language)] : []),
      ]),
      page.bodyWidth,
    ),
    ...(secondOnAll && secondOnAll.asks > 0
      ? [
          own.fewer(share(1 - second.asks / secondOnAll.asks, language)),
          ...savings(cascade, secondOnAll, language),
        ]
      : []),
    ...(secondOnAll && !isMeasured ? [own.estimated] : []),
  ])
}

/** What is saved of each thing that costs; what nobody knows is not said. */
function savings(cascade: Spent, alone: Spent, language: Language): string[] {
  const own = { en: cascadeEn, ko: cascadeKo }[language]
  const tokens = ({ promptTokens, completionTokens }: Spent) => promptTokens + completionTokens
  return [
    ['cost', cascade.cost, alone.cost] as const,
    ['seconds', cascade.seconds, alone.seconds] as const,
    ['tokens', tokens(cascade), tokens(alone)] as const,
  ].flatMap(([what, now, then]) => {
    if (now === null || then === null || then === 0) return []
    const saved = 1 - now / then
    return [
      saved >= 0
        ? own.saved(share(saved, language), own.whats[what])
        : own.costsMore(share(-saved, language), own.whats[what]),
    ]
  })
}

function writeCurve(page: Page, curve: NonNullable<CascadeFindings['curve']>, language: Language): void {
  const own = { en: cascadeEn, ko: cascadeKo }[language]
  const withCost = curve.points.every(({ spent }) => spent.cost !== null && spent.cost > 0)
  const limitText = (limit: number | null) =>
    limit === null ? own.all : `${curve.is} ${Number(limit.toPrecision(3))}`
  page.row(own.curve, [
    own.curveLine(own.signals[curve.signal]),
    ...(curve.notKnown > 0 ? [own.notKnown(curve.signal, curve.notKnown)] : []),
    ...tableLines(
      [own.limit, own.goOn, own.accuracy, own.asks, ...(withCost ? [own.cost] : [])],
      curve.points.map(({ limit, sent, accuracy, spent }) => [
        limitText(limit),
        share(sent, language),
        shortEstimate(accuracy, 'share', language),
        whole(spent.asks),
        ...(withCost ? [dollars(spent.cost!)] : []),
      ]),
      page.bodyWidth,
    ),
  ])
  const { crossFit, chosen, within } = curve
  const line = (name: string, estimate: Estimate, unit: Unit) =>
    numberLines({ name, estimate, unit }, estimate.n, language, page.bodyWidth)
  page.row(own.choice, [
    own.within(share(within, language)),
    ...(crossFit
      ? [
          own.crossFit,
          own.limits(crossFit.limits.map(limitText).join(', ')),
          ...line(own.goOn, crossFit.sent, 'share'),
          ...line(own.accuracy, crossFit.accuracy, 'share'),
          ...line(own.loss, crossFit.loss, 'points'),
        ]
      : [own.noHalves]),
    chosen === null
      ? own.chosenAll
      : own.chosen(`unread,${curve.signal}${curve.is}${Number(chosen.toPrecision(4))}`),
  ])
}
