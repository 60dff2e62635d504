import { sha256 } from '../base/hash.ts'

/** A part of what is judged: its heading and the text as it came. */
export interface Section {
  readonly heading: string
  readonly text: string
}

/**
 * Sets judged texts apart from the words of the judge's own prompt.
 *
 * Every section starts on a line with a marker that none of the texts contains,
 * so no text can end its section or forge another. The marker comes from the
 * texts themselves: asking again gives the same prompt.
 *
 * @returns the marker, which the prompt names first, and the sections as one text.
 */
export function fence(sections: readonly Section[]): { readonly marker: string; readonly text: string } {
  const safe = sections.map(({ heading, text }) => ({ heading, text: neutralise(text) }))
  const marker = markerFor(safe.map(({ text }) => text))
  const blocks = safe.map(({ heading, text }) => `#${marker} ${heading}\n${text.trimEnd()}`)
  return { marker, text: [...blocks, `#${marker} end`].join('\n\n') }
}

function markerFor(texts: readonly string[]): string {
  const whole = texts.join('\n')
  for (let salt = 0; ; salt++) {
    const marker = sha256(`${salt}\n${whole}`).slice(0, 6)
    if (!whole.includes(marker)) return marker
  }
}

/**
 * Makes what a chat template would take for its own into plain text: special
 * tokens (`<|im_start|>`, `[INST]`, `<start_of_turn>`) get other brackets, a
 * role at the start of a line (`Assistant:`) another colon. Words stay readable.
 */
export function neutralise(text: string): string {
  return text
    .replace(/<([|｜][^<>\n]{1,60}[|｜])>/g, '‹$1›')
    .replace(/<(\/?(?:start_of_turn|end_of_turn|bos|eos|pad|unk|s|think|thinking))>/gi, '‹$1›')
    .replace(/<<(\/?SYS)>>/g, '‹‹$1››')
    .replace(/\[(\/?(?:INST|SYSTEM_PROMPT|AVAILABLE_TOOLS|TOOL_CALLS|TOOL_RESULTS))\]/g, '⟦$1⟧')
    .replace(
      /^([ \t]*#{0,6}[ \t]*(?:system|user|human|assistant|시스템|사용자|어시스턴트))[ \t]*:/gim,
      '$1：',
    )
}
