import { readItems } from '../datasets/read-items.ts'
import type { Answer } from '../domain/answer.ts'
import type { Prompt } from '../domain/prompt.ts'
import { asksOf, howOf, stepsOf } from '../judging/asks.ts'
import type { Judge } from '../judging/judge.ts'
import { openJudge } from '../judging/open-judge.ts'
import { plainLine, visibleText } from '../report/hostile-text.ts'
import { UsageError, type Terminal } from './command.ts'
import { jsonText } from './json-text.ts'
import { homeFolder } from './project.ts'

interface Shown extends Pick<Prompt, 'messages' | 'form' | 'choices' | 'prefill'> {
  readonly item: string
  readonly criterion: string
  readonly order?: string
  readonly response?: string
  /** The step before the verdict that it is; absent for the verdict itself. */
  readonly step?: string
}

/**
 * `assize judges prompt`: what a judge would put to a model about an item, word for word. What steps would
 * answer stands in angle brackets.
 */
export async function showPrompts(
  [name, items, id]: readonly string[],
  json: boolean,
  terminal: Terminal,
): Promise<void> {
  if (name === undefined || items === undefined)
    throw new UsageError(
      '`assize judges prompt` needs a judge and a file of items.',
      'Write `assize judges prompt pandalm items.jsonl`, and an item’s id after it for another than the first.',
    )
  const { cwd, stdin } = terminal
  for await (const item of readItems(items, { cwd, stdin })) {
    if (id !== undefined && item.id !== id) continue
    const opened = await openJudge(name, [], item, { home: homeFolder(terminal.env) }, cwd)
    if (opened.protocol.recordedOnly !== undefined)
      throw new UsageError(`The prompt of ${opened.name} is not here.`, opened.protocol.recordedOnly)
    const judge: Judge = {
      ...opened,
      model: '',
      mode: opened.mode ?? 'text',
      decoding: { temperature: 0, maxTokens: 1 },
      language: 'auto',
      samples: 1,
    }
    const shown = asksOf(judge, item).flatMap((one): Shown[] => {
      const { ask, applied } = one
      const about = {
        item: item.id,
        criterion: ask.criterion,
        ...(ask.order ? { order: ask.order } : {}),
        ...(ask.response ? { response: ask.response } : {}),
      }
      const answers: Record<string, Answer> = {}
      const steps = stepsOf(judge, one).map((step): Shown => {
        const prompt = step.prompt(answers)
        answers[step.name] = { text: `<what step ${step.name} answers>`, finish: 'stop' }
        return { ...about, step: step.name, ...partsOf(prompt) }
      })
      const prompt = judge.protocol.render(ask, applied.rubric, howOf(judge, applied), answers)
      return [...steps, { ...about, ...partsOf(prompt) }]
    })
    if (json) return terminal.out(jsonText(shown))
    for (const one of shown) write(one, terminal)
    return
  }
  throw new UsageError(
    id === undefined ? `${items} holds no item.` : `${items} holds no item ${id}.`,
    'Check the file and the id.',
  )
}

const partsOf = ({ messages, form, choices, prefill }: Prompt) => ({
  messages,
  ...(form ? { form } : {}),
  ...(choices ? { choices } : {}),
  ...(prefill === undefined ? {} : { prefill }),
})

function write(shown: Shown, { out }: Terminal): void {
  const { item, criterion, order, response, step, messages, form, choices, prefill } = shown
  const about = [item, criterion, order, response, step && `step ${step}`].filter(Boolean).join(', ')
  out(plainLine(`=== ${about}`))
  for (const { role, content } of messages) {
    out(form === 'completion' ? '--- text to be continued' : `--- ${role}`)
    out(visibleText(content))
  }
  if (prefill !== undefined) out(plainLine(`--- the answer begins with ${JSON.stringify(prefill)}`))
  if (choices)
    out(plainLine(`--- the probabilities of ${choices.map((one) => JSON.stringify(one)).join(', ')}`))
  out('')
}
