/** What an object itself holds under a key; `undefined` for what every object inherits, such as `constructor`. */
export const ownValue = <T>(of: Readonly<Record<string, T>>, key: string): T | undefined =>
  Object.hasOwn(of, key) ? of[key] : undefined
