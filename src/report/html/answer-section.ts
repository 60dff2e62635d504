import type { Findings } from '../../metaeval/findings.ts'
import { plainLine } from '../hostile-text.ts'
import { spentTexts } from '../spent-texts.ts'
import { trust, type Trust } from '../trust.ts'
import { html, type Markup } from './markup.ts'
import type { Setting } from './setting.ts'
import { signatureLine } from './tables.ts'

/** The answer in a sentence for each criterion, then every check, whether it holds or not. */
export function answerSection(findings: Findings, { words, language }: Setting): Markup {
  const trusts = findings.criteria.map((criterion) => trust(findings, criterion))
  const several = trusts.length > 1
  return html`<section>
    ${trusts.map(
      (one) =>
        html`${several && html`<h3><bdi>${words.html.criterion(plainLine(one.criterion))}</bdi></h3>`}
          <p class="answer ${toneOf(one)}">${unbroken(words.answer(one))}</p>
          <ul class="checks" aria-label="${words.html.checks}">
            ${one.checks.map(
              (check) =>
                html`<li class="${String(check.holds)}">
                  <span class="mark" aria-hidden="true"
                    >${check.holds === null ? '?' : check.holds ? '✓' : '!'}</span
                  >
                  <span
                    ><span class="unseen"
                      >${
                        check.holds === null
                          ? words.html.unknown
                          : check.holds
                            ? words.html.holds
                            : words.html.fails
                      }: </span
                    >${unbroken(words.check(check))}</span
                  >
                </li>`,
            )}
          </ul>`,
    )}
    <p class="soft small">
      ${[words.askedLine(findings.asked, findings.answered), ...spentTexts(findings, language)].join(' · ')}
    </p>
    ${signatureLine(findings)}
  </section>`
}

function toneOf({ answer }: Trust): string {
  if (answer === 'good') return 'yes'
  return answer === 'no-truth' || answer === 'nothing-compared' || answer === 'one-class' ? 'unknown' : 'no'
}

/** Keeps a number together with its sign and its interval. */
const unbroken = (text: string): string =>
  text.replaceAll(' %', '\u00A0%').replace(/(\[[^[\] ]{1,12},) (?=[^[\] ]{1,12}\])/g, '$1\u00A0')
