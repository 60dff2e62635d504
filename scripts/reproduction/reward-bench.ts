import { notReproduced, notVerified, type Section } from './figure.ts'

export const rewardBench = (): Section => ({
  system: 'RewardBench',
  about: 'Lambert et al. 2024, arXiv:2403.13787; github.com/allenai/reward-bench',
  figures: [
    ...notReproduced('its data are not at hand', 'R', {
      'pairs of math-prm': '447',
      'pairs that math-prm counts as': '984',
    }),
    ...notVerified('remembered, not read', 'weight of Prior Sets in the total'),
  ],
})
