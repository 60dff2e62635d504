// Computes every published figure from ../shared/data, prints the table and writes docs/reproduction.md:
// npm run reproduce. Exit code 1 where a figure differs and nobody knows why.
import { existsSync, writeFileSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import { reproductionLines } from './reproduction/reproduction-lines.ts'
import { reproductionPage } from './reproduction/reproduction-page.ts'
import { reproduce, unexplained } from './reproduction/reproduction.ts'

const { ASSIZE_SHARED } = process.env
const shared =
  ASSIZE_SHARED === undefined ? new URL('../../shared/', import.meta.url) : pathToFileURL(`${ASSIZE_SHARED}/`)
const data = new URL('data/', shared)

if (existsSync(data)) {
  const found = await reproduce(data)
  for (const line of reproductionLines(found)) process.stdout.write(`${line}\n`)
  writeFileSync(new URL('../docs/reproduction.md', import.meta.url), reproductionPage(found))
  process.exitCode = unexplained(found).length > 0 ? 1 : 0
} else {
  process.stdout.write(
    'The published data are not here, so nothing was checked.\n' +
      '  They are read from ../shared/data beside the repository, or from the folder "data" in ASSIZE_SHARED.\n',
  )
}
