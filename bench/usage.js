// Preloaded (`node --import`) into a program that is measured: what it used goes, as one
// line of JSON, to the file that BENCH_USAGE names. Plain JavaScript, so that it costs next
// to nothing and any Node can load it.
import { appendFileSync } from 'node:fs'

process.on('exit', () => {
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage()
  const used = { cpuSeconds: (userCPUTime + systemCPUTime) / 1e6, peakMegabytes: maxRSS / 1024 }
  if (process.env.BENCH_USAGE) appendFileSync(process.env.BENCH_USAGE, `${JSON.stringify(used)}\n`)
})
