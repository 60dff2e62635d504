import { spawnSync } from 'node:child_process'
import { hostname } from 'node:os'
import { expect, it } from 'vitest'
import { hasEnded, processOwner } from './process-owner.ts'

it('knows that a process lives', () => {
  expect(hasEnded(processOwner())).toBe(false)
  expect(hasEnded(`${hostname()}/${process.ppid}/1/x`)).toBe(false)
})

it('knows that a process has ended', () => {
  const { pid } = spawnSync(process.execPath, ['--version'])
  expect(hasEnded(`${hostname()}/${pid}/1/x`)).toBe(true)
})

it('takes an earlier process of the same number for ended', () => {
  expect(hasEnded(`${hostname()}/${process.pid}/1/x`)).toBe(true)
})

it.each(['elsewhere.example/1/1/x', 'no name of ours', ''])('knows nothing of %j', (owner) =>
  expect(hasEnded(owner)).toBe(false),
)
