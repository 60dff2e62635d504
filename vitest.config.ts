import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['src/**/*.test.ts', 'test/**/*.test.ts'],
    exclude: ['test/slow/**', 'node_modules/**'],
    reporters: ['default', './test/plain-line-reporter.ts'],
    pool: 'threads',
    testTimeout: 20_000,
    env: { TZ: 'UTC' },
  },
})
