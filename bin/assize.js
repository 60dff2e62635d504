#!/usr/bin/env node
// Plain JavaScript that any Node can parse: it checks the version before anything newer is loaded.
import { existsSync } from 'node:fs'
import module from 'node:module'
import { fileURLToPath } from 'node:url'

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
if (major < 22 || (major === 22 && minor < 18)) {
  console.error(
    `assize needs Node 22.18 or later; this is ${process.versions.node}.\n` +
      '  In a clone, run it as `npm run -s assize -- <command>` after `npm ci` (with install scripts allowed), which brings Node 24.',
  )
  process.exit(1)
}
module.enableCompileCache?.()

// A clone has src/ and runs it as it is; an installed package has only dist/.
const source = new URL('../src/cli/main.ts', import.meta.url)
await import(
  existsSync(fileURLToPath(source)) ? source.href : new URL('../dist/cli/main.js', import.meta.url).href
)
