// Writes the pages that are made from the code: docs/commands.md. A test fails where they are stale.
import { writeFileSync } from 'node:fs'
import { helpText } from '../src/cli/command.ts'
import { commands } from '../src/cli/index.ts'

export async function commandsPage(): Promise<string> {
  const pages = await Promise.all(
    commands.map(
      async ({ name, load }) => `## assize ${name}\n\n\`\`\`\n${helpText(await load())}\n\`\`\`\n`,
    ),
  )
  return [
    '# Commands',
    '',
    '<!-- Made by scripts/docs.ts from the commands themselves: change those. -->',
    '',
    'In a clone, `npm run -s assize -- <command>`; installed, `assize <command>`. Data goes to standard output,',
    'talk to standard error; `--json` gives one JSON document. Exit codes: 0 done; 1 failed; 2 wrong usage;',
    '100 a gate was not met; 130 interrupted, and can be resumed.',
    '',
    ...commands.map(({ name, summary }) => `- [\`${name}\`](#assize-${name}): ${summary}`),
    '',
    ...pages,
  ].join('\n')
}

if (import.meta.main) writeFileSync(new URL('../docs/commands.md', import.meta.url), await commandsPage())
