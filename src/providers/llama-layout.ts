import type { Message, Prompt } from '../domain/prompt.ts'

/** A stretch of a prompt. */
export interface Piece {
  readonly text: string
  /** Whether it may hold special tokens. Only the model's own template may; what is judged never does. */
  readonly special: boolean
}

/** A prompt as the model expects it, up to where its answer begins. */
export interface Layout {
  /** What all items share. */
  readonly shared: readonly Piece[]
  readonly rest: readonly Piece[]
  /** What would begin a turn that is not the model's; an answer ends before it. */
  readonly stop?: string
}

/** Fills in the model's chat template; throws where the template does not take such messages. */
export type FillTemplate = (messages: readonly Message[]) => string

/**
 * Lays messages out by the model's own chat template.
 *
 * The template is filled in with marks in place of the words, and the words
 * then take the place of the marks: no word can change how the template
 * reads, and what is the template's stays told apart from what is not.
 * Messages of one role in a row are one turn; where the template has no place
 * for a system message, it begins the user's turn.
 *
 * @param fill  absent for a model that has no template: plain text with headings.
 * @returns `undefined` where the template leaves out a message or moves it.
 */
export function layOut(
  { messages, shared }: Pick<Prompt, 'messages' | 'shared'>,
  fill?: FillTemplate,
): Layout | undefined {
  if (!fill) return plainLayout(messages, shared)
  const marks = messages.map((_, i) => `[message-${i}-stands-here]`)
  const marked = messages.map(({ role }, i) => ({ role, content: marks[i]! }))
  const asUser = marked.map(({ role, content }) => ({
    role: role === 'system' ? ('user' as const) : role,
    content,
  }))
  for (const turns of [marked, asUser]) {
    const filled = attempt(() => fill(inTurns(turns)))
    const pieces = filled === undefined ? undefined : replaceMarks(filled, marks, messages)
    // The pieces are template, message, template, message, ..., template.
    if (pieces) return { shared: pieces.slice(0, 2 * shared), rest: pieces.slice(2 * shared) }
  }
  return undefined
}

function inTurns(messages: readonly Message[]): Message[] {
  const turns: Message[] = []
  for (const { role, content } of messages) {
    const last = turns.at(-1)
    if (last?.role === role) turns[turns.length - 1] = { role, content: `${last.content}\n\n${content}` }
    else turns.push({ role, content })
  }
  return turns
}

function replaceMarks(
  filled: string,
  marks: readonly string[],
  messages: readonly Message[],
): Piece[] | undefined {
  const pieces: Piece[] = []
  let from = 0
  for (const [i, mark] of marks.entries()) {
    const at = filled.indexOf(mark, from)
    if (at === -1 || filled.indexOf(mark, at + 1) !== -1) return undefined
    pieces.push({ text: filled.slice(from, at), special: true })
    pieces.push({ text: messages[i]!.content, special: false })
    from = at + mark.length
  }
  return [...pieces, { text: filled.slice(from), special: true }]
}

const headings = { system: '### Task', user: '### Question', assistant: '### Answer' }

function plainLayout(messages: readonly Message[], shared: number): Layout {
  const pieces = messages.map(({ role, content }) => ({
    text: `${headings[role]}\n${content}\n\n`,
    special: false,
  }))
  return {
    shared: pieces.slice(0, shared),
    rest: [...pieces.slice(shared), { text: `${headings.assistant}\n`, special: false }],
    stop: '\n### ',
  }
}

function attempt<T>(work: () => T): T | undefined {
  try {
    return work()
  } catch {
    return undefined
  }
}
