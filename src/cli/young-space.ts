import { getHeapSpaceStatistics, setFlagsFromString } from 'node:v8'

/** Bytes. With more, judging 20,000 items over HTTP or 40,000 scripted ones took no less time. */
const enough = 16e6

/**
 * Keeps what V8 sets aside for young objects at 16 MB. Left alone it grows to
 * 128 MB in a long run, whatever is alive, and is not given back.
 *
 * There is no option for it that a running program could set: only how much it
 * grows at a time, which becomes nothing once there is enough.
 */
export function capYoungSpace(): void {
  const watch = setInterval(() => {
    const young = getHeapSpaceStatistics().find(({ space_name }) => space_name === 'new_space')
    if (!young || young.space_size < enough) return
    setFlagsFromString('--semi-space-growth-factor=1')
    clearInterval(watch)
  }, 50)
  watch.unref()
}
