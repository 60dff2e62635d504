import { notReproduced, type Section } from './figure.ts'

export const merging = (): Section => ({
  system: 'Model merging',
  about: 'mergekit a6e4028; safetensors-merge-supermario, as Prometheus 2 used it',
  figures: notReproduced('merging is not built yet', 'C', {
    'golden vector: L1 scale of delta A, DARE': '1.2916667',
    'golden vector: L1 scale of delta B, DARE': '1.1463415',
    'supermario, p .1 and lambda 1.95: expected part of a delta': '.217',
  }),
})
