#!/usr/bin/env node
import { enableCompileCache } from 'node:module'

enableCompileCache()
const [{ program }, { processTerminal }] = await Promise.all([
  import('./program.ts'),
  import('./terminal.ts'),
])

const stop = new AbortController()
process.on('SIGTERM', () => stop.abort(new Error('interrupted')))
process.on('SIGINT', () => {
  // The first asks for a clean stop, the second does not wait for it.
  if (stop.signal.aborted) process.exit(130)
  stop.abort(new Error('interrupted'))
})

process.exitCode = await program(process.argv.slice(2), processTerminal(stop.signal))
