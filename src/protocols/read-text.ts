import type { Answer } from '../domain/answer.ts'
import { none, type NoLabel } from '../domain/label.ts'

/** What is left of an answer once the thinking is taken away, or why there is nothing to read. */
export type Words = { readonly text: string } | NoLabel

/**
 * The part of an answer that may hold a verdict.
 *
 * What a thinking model writes between `<think>` and `</think>` is not read;
 * where that never closes, or the answer was cut at its length, the answer is
 * `truncated`: a verdict in a cut text may be half of another.
 */
export function wordsOf(answer: Answer): Words {
  if (answer.finish === 'refused') return none('refused')
  const text = withoutThinking(answer.text)
  if (text === undefined || answer.finish === 'length') return none('truncated')
  return { text }
}

function withoutThinking(text: string): string | undefined {
  const closed = text.replace(/<(think|thinking)>[\s\S]*?<\/\1>/gi, '')
  if (/<think(ing)?>/i.test(closed)) return undefined
  // Some chat templates open the block themselves, so that only its end is in the answer.
  return closed.split(/<\/think(?:ing)?>/i).at(-1)!
}

/** The last line that holds anything, and what stands before it. */
export function lastLine(text: string): { readonly line: string; readonly before: string } {
  const trimmed = text.trimEnd()
  const at = trimmed.lastIndexOf('\n')
  return { line: trimmed.slice(at + 1), before: trimmed.slice(0, Math.max(at, 0)).trim() }
}

/** `refused` where the answer says in plain words that it will not judge, else `unparsed`. */
export function whyUnread(text: string): NoLabel {
  const start = text.trimStart().slice(0, 200)
  const refuses =
    /\b(?:I|we)(?:'m| am| are)?\s+(?:sorry\b.{0,20}\b)?(?:cannot|can't|can’t|won't|won’t|unable to|not able to)\s+(?:help|assist|comply|judge|compare|evaluate|rate|provide|do)/i.test(
      start,
    ) || /(?:평가|판단|비교|답변|도움|제공).{0,12}(?:수 없습니다|드릴 수 없|할 수 없)/.test(start)
  return none(refuses ? 'refused' : 'unparsed')
}

/** The JSON object an answer is, or holds as its only fenced block; `undefined` where it is neither. */
export function jsonObject(text: string): Record<string, unknown> | undefined {
  const fenced = /^\s*```(?:json)?\s*\n([\s\S]*?)\n\s*```\s*$/.exec(text)?.[1]
  try {
    const value: unknown = JSON.parse(fenced ?? text)
    return value !== null && typeof value === 'object' && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined
  } catch {
    return undefined
  }
}
