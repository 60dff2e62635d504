/** @throws TypeError where a level of confidence is not a share between 0 and 1. */
export function mustBeLevel(level: number): void {
  if (!(level > 0 && level < 1)) throw new TypeError(`A level lies between 0 and 1: ${level}.`)
}
