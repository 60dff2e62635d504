import { spawn } from 'node:child_process'
import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'

/** What one run of a program gave and used. */
export interface Ran {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
  /** Wall time from its start to its end. */
  readonly seconds: number
  /** Of the largest Node process in it; absent where none was. */
  readonly cpuSeconds?: number
  readonly peakMegabytes?: number
  /** Resident memory in megabytes, twice a second; empty where there is no /proc. */
  readonly memory: readonly number[]
}

/**
 * Runs a program to its end, and notes what it used.
 *
 * @param folder  where it may leave a note of its own; the working folder is `cwd`.
 * @throws Error with its last words where it fails.
 */
export async function runProgram(
  command: string,
  args: readonly string[],
  { folder, cwd = folder, env = {} }: { folder: string; cwd?: string; env?: Record<string, string> },
): Promise<Ran> {
  const note = join(folder, 'usage.jsonl')
  rmSync(note, { force: true })
  const began = performance.now()
  const child = spawn(command, args, {
    cwd,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...env, BENCH_USAGE: note, NODE_OPTIONS: `--import ${usage}` },
  })
  const memory: number[] = []
  const sampling = setInterval(() => {
    const megabytes = residentMegabytes(child.pid)
    if (megabytes !== undefined) memory.push(megabytes)
  }, 500)
  const [stdout, stderr, code] = await Promise.all([
    child.stdout.setEncoding('utf8').toArray(),
    child.stderr.setEncoding('utf8').toArray(),
    new Promise<number | null>((resolve, reject) => child.on('close', resolve).on('error', reject)),
  ]).finally(() => clearInterval(sampling))
  const ran = { code, stdout: stdout.join(''), stderr: stderr.join(''), memory, ...usedBy(note) }
  if (code !== 0) throw new Error(`${command} ended with ${code}: ${ran.stderr.slice(-2000)}`)
  return { ...ran, seconds: (performance.now() - began) / 1000 }
}

const usage = new URL('usage.js', import.meta.url).href

function usedBy(note: string): Pick<Ran, 'cpuSeconds' | 'peakMegabytes'> {
  try {
    const each = readFileSync(note, 'utf8').trim().split('\n')
    const used = each.map((line) => JSON.parse(line) as Required<Pick<Ran, 'cpuSeconds' | 'peakMegabytes'>>)
    return used.reduce((most, one) => (one.cpuSeconds > most.cpuSeconds ? one : most))
  } catch {
    return {}
  }
}

function residentMegabytes(pid: number | undefined): number | undefined {
  try {
    return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024
  } catch {
    return undefined
  }
}
