import { randomUUID } from 'node:crypto'
import { access, mkdir, readdir, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { AssizeError } from '../base/errors.ts'
import type { Preparing } from './preparing.ts'
import { lastLine, runCommand } from './run-command.ts'

/** The one engine that the figures here were measured with. */
export const llamaVersion = '3.22.1'

/** The package of llama.cpp's binaries for the processor alone; those for graphics cards are ten times its size. */
const binaries: Readonly<Record<string, string>> = {
  'linux-x64': 'linux-x64',
  'linux-arm64': 'linux-arm64',
  'linux-arm': 'linux-armv7l',
  'darwin-arm64': 'mac-arm64-metal',
  'darwin-x64': 'mac-x64',
  'win32-x64': 'win-x64',
  'win32-arm64': 'win-arm64',
}

export interface LlamaInstall extends Preparing {
  /** The cache folder; the engine goes to `<home>/engine/<version>`. */
  readonly home: string
  /** Node's names of a platform and a processor. */
  readonly platform?: string
  readonly arch?: string
  /** The npm to run. */
  readonly npm?: string
}

/**
 * Puts the engine into the cache folder, if it is not there yet: 50 MB, some ten seconds.
 *
 * It is installed into a folder of its own and moved into place when whole:
 * a kill half-way leaves no half engine, and of two processes one's is kept.
 *
 * @returns the folder of the package `node-llama-cpp`.
 */
export async function installLlama({
  home,
  platform = process.platform,
  arch = process.arch,
  npm = 'npm',
  say,
  signal,
}: LlamaInstall): Promise<string> {
  const place = join(home, 'engine', llamaVersion)
  const engine = join(place, 'node_modules', 'node-llama-cpp')
  if (await exists(join(engine, 'package.json'))) return engine

  const binary = binaries[`${platform}-${arch}`]
  if (!binary) {
    throw new AssizeError('provider/no-engine-here', {
      message: `There is no llama.cpp for ${platform} on ${arch} to install.`,
      remedy: 'Start any OpenAI-compatible server and name it: `--model http://localhost:8080/v1#<model>`.',
    })
  }
  const packages = [`node-llama-cpp@${llamaVersion}`, `@node-llama-cpp/${binary}@${llamaVersion}`]
  say(`Installing the engine ${packages[0]} into ${place} (once, about 50 MB).`)

  const draft = join(home, 'engine', `draft-${randomUUID()}`)
  await mkdir(draft, { recursive: true })
  try {
    await clearDrafts(join(home, 'engine'), draft)
    const flags = ['--omit=optional', '--ignore-scripts', '--no-audit', '--no-fund', '--no-package-lock']
    const ran = await runCommand(npm, ['install', ...flags, '--prefix', draft, ...packages], signal)
    if (ran.code !== 0) throw notInstalled(npm, ran.code, ran.said)
    // Only for building llama.cpp from its source, which is never done here: 35 of 85 MB.
    await rm(join(draft, 'node_modules', 'node-llama-cpp', 'llama', 'gitRelease.bundle'), { force: true })
    await rename(draft, place).catch(async (error: unknown) => {
      if (!(await exists(join(engine, 'package.json')))) throw error
    })
  } finally {
    await rm(draft, { recursive: true, force: true })
  }
  return engine
}

function notInstalled(npm: string, code: number | undefined, said: string): AssizeError {
  return new AssizeError('provider/no-engine', {
    message:
      code === undefined
        ? `The engine for models on this machine is not installed, and there is no ${npm} to install it with.`
        : `The engine for models on this machine could not be installed: npm ended with ${code} (${lastLine(said)}).`,
    remedy: `Connect to the npm registry and run the same again, or put the engine beside assize yourself: \`npm install node-llama-cpp@${llamaVersion}\`.`,
  })
}

/** Removes what installs that were killed left behind: whatever is an hour older than our own folder. */
async function clearDrafts(folder: string, own: string): Promise<void> {
  const { mtimeMs: now } = await stat(own)
  for (const name of await readdir(folder)) {
    const path = join(folder, name)
    if (!name.startsWith('draft-') || path === own) continue
    const age = await stat(path).then(
      ({ mtimeMs }) => now - mtimeMs,
      () => 0,
    )
    if (age > 3_600_000) await rm(path, { recursive: true, force: true })
  }
}

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  )
