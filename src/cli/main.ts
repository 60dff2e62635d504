#!/usr/bin/env node
import { enableCompileCache } from 'node:module'

enableCompileCache()
silenceExperiments()
const [{ program }, { processTerminal }, { leanMemory }] = await Promise.all([
  import('./program.ts'),
  import('./terminal.ts'),
  import('./lean-memory.ts'),
])
leanMemory()

const stop = new AbortController()
process.on('SIGTERM', () => stop.abort(new Error('interrupted')))
process.on('SIGINT', () => {
  // The first asks for a clean stop, the second does not wait for it.
  if (stop.signal.aborted) process.exit(130)
  stop.abort(new Error('interrupted'))
})

process.exitCode = await program(process.argv.slice(2), processTerminal(stop.signal))

/** Node 22 warns that its SQLite may change, which a user can do nothing about. */
function silenceExperiments(): void {
  const { emitWarning } = process
  process.emitWarning = (warning: string | Error, ...about: unknown[]) => {
    if (about[0] === 'ExperimentalWarning' && /SQLite/.test(String(warning))) return
    Reflect.apply(emitWarning, process, [warning, ...about])
  }
}
