import { defineConfig } from 'vitest/config'

/** What takes minutes: a real model, a packed tarball in an empty folder, the recorded data of the field. */
export default defineConfig({
  test: {
    include: ['test/slow/**/*.test.ts'],
    reporters: ['default', './test/plain-line-reporter.ts'],
    fileParallelism: false,
    testTimeout: 900_000,
    hookTimeout: 900_000,
    env: { TZ: 'UTC' },
  },
})
