import { defineReader, unread } from './define-reader.ts'
import { robustOutput } from './llmbar.ts'
import { plainText } from './plain-text.ts'
import { pythonLiteral, type Literal } from './python-literal.ts'
import type { Found, Reader } from './reader.ts'
import { edges, linesOf, oneStated } from './stated.ts'
import { statedToken } from './stated-token.ts'

const source = 'tatsu-lab/alpaca_eval cd543a149d src/alpaca_eval/completion_parsers.py'

/** AlpacaEval's answers (Li et al. 2023; Dubois et al. 2024, arXiv:2404.04475), read from their text. */
export const alpacaEval: readonly Reader[] = [
  defineReader({
    name: 'alpaca-eval-ranking',
    about: 'A Python list of dictionaries that give model_1 and model_2 a rank.',
    source: `${source} (ranking_parser)`,
    verdictFirst: true,
    strict: (text) => rankOf(pythonLiteral(text), ['model_1']),
    robust: robustRanking,
  }),
  defineReader({
    name: 'alpaca-eval-ranking-json',
    about: 'The arguments of the call make_leaderboard: a ranking as JSON, under ordered_models.',
    source: `${source} (json_parser, then ranking_parser)`,
    strict(text) {
      const list = orderedModels(text)
      // Some of its configurations name the first model `m`.
      return list === undefined ? unread : rankOf(list, ['model_1', 'm'])
    },
    robust: robustRanking,
  }),
  defineReader({
    name: 'alpaca-eval-output',
    about: 'One line, and no other, that begins with Output (a) or Output (b).',
    source: `${source} (regex_parser)`,
    verdictFirst: true,
    strict: onlyOutput,
    robust: robustOutput,
  }),
  defineReader({
    name: 'alpaca-eval-m',
    about: 'One token, m for the output shown first or M for the other: for answers without probabilities.',
    source: `${source} (logprob_parser)`,
    verdictFirst: true,
    strict: (text) => (text === 'm' ? { winner: 0 } : text === 'M' ? { winner: 1 } : unread),
    robust: robustLetter,
  }),
  defineReader({
    name: 'alpaca-eval-cot',
    about: 'An explanation whose last character is m or M.',
    source: 'tatsu-lab/alpaca_eval cd543a149d evaluators_configs/alpaca_eval_clf_cot_gpt4_turbo/configs.yaml',
    // The configuration compares the last token's probabilities; a word that ends in m is another token.
    strict(text) {
      const last = /(?<![\p{L}\p{N}_])[mM]$/u.exec(text.slice(-8))?.[0]
      return last ? { winner: last === 'm' ? 0 : 1, reason: text.slice(0, -1) } : unread
    },
    robust: robustLetter,
  }),
]

/** The rank of the first entry with that name, which must be 1 or 2; every entry must have a name. */
function rankOf(list: Literal | undefined, names: readonly string[]): Found {
  if (!Array.isArray(list)) return unread
  const models = list.map((entry: Literal) => (entry instanceof Map ? entry : undefined))
  if (!models.every((entry) => entry?.has('model'))) return unread
  const name = names.find((one) => models.some((entry) => entry!.get('model') === one))
  const first = name === undefined ? undefined : models.find((entry) => entry!.get('model') === name)
  const rank = first?.get('rank')
  // True equals 1 in Python.
  if (rank === 1 || rank === true) return { winner: 0 }
  return rank === 2 ? { winner: 1 } : unread
}

const output = /(?:^|\n) ?Output \(([ab])\)/

/** As published: one match after the other, each in what the one before left; two are the annotations of two pairs. */
function onlyOutput(text: string): Found {
  const found = output.exec(text)
  if (!found) return unread
  const end = found.index + found[0].length
  const rest = text.slice(end)
  return output.test(rest)
    ? unread
    : { winner: found[1] === 'a' ? 0 : 1, reason: text.slice(0, found.index) + rest }
}

function orderedModels(text: string): Literal | undefined {
  let json = text
  const fence = text.indexOf('```json')
  if (fence >= 0) {
    const end = text.indexOf('```', fence + 7)
    if (end < 0) return undefined
    json = text.slice(fence + 7, end)
  }
  try {
    const value: unknown = JSON.parse(json)
    const holder: unknown = Array.isArray(value) && value.length === 1 ? value[0] : value
    const list = isRecord(holder) ? holder.ordered_models : undefined
    if (typeof list === 'string') return pythonLiteral(list)
    return Array.isArray(list)
      ? list.map((entry: unknown) =>
          isRecord(entry)
            ? new Map<string, Literal>(
                Object.entries(entry).filter(
                  (pair): pair is [string, string | number | boolean] =>
                    typeof pair[1] === 'string' || typeof pair[1] === 'number' || pair[1] === true,
                ),
              )
            : null,
        )
      : undefined
  } catch {
    return undefined
  }
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  value !== null && typeof value === 'object' && !Array.isArray(value)

/** Every entry in the text, in either notation; two ranks for one model, or one rank for two, say nothing. */
function robustRanking(text: string): Found {
  const plain = plainText(text)
  const ranks = new Map<string, Set<number>>()
  for (const pattern of [entry, turnedEntry])
    for (const { groups } of plain.matchAll(pattern)) {
      const { model = '', rank = '' } = groups ?? {}
      const name = model === 'm' ? 'model_1' : model === 'M' ? 'model_2' : model.toLowerCase()
      ranks.set(name, (ranks.get(name) ?? new Set()).add(Number(rank)))
    }
  const [first, second] = [ranks.get('model_1'), ranks.get('model_2')]
  const winners = new Set([
    ...[...(first ?? [])].map((rank) => rank - 1),
    ...[...(second ?? [])].map((rank) => 2 - rank),
  ])
  const [winner, ...others] = winners
  return winner === undefined || others.length > 0 ? unread : { winner }
}

const name = `["'\`]?model["'\`]?\\s*:\\s*["'\`]?(?<model>model_[12]|m)["'\`]?`
const rank = `["'\`]?rank["'\`]?\\s*:\\s*["'\`]?(?<rank>[12])["'\`]?(?![\\d.])`
const entry = new RegExp(`${name}\\s*,\\s*${rank}`, 'gi')
const turnedEntry = new RegExp(`${rank}\\s*,\\s*${name}`, 'gi')

function robustLetter(text: string): Found {
  const plain = plainText(text)
  const lines = linesOf(plain)
  const place = oneStated(
    plain,
    edges(lines).flatMap(
      (line) => statedToken(line, { tokens: 'm', nouns: 'model', keepsCase: true }, lines.length === 1) ?? [],
    ),
  )
  return place ? { winner: place.value === 'm' ? 0 : 1, reason: text.slice(0, place.at) } : unread
}
