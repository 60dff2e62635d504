import { seatName, type Image, type Item, type Response } from '../../domain/item.ts'
import type { Disagreement } from '../../metaeval/findings.ts'
import { plainLine } from '../hostile-text.ts'
import type { Words } from '../words.ts'
import { html, type Markup } from './markup.ts'
import { named } from './tables.ts'

/** More than this many are counted, not shown: a page must stay one that opens. */
export const mostDisagreements = 50
/** Code points of one text. */
const longestText = 4000
const longestAnswer = 2000
/** A text longer than this scrolls, so that it can be reached by keyboard. */
const scrolls = 600
const largestImage = 300_000

/** The same as `html`, by a name whose templates the formatter leaves alone: here white space is the text's own. */
const verbatim = html

/** Items on which judge and truth differ: both texts side by side, closed until opened. */
export function disagreementsSection(
  disagreements: readonly Disagreement[],
  total: number,
  words: Words,
): Markup {
  const shown = disagreements.slice(0, mostDisagreements)
  const several = new Set(shown.map(({ criterion }) => criterion)).size > 1
  return html`<section>
    <h3>${words.html.disagreementsHead}</h3>
    <p class="soft">
      ${shown.length === 0 ? words.html.noDisagreements : words.html.disagreementsNote(shown.length, total)}
    </p>
    ${shown.map((one) => disagreementDetails(one, several, words))}
  </section>`
}

function disagreementDetails(one: Disagreement, several: boolean, words: Words): Markup {
  const { item, truth, judged, criterion } = one
  const text = words.html
  const about = new Set(one.games.map(({ response }) => response))
  const scored = about.size === 1 ? item.responses.filter(({ id }) => about.has(id)) : []
  const responses = scored.length > 0 ? scored : item.responses
  return html`<details class="item">
    <summary>
      <span>
        <span class="said"
          ><bdi>${plainLine(item.id)}</bdi>${several && html` · <bdi>${plainLine(criterion)}</bdi>`} ·
          ${text.truthChip} <b><bdi>${named(truth, words)}</bdi></b> · ${text.judgeChip}
          <b><bdi>${named(judged, words)}</bdi></b></span
        >
        <bdi class="snippet" ${languageOf(item)}>${snippet(item.instruction)}</bdi>
      </span>
    </summary>
    <div class="body">
      ${block(text.instruction, item.instruction, item, words)}
      ${item.input !== undefined && block(text.input, item.input, item, words)}
      ${item.context !== undefined && block(text.context, item.context, item, words)}
      ${item.turns !== undefined && item.turns.length > 0 && block(text.turns, turnsText(item), item, words)}
      ${item.images?.map((image) => imageBlock(image, words))}
      ${item.reference !== undefined && block(text.reference, item.reference, item, words)}
      <div class="pair${responses.length === 2 ? '' : ' one'}">
        ${responses.map((response) => responseBlock(response, one, words))}
      </div>
      ${gamesTable(one, words)}
    </div>
  </details>`
}

function responseBlock(response: Response, { item, truth, judged }: Disagreement, words: Words): Markup {
  const seat = seatName(item.responses.indexOf(response))
  const label = html`${words.html.response(seat)}${
    response.writer !== undefined && html` · <bdi>${plainLine(response.writer)}</bdi>`
  }${truth === seat && html` <span class="chip truth">${words.html.truthChip}</span>`}${
    judged === seat && html` <span class="chip">${words.html.judgeChip}</span>`
  }`
  return block(label, response.text, item, words, words.html.response(seat))
}

function gamesTable({ games }: Disagreement, words: Words): Markup {
  const text = words.html
  const ordered = games.some(({ order }) => order !== undefined)
  const scored = new Set(games.map(({ response }) => response)).size > 1
  return html`<div class="block">
    <p class="label">${text.verdictsHead}</p>
    <table class="games">
      <thead>
        <tr>
          ${ordered && html`<th scope="col">${text.shownOrder}</th>`}
          ${scored && html`<th scope="col">${text.responseColumn}</th>`}
          <th scope="col">${text.label}</th>
          <th scope="col">${text.reason}</th>
        </tr>
      </thead>
      <tbody>
        ${games.map(
          ({ order, response, label, reason, answer }) =>
            html`<tr>
              ${ordered && html`<td>${order ? text.firstThen(order) : ''}</td>`}
              ${scored && html`<td><bdi>${plainLine(response ?? '')}</bdi></td>`}
              <td><bdi>${named(label, words)}</bdi></td>
              <td>
                ${verbatim`<div class="cell">${cut(reason?.trim() ? reason : answer, longestAnswer, words)}</div>`}
              </td>
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`
}

function block(label: string | Markup, text: string, item: Item, words: Words, name = ''): Markup {
  const long = text.length > scrolls || text.split('\n').length > 12
  const aria = typeof label === 'string' ? label : name
  return html`<div class="block">
    <p class="label">${label}</p>
    ${verbatim`<div class="text"${languageOf(item)}${long && html` tabindex="0" role="region" aria-label="${aria}"`}>${cut(text, longestText, words)}</div>`}
  </div>`
}

/** Only pictures that are in the item itself: a report asks nothing of the network or of the disk. */
function imageBlock(image: Image, words: Words): Markup {
  const where = 'path' in image ? image.path : 'url' in image ? image.url : ''
  const data = 'data' in image ? image.data : ''
  const safe =
    data.length <= largestImage && /^data:image\/(png|jpeg|gif|webp);base64,[A-Za-z0-9+/]+=*$/.test(data)
  const shown = where || `${plainLine(data).slice(0, 40)}…`
  return html`<div class="block">
    <p class="label">${words.html.images}</p>
    ${verbatim`<div class="text">${safe ? html`<img src="${data}" alt="" />` : words.html.imageNotShown(shown)}</div>`}
  </div>`
}

function cut(text: string, most: number, words: Words): Markup {
  const points = [...text]
  if (points.length <= most) return verbatim`${text}`
  const rest = words.html.cut(points.length - most)
  return verbatim`${points.slice(0, most).join('')}\n<span class="soft">${rest}</span>`
}

const snippet = (text: string): string => [...plainLine(text)].slice(0, 160).join('')

const turnsText = ({ turns = [] }: Item): string =>
  turns.map(({ role, content }) => `${role}: ${content}`).join('\n\n')

function languageOf({ language }: Item): Markup | false {
  return (
    language !== undefined &&
    /^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$/.test(language) &&
    html` lang="${language}"`
  )
}
