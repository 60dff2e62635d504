import { plainLine } from '../hostile-text.ts'
import { html, type Markup } from './markup.ts'
import type { Setting } from './setting.ts'

/** What the numbers of a page depend on, a line each, and the commands that make them again; empty lines are left out. */
export function madeRows(
  rows: readonly (readonly [name: string, value: string])[],
  commands: readonly string[],
  { words }: Setting,
): Markup {
  return html`<section>
    <h3>${words.made}</h3>
    <dl>
      ${rows
        .filter(([, value]) => value !== '')
        .map(
          ([name, value]) =>
            html`<dt>${name}</dt>
              <dd><bdi>${plainLine(value)}</bdi></dd>`,
        )}
    </dl>
    ${
      commands.length > 0 &&
      html`<p class="label" style="margin-top:16px">${words.html.commands}</p>
        <pre tabindex="0"><code>${commands.map(plainLine).join('\n')}</code></pre>`
    }
  </section>`
}
