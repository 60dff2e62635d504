import { sfc32, type Random } from '../base/random.ts'

/**
 * Where streams of random numbers start: four words each, from one generator. A resample that
 * has a stream of its own is the same whenever, and on whichever core, it is drawn.
 */
export function streamSeeds(random: Random, streams: number): Int32Array {
  const seeds = new Int32Array(4 * streams)
  for (let i = 0; i < seeds.length; i++) seeds[i] = random() * 4294967296
  return seeds
}

/** Moves the state of a generator to the start of a stream. */
export function startStream(state: Int32Array, seeds: Int32Array, stream: number): void {
  for (let i = 0; i < 4; i++) state[i] = seeds[4 * stream + i]!
  for (let i = 0; i < 12; i++) sfc32(state)
}
