import { describe, expect, it } from 'vitest'
import { parseModelId } from './model-id.ts'

describe('names', () => {
  it.each([
    ['openai:gpt-x', { kind: 'service', service: 'openai', name: 'gpt-x' }],
    ['openai/gpt-x', { kind: 'service', service: 'openai', name: 'gpt-x' }],
    ['openrouter/meta/llama:free', { kind: 'service', service: 'openrouter', name: 'meta/llama:free' }],
    ['ollama:qwen3:8b', { kind: 'service', service: 'ollama', name: 'qwen3:8b' }],
    ['http://h:8000/v1#m', { kind: 'server', base: 'http://h:8000/v1', name: 'm', endpoint: 'chat' }],
    ['https://h/v1/#org/m', { kind: 'server', base: 'https://h/v1', name: 'org/m', endpoint: 'chat' }],
    ['http://h/v1/chat/completions#m', { kind: 'server', base: 'http://h/v1', name: 'm', endpoint: 'chat' }],
    [
      'http://h/v1/completions#m',
      { kind: 'server', base: 'http://h/v1', name: 'm', endpoint: 'completions' },
    ],
    ['http://h/v1?k=1#m', { kind: 'server', base: 'http://h/v1?k=1', name: 'm', endpoint: 'chat' }],
    ['score:http://h:8000#rm', { kind: 'head', task: 'score', base: 'http://h:8000/', name: 'rm' }],
    ['score:http://h/v1#org/rm', { kind: 'head', task: 'score', base: 'http://h/', name: 'org/rm' }],
    ['score:http://h/a/rm#m', { kind: 'head', task: 'score', base: 'http://h/a/rm', name: 'm' }],
    [
      'classify:https://h/v1/classify#c',
      { kind: 'head', task: 'classify', base: 'https://h/', name: 'c', endpoint: 'classify' },
    ],
    [
      'score:http://h/a/rerank#m',
      { kind: 'head', task: 'score', base: 'http://h/a', name: 'm', endpoint: 'rerank' },
    ],
    ['embedded', { kind: 'embedded' }],
    ['gguf:/models/a b.gguf', { kind: 'gguf', path: '/models/a b.gguf' }],
    ['hf:o/r/sub/f.gguf', { kind: 'hf', owner: 'o', repo: 'r', file: 'sub/f.gguf' }],
    ['recorded:answers.jsonl', { kind: 'recorded', path: 'answers.jsonl' }],
    ['scripted:s.yaml', { kind: 'scripted', path: 's.yaml' }],
  ])('%s', (text, expected) => expect(parseModelId(text)).toEqual(expected))
})

describe('a wrong name is answered with what was probably meant', () => {
  it.each([
    ['gpt-4o', 'Write openai:gpt-4o.'],
    ['claude-opus', 'Write anthropic:claude-opus.'],
    ['opnai:gpt-x', 'Write openai:gpt-x.'],
    ['models/a.gguf', 'For a file, write gguf:models/a.gguf.'],
    ['answers.jsonl', 'For recorded answers, write recorded:answers.jsonl.'],
    ['localhost:8000/v1#m', 'For a server, write http://localhost:8000/v1#<model>.'],
    ['http://h/v1', "Name the server's model after a #: http://host:port/v1#<model>."],
    ['score:localhost:80#m', 'Write score:http://host:port#<reward model>.'],
    ['classify:http://h', "Name the server's model after a #: classify:http://host:port#<classifier>."],
    ['classify:http://h/score#m', 'classify: is asked at /classify, /predict.'],
    ['scor:http://h#m', 'Write score:http://h#m.'],
    ['openai:', 'Name the model: openai:<model>.'],
    ['hf:o/r', 'Write hf:<owner>/<repo>/<file.gguf>.'],
    ['recorded:', 'Name the file: recorded:<answers file>.'],
    ['', expect.stringContaining('Use one of openai:<model>')],
    ['wat', expect.stringContaining('Use one of openai:<model>')],
  ])('%j', (text, remedy) =>
    expect(() => parseModelId(text)).toThrow(
      expect.objectContaining({ code: 'provider/unknown-model', remedy }),
    ),
  )
})

it('shows no password of an address', () =>
  expect(() => parseModelId('http://ann:s3cret@h/v1?key=k-99')).toThrow(
    expect.objectContaining({ message: expect.not.stringMatching(/s3cret|k-99/) }),
  ))
