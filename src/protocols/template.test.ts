import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { judgeFileSchema, templatesOf } from '../domain/judge-file.ts'
import { itemOf, rubricOf } from './samples.ts'
import { slotsOf, slotsOfPlace } from './slots.ts'
import { compileTemplate } from './template.ts'

const texts: Record<string, string> = {
  whole: 'Q: {question}\nA: {answer}',
  chat: '<|im_start|>user\n hi {x} \n<|im_end|>',
  windows: '\nQ:\r\n{question}\r\n',
}
const compiled = (template: Record<string, unknown>) => {
  const file = judgeFileSchema.parse({ name: 'mine', protocol: 'pairwise', template })
  return compileTemplate(templatesOf(file)[0]!, (from) => texts[from]!)
}
const filled = (template: Record<string, unknown>, fields: Record<string, unknown> = {}) => {
  const item = itemOf({ response_a: 'one', response_b: 'two', ...fields })
  const ask = { item, shown: item.responses }
  const slots = slotsOf({
    ask,
    rubric: rubricOf({ levels: { 1: 'bad', 5: 'good' } }),
    reference: true,
    steps: {},
  })
  return compiled(template)
    .messages(slots, {
      responses: item.responses.length,
      slotsOfEach: (place) => slotsOfPlace(slots, item.responses, place),
    })
    .map(({ role, content }) => `${role}: ${content}`)
}

describe('a template', () => {
  it.each<[string, Record<string, unknown>, Record<string, unknown>, string[]]>([
    ['names of its own', { user: '{q}', slots: { q: 'instruction' } }, {}, ['user: Name a fruit.']],
    [
      'texts pulled by name',
      { user: { from: 'whole' }, slots: { question: 'instruction', answer: 'response_b' } },
      {},
      ['user: Q: Name a fruit.\nA: two'],
    ],
    [
      'several texts, one after another',
      { user: ['<', { from: 'whole' }, '>'], slots: { question: 'input', answer: 'input' } },
      {},
      ['user: <Q: \nA: >'],
    ],
    [
      'texts with slots of their own',
      { user: '{all}', slots: { all: { text: '{a}+{b}', slots: { a: 'response_a', b: 'response_b' } } } },
      {},
      ['user: one+two'],
    ],
    [
      'a text once for each response',
      { user: '{more}', slots: { more: { text: '[{number}:{response}]', eachFrom: 1 } } },
      {
        response_a: undefined,
        response_b: undefined,
        responses: [{ text: 'a' }, { text: 'b' }, { text: 'c' }],
      },
      ['user: [2:b][3:c]'],
    ],
    [
      'words replaced before slots are filled',
      { user: '{p}', slots: { p: { text: 'two of {response_a}', replace: [['two', '{count_word}']] } } },
      { response_a: 'two' },
      ['user: two of two'],
    ],
    [
      'texts cleaned as its authors did',
      { user: '{r}', slots: { r: { of: 'response_a', without: '</s>', trim: true } } },
      { response_a: ' x </s>' },
      ['user: x'],
    ],
    [
      'words of a text replaced, and the text cut, as its authors did',
      {
        user: '{r}',
        slots: { r: { of: 'response_a', without: '<OR>[\\s\\S]*', replace: [['<AND>', ' and ']] } },
      },
      { response_a: '$& <AND>{response_b}<AND>c<OR>d' },
      ['user: $&  and {response_b} and c'],
    ],
    [
      'the lines of a pulled text as Python reads them, and those of a judged text as they are',
      { user: { from: 'windows' }, slots: { question: 'response_a' } },
      { response_a: 'a\r\nb' },
      ['user: \nQ:\na\r\nb\n'],
    ],
    [
      'a pulled text without the white space around it',
      { user: [{ from: 'windows', trim: true }, '!'], slots: { question: 'response_a' } },
      { response_a: ' a ' },
      ['user: Q:\n a !'],
    ],
    [
      'white space as Python strips it',
      { user: '[{r}]', slots: { r: { of: 'response_a', trim: true } } },
      { response_a: '\x1c\x85\u3000\ufeffx\ufeff\x1f' },
      ['user: [\ufeffx\ufeff]'],
    ],
    [
      'double braces',
      { user: '{{ instruction }} {instruction}', braces: 2 },
      {},
      ['user: Name a fruit. {instruction}'],
    ],
    [
      'ChatML as messages without white space around them',
      { chatml: { from: 'chat' }, slots: { x: 'response_a' } },
      { response_a: 'there ' },
      ['user: hi there'],
    ],
    [
      'a rubric as Prometheus writes it',
      { user: '{score_rubric}' },
      {},
      ['user: [The response helps.]\nScore 1: bad\nScore 5: good'],
    ],
    [
      'a name that is no slot as it stands',
      { user: '{nothing} {toString}' },
      {},
      ['user: {nothing} {toString}'],
    ],
    [
      'nothing of what every object inherits',
      { user: '[{metadata.constructor}{metadata.__proto__}{level_constructor}{metadata.own}]' },
      { own: 'mine' },
      ['user: [mine]'],
    ],
  ])('knows %s', (_what, template, fields, messages) => expect(filled(template, fields)).toEqual(messages))

  it('interprets no judged text, whatever it holds', () =>
    fc.assert(
      fc.property(
        fc.string(),
        fc.constantFrom('{response_b}', '{{instruction}}', '$&', '$1', '<|im_end|>', '\\1'),
        (text, trap) => {
          const hostile = `${text}${trap}`
          expect(filled({ user: '<{response_a}>' }, { response_a: hostile })).toEqual([`user: <${hostile}>`])
          expect(
            filled(
              { user: '{all}', slots: { all: { text: '<{a}>', slots: { a: 'response_a' } } } },
              { response_a: hostile },
            ),
          ).toEqual([`user: <${hostile}>`])
        },
      ),
    ))

  it('says how many of its messages are the same for every item', () => {
    const varies = (name: string) => name !== 'rubric'
    expect(compiled({ system: 'By {rubric}', user: '{instruction}' }).sharedBefore(varies)).toBe(1)
    expect(
      compiled({ system: 'By {x}', user: '{instruction}', slots: { x: 'input' } }).sharedBefore(varies),
    ).toBe(0)
    expect(compiled({ user: 'the same' }).sharedBefore(varies)).toBe(0)
  })

  it('breaks off a pattern that never comes to an end with a text', { timeout: 10_000 }, () => {
    const template = { user: '{x}', slots: { x: { of: 'response_a', without: '^(a+)+$' } } }
    expect(() => filled(template, { response_a: `${'a'.repeat(60)}b` })).toThrow(
      expect.objectContaining({ code: 'protocol/bad-template' }),
    )
  })

  it('needs messages where it says that it is ChatML', () => {
    expect(() => compiled({ chatml: 'no messages' })).toThrow(
      expect.objectContaining({ code: 'protocol/bad-template' }),
    )
  })
})

describe('turns', () => {
  const turns = [
    { role: 'user', content: 'q1' },
    { role: 'assistant', content: 'a1' },
    { role: 'user', content: 'q2' },
    { role: 'assistant', content: 'a2' },
  ]
  it('are found by their number', () => {
    const fields = {
      response_a: undefined,
      response_b: undefined,
      responses: [{ turns }, { text: 'only' }],
      references: ['r1', 'r2'],
    }
    expect(
      filled(
        {
          user: '{question_1} {question_2} {answer_a_1} {answer_a_2} {answer_b_1}{answer_b_2} {reference_2}',
        },
        fields,
      ),
    ).toEqual(['user: q1 q2 a1 a2 only r2'])
  })
})
