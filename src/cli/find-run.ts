import { AssizeError } from '../base/errors.ts'
import type { Run } from '../domain/run.ts'
import type { Store } from '../store/store.ts'

/** The run of a name, or the newest where none is given or it is `latest`. @throws AssizeError `cli/no-such-run`. */
export async function findRun(store: Store, name = 'latest'): Promise<Run> {
  const run = (await store.run(name)) ?? (name === 'latest' ? (await store.runs())[0] : undefined)
  if (run) return run
  throw new AssizeError('cli/no-such-run', {
    message: name === 'latest' ? 'Nothing has been run here yet.' : `There is no run called ${name}.`,
    remedy: 'List the runs with `assize runs`, or make one with `assize judge <items>`.',
  })
}
