import { notVerified, type Section } from './figure.ts'

export const selfRewarding = (): Section => ({
  system: 'Self-Rewarding Language Models',
  about: 'Yuan et al. 2024, arXiv:2401.10020',
  figures: [
    ...notVerified(
      'partly remembered, and no rows of it are in the leaderboards at hand',
      'AlpacaEval 2 win rate of M1',
      'AlpacaEval 2 win rate of M2',
      'AlpacaEval 2 win rate of M3',
      'preference pairs of M2',
      'preference pairs of M3',
      'seed data: instruction tuning, judging for training, judging for evaluation',
    ),
  ],
})
