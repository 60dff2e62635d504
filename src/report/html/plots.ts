import type { Markish, PlotOptions } from '@observablehq/plot'
import { columnsOf, cutTo } from '../columns.ts'
import { plainLine } from '../hostile-text.ts'
import { trusted, type Markup } from './markup.ts'

/** One row of a dot-and-interval plot. */
export interface IntervalRow {
  readonly name: string
  readonly value: number
  readonly low: number | null
  readonly high: number | null
  /** The value as it is written beside the row. */
  readonly text: string
  /** `judge` is what the plot is about; `rule` is what it is compared with; `chance` is also a line through all rows. */
  readonly kind: 'judge' | 'rule' | 'chance'
}

/** One bar: how many of a group have a label. */
export interface Bar {
  readonly label: string
  readonly group: 'judge' | 'truth'
  readonly n: number
}

/** One part of a whole, with the colour of its place in the legend. */
export interface Part {
  readonly name: string
  readonly n: number
}

/** Items with one truth and one score. */
export interface Circle {
  readonly truth: number
  readonly judged: number
  readonly n: number
}

/**
 * The plots of a report as SVG, by Observable Plot without a browser. Each is
 * drawn twice, for a wide page and a narrow one; the page's style shows one of them.
 * Colours are the page's variables, so that they follow light and dark.
 */
export interface Plots {
  /** Shares from 0 to 1, or numbers from `from` to 1. */
  intervals(rows: readonly IntervalRow[], how: { alt: string; unit: 'share' | 'number' }): Markup
  bars(bars: readonly Bar[], how: { alt: string }): Markup
  stack(parts: readonly Part[], how: { alt: string }): Markup
  circles(circles: readonly Circle[], how: { alt: string; x: string; y: string }): Markup
}

/** The colour of the i-th part of a stack, as a CSS value. */
export const partColor = (i: number): string =>
  ['var(--judge)', 'var(--other)', 'var(--third)', 'var(--rule)'][i % 4]!

const widths = { wide: 732, narrow: 350 } as const
type Size = keyof typeof widths

/** Keeps a text readable where it crosses a line. */
const halo = { fill: 'currentColor', stroke: 'var(--paper)', strokeWidth: 5 }

/** Loads the drawing libraries, which take a while: only where a report is made. */
export async function loadPlots(): Promise<Plots> {
  const [Plot, { parseHTML }] = await Promise.all([import('@observablehq/plot'), import('linkedom')])
  const { document } = parseHTML('<!doctype html><html></html>')

  const draw = (alt: string, options: (size: Size) => PlotOptions): Markup =>
    trusted(
      (['wide', 'narrow'] as const)
        .map((size) => {
          const svg = Plot.plot({
            document,
            width: widths[size],
            style: { fontSize: '12px' },
            ...options(size),
          })
          svg.setAttribute('role', 'img')
          svg.setAttribute('aria-label', plainLine(alt).replaceAll('<', '‹').replaceAll('>', '›'))
          return `<div class="plot ${size}">${svg.outerHTML}</div>`
        })
        .join(''),
    )

  return {
    intervals: (rows, { alt, unit }) =>
      draw(alt, (size) => {
        const from = unit === 'share' ? 0 : Math.min(0, ...rows.map(({ low, value }) => low ?? value))
        const named = rows.map((row, i) => ({ ...row, y: i, name: plainLine(row.name) }))
        const color = ({ kind }: Pick<IntervalRow, 'kind'>) =>
          kind === 'judge' ? 'var(--judge)' : 'var(--rule)'
        return {
          height: rows.length * 42 + 30,
          marginLeft: 16,
          marginRight: 22,
          marginTop: 4,
          marginBottom: 26,
          x: {
            domain: [from, 1],
            label: null,
            ticks: 5,
            grid: true,
            tickFormat: unit === 'share' ? '.0%' : '.1f',
          },
          y: { axis: null, domain: [-0.65, rows.length - 0.5], reverse: true },
          marks: [
            Plot.ruleX(
              named.filter(({ kind }) => kind === 'chance'),
              { x: 'value', stroke: 'var(--rule)', strokeDasharray: '4 3' },
            ),
            Plot.ruleY(
              named.filter(({ low, high }) => low !== null && high !== null),
              { y: 'y', x1: 'low', x2: 'high', stroke: color, strokeWidth: 3, strokeLinecap: 'round' },
            ),
            ...(['judge', 'rule'] as const).flatMap((part) => {
              const ours = named.filter(({ kind }) => (kind === 'judge') === (part === 'judge'))
              return [
                Plot.dot(ours, {
                  x: 'value',
                  y: 'y',
                  r: part === 'judge' ? 6.5 : 5,
                  fill: color({ kind: part }),
                  stroke: 'var(--paper)',
                }),
                Plot.text(ours, {
                  frameAnchor: 'left',
                  y: 'y',
                  dy: -16,
                  text: ({ name }: IntervalRow) => cutTo(size === 'wide' ? 60 : 24, name),
                  fontWeight: part === 'judge' ? 600 : 400,
                  ...halo,
                }),
              ]
            }),
            Plot.text(named, {
              frameAnchor: 'right',
              y: 'y',
              dy: -16,
              text: 'text',
              fontVariant: 'tabular-nums',
              ...halo,
            }),
          ],
        }
      }),

    bars: (bars, { alt }) =>
      draw(alt, (size) => {
        const named = bars.map((bar) => ({
          ...bar,
          label: cutTo(size === 'wide' ? 24 : 12, plainLine(bar.label)),
        }))
        const groups = new Set(bars.map(({ group }) => group)).size
        const labels = [...new Set(named.map(({ label }) => label))]
        const top = Math.max(1, ...bars.map(({ n }) => n))
        return {
          height: labels.length * (groups * 16 + 12) + 8,
          marginLeft: 14 + 7 * Math.max(...labels.map(columnsOf)),
          marginRight: 46,
          marginTop: 2,
          marginBottom: 2,
          x: { axis: null, domain: [0, top] },
          y: { axis: null, domain: ['judge', 'truth'].slice(0, groups), padding: 0.12 },
          fy: { label: null, domain: labels, axis: 'left', padding: 0.22 },
          marks: [
            Plot.ruleX([0], { stroke: 'var(--line)' }),
            Plot.barX(named, {
              x: 'n',
              y: 'group',
              fy: 'label',
              fill: ({ group }: Bar) => (group === 'judge' ? 'var(--judge)' : 'var(--other)'),
            }),
            Plot.text(named, {
              x: 'n',
              y: 'group',
              fy: 'label',
              text: ({ n }: Bar) => n.toLocaleString('en'),
              textAnchor: 'start',
              dx: 5,
              fill: 'currentColor',
              fontVariant: 'tabular-nums',
            }),
          ],
        }
      }),

    stack: (parts, { alt }) =>
      draw(alt, () => ({
        height: 40,
        margin: 0,
        marginTop: 4,
        marginBottom: 4,
        x: { axis: null },
        y: { axis: null },
        marks: stackMarks(parts, (values, i) =>
          Plot.barX(values, { x1: 'from', x2: 'to', fill: partColor(i), insetRight: 1 }),
        ),
      })),

    circles: (circles, { alt, x, y }) =>
      draw(alt, (size) => {
        const values = circles.flatMap(({ truth, judged }) => [truth, judged])
        const [low, high] = [Math.min(...values), Math.max(...values)]
        const room = Math.max(0.5, (high - low) * 0.12)
        const domain = [low - room, high + room]
        const side = size === 'wide' ? 420 : 350
        const ticks = [...new Set(values)].sort((a, b) => a - b)
        const whole = ticks.length <= 11 ? ticks : undefined
        return {
          width: side,
          height: side,
          marginLeft: 44,
          marginBottom: 40,
          marginTop: 10,
          marginRight: 10,
          x: {
            domain,
            label: x,
            labelAnchor: 'center',
            labelArrow: 'none',
            ...(whole ? { ticks: whole } : {}),
            tickFormat: (d: number) => String(d),
            grid: true,
          },
          y: {
            domain,
            label: y,
            labelAnchor: 'center',
            labelArrow: 'none',
            ...(whole ? { ticks: whole } : {}),
            tickFormat: (d: number) => String(d),
            grid: true,
          },
          r: { range: [0, side / 15] },
          marks: [
            Plot.line(
              [
                [domain[0], domain[0]],
                [domain[1], domain[1]],
              ],
              { stroke: 'var(--rule)', strokeDasharray: '4 3' },
            ),
            Plot.dot(circles, {
              x: 'truth',
              y: 'judged',
              r: 'n',
              fill: 'var(--judge)',
              fillOpacity: 0.75,
              stroke: 'var(--paper)',
            }),
          ],
        }
      }),
  }
}

function stackMarks(
  parts: readonly Part[],
  bar: (values: { from: number; to: number }[], i: number) => Markish,
): Markish[] {
  let from = 0
  return parts.map(({ n }, i) => {
    const value = { from, to: from + n }
    from += n
    return bar(n > 0 ? [value] : [], i)
  })
}
