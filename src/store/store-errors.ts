import { AssizeError } from '../base/errors.ts'
import { labelText } from '../domain/label.ts'
import type { Rating } from '../domain/rating.ts'
import type { Verdict } from '../domain/verdict.ts'

// What every store refuses, in the same words.

export const noSuchRun = (name: string): AssizeError =>
  new AssizeError('run/missing', {
    message: `There is no run called ${name} in this database.`,
    remedy: 'List the runs with `assize runs`, or name another database with --db.',
  })

export const runExists = (name: string): AssizeError =>
  new AssizeError('run/exists', {
    message: `There is a run called ${name} already.`,
    remedy: 'Give another name with --run.',
  })

export const alreadyAnswered = (run: string, { item, criterion, revision }: Verdict): AssizeError =>
  new AssizeError('run/already-answered', {
    message: `Run ${run} has a verdict on item ${item} for ${criterion} at revision ${revision}; nothing was added.`,
    remedy:
      'Another process may be writing this run: let it finish, then run the same command again to go on from there.',
  })

export const ratingDiffers = (run: string, old: Rating, changed: Rating): AssizeError =>
  new AssizeError('run/rating-differs', {
    message: `Run ${run} keeps ${labelText(old.label)} as what ${old.annotator} said of item ${old.item}; it cannot become ${labelText(changed.label)}.`,
    remedy: 'Give the corrected rating a higher "revision", or start a run of another name with --run.',
  })
