import type { Disagreement, Findings } from '../metaeval/findings.ts'
import { plainLine } from './hostile-text.ts'
import { agreementSection } from './html/agreement-section.ts'
import { answerSection } from './html/answer-section.ts'
import { comparisonSection } from './html/comparison-section.ts'
import { confusionSection } from './html/confusion-section.ts'
import { disagreementsSection } from './html/disagreements-section.ts'
import { labelsSection } from './html/labels-section.ts'
import { leftOutSections } from './html/left-out-sections.ts'
import { madeSection } from './html/made-section.ts'
import { htmlDocument } from './html/document.ts'
import { html, type Markup } from './html/markup.ts'
import { loadPlots } from './html/plots.ts'
import { positionSection } from './html/position-section.ts'
import { settingOf, type Setting } from './html/setting.ts'
import type { Language } from './numbers.ts'

export interface HtmlReport {
  readonly language: Language
  /** One run or several, in the order in which they are shown. */
  readonly runs: readonly ReportedRun[]
  readonly title?: string
  /** Paragraphs under the title. */
  readonly intro?: readonly string[]
  /** When the report was made, as it should read. */
  readonly at?: string
}

export interface ReportedRun {
  readonly findings: Findings
  /** The most telling first; at most 50 are shown. */
  readonly disagreements?: readonly Disagreement[]
  /** Commands that make these numbers again. */
  readonly commands?: readonly string[]
}

/**
 * A report as one HTML file that asks nothing of the network: plots are SVG in
 * the page, no script is needed or allowed, and everything from outside is
 * escaped. Light and dark, on paper, and from 400 pixels up.
 */
export async function htmlReport({ language, runs, title, intro = [], at }: HtmlReport): Promise<string> {
  const setting = settingOf(language, await loadPlots())
  const { words } = setting
  const several = runs.length > 1
  const heading = title ?? (several ? words.titleOfSeveral : words.title)
  return htmlDocument({
    language,
    title: [heading, ...runs.slice(0, 3).map(({ findings }) => findings.run)].map(plainLine).join(' · '),
    body: html`<h1>${plainLine(heading)}</h1>
      ${intro.map((paragraph) => html`<p>${paragraph}</p>`)}
      ${
        several &&
        comparisonSection(
          runs.map(({ findings }) => findings),
          setting,
        )
      }
      ${runs.map((run) => runSections(run, several, at, setting))}`,
  })
}

function runSections(run: ReportedRun, several: boolean, at: string | undefined, setting: Setting): Markup {
  const { findings, disagreements, commands = [] } = run
  const { words } = setting
  const of = html`<bdi>${plainLine(findings.run)}</bdi>:
    ${words.judgedBy(findings.items, plainLine(findings.judge.model))}`
  return html`<article>
    ${several ? html`<h2>${of}</h2>` : html`<p class="soft">${of}</p>`} ${answerSection(findings, setting)}
    ${findings.criteria.map(
      (criterion) =>
        html`${
          findings.criteria.length > 1 &&
          html`<h2><bdi>${words.html.criterion(plainLine(criterion.criterion))}</bdi></h2>`
        }
        ${[agreementSection, confusionSection, positionSection, labelsSection].map((section) =>
          section(criterion, findings, setting),
        )}`,
    )}
    ${leftOutSections(findings, setting)}
    ${disagreements && disagreementsSection(disagreements, wrongOf(findings), words)}
    ${madeSection(findings, commands, at, setting)}
  </article>`
}

/** How many labels differ from their truth, over all criteria. */
function wrongOf({ criteria }: Findings): number {
  return criteria.reduce(
    (sum, { truth }) => sum + (truth ? Math.round(truth.n * (1 - (truth.accuracy.value ?? 1))) : 0),
    0,
  )
}
