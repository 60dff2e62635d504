/** What a command tells the shell; a gate is a threshold that a measure did not meet. */
export const exitCodes = { done: 0, failed: 1, usage: 2, gate: 100, interrupted: 130 } as const
