import { fileURLToPath } from 'node:url'
import { readersCorpus, type CorpusRow } from '../readers-corpus.ts'
import { standingOf, standings, type Section, type Standing } from './figure.ts'
import { sections } from './sections.ts'
import { surveySlips, type Slip } from './survey-slips.ts'
import { withWorkbench } from './workbench.ts'

/** Every published figure and what comes out here. */
export interface Reproduction {
  readonly sections: readonly Section[]
  readonly readers: readonly CorpusRow[]
  readonly slips: readonly Slip[]
}

/** @param data  the folder of published data. */
export const reproduce = (data: URL): Promise<Reproduction> =>
  withWorkbench(data, async (bench) => {
    const found: Section[] = []
    for (const section of sections) found.push(await section(bench))
    return { sections: found, readers: readersCorpus(fileURLToPath(data)), slips: surveySlips(bench) }
  })

/** How many figures have each standing. */
export function standingCounts({ sections }: Reproduction): Readonly<Record<Standing, number>> {
  const counts = Object.fromEntries(standings.map((standing) => [standing, 0])) as Record<Standing, number>
  for (const figure of sections.flatMap(({ figures }) => figures)) counts[standingOf(figure)]++
  return counts
}

/** What differs from what was published, and nobody knows why. */
export const unexplained = ({ sections, slips }: Reproduction): readonly string[] => [
  ...sections.flatMap(({ system, figures }) =>
    figures.filter((figure) => standingOf(figure) === 'differs').map(({ name }) => `${system}: ${name}`),
  ),
  ...slips.filter(({ holds }) => holds === false).map(({ said }) => `survey: ${said}`),
]
