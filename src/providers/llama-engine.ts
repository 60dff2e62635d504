import { readFile } from 'node:fs/promises'
import { createRequire, findPackageJSON } from 'node:module'
import { availableParallelism } from 'node:os'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { AssizeError } from '../base/errors.ts'
import { installLlama, llamaVersion, type LlamaInstall } from './llama-install.ts'
import type { Llama, LlamaModule } from './llama-types.ts'

/** llama.cpp in this process. */
export interface LlamaEngine {
  readonly module: LlamaModule
  readonly llama: Llama
  readonly threads: number
  /** Fills in a chat template, which GGUF files carry as Jinja. */
  renderTemplate(template: string, variables: Record<string, unknown>): string
}

export interface LlamaEngineOptions {
  /** Threads to evaluate with; absent: all of the processor's. */
  readonly threads?: number
  /** `auto` uses a graphics card, if the package of its binaries is installed beside the engine. */
  readonly gpu?: false | 'auto'
}

/**
 * The folder of the engine: the user's own node-llama-cpp 3 beside assize, or
 * else the one in the cache folder, where it is installed on demand.
 */
export async function findLlama(install: LlamaInstall): Promise<string> {
  const own = ownPackage()
  if (own && /"version":\s*"3\./.test(await readFile(own, 'utf8'))) return dirname(own)
  return installLlama(install)
}

/** The version of the engine in a folder; without one there, that of the engine which would be installed. */
export async function engineVersion(folder: string): Promise<string> {
  const found = await readFile(join(folder, 'package.json'), 'utf8').catch(() => '{}')
  return (JSON.parse(found) as { version?: string }).version ?? llamaVersion
}

function ownPackage(): string | undefined {
  try {
    return findPackageJSON('node-llama-cpp', import.meta.url)
  } catch {
    return undefined
  }
}

/**
 * Loads the engine from its folder: one second the first time.
 *
 * It never compiles and never downloads, and what llama.cpp logs is not shown.
 */
export async function loadLlama(
  folder: string,
  { threads = availableParallelism(), gpu = false }: LlamaEngineOptions = {},
): Promise<LlamaEngine> {
  try {
    const entry = pathToFileURL(join(folder, 'dist', 'index.js')).href
    const module = (await import(entry)) as LlamaModule
    const jinja = createRequire(join(folder, 'package.json'))('@huggingface/jinja') as Jinja
    const llama = await module.getLlama({
      gpu,
      build: 'never',
      skipDownload: true,
      progressLogs: false,
      logLevel: 'error',
      logger: () => {},
      maxThreads: threads,
    })
    return {
      module,
      llama,
      threads,
      renderTemplate: (template, variables) => new jinja.Template(template).render(variables),
    }
  } catch (cause) {
    throw new AssizeError('provider/broken-engine', {
      message: `The engine in ${folder} does not load: ${(cause as Error).message}`,
      remedy: `Remove that folder and run the same again, which installs node-llama-cpp ${llamaVersion} anew; or name a server: \`--model http://localhost:8080/v1#<model>\`.`,
      cause,
    })
  }
}

interface Jinja {
  readonly Template: new (source: string) => { render(variables: Record<string, unknown>): string }
}
