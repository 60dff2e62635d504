import { notReproduced, type Section } from './figure.ts'

export const vicunaJudge = (): Section => ({
  system: 'Vicuna-13B as a judge',
  about: 'Zheng et al. 2023, arXiv:2306.05685, appendix F',
  figures: [
    ...notReproduced('neither the tuned head nor its Arena test set is released', 'T', {
      'tuned: consistency': '65.0',
      'tuned: toward first': '27.5',
      'tuned: toward second': '7.5',
      'tuned: error': '0.0',
      'tuned: accuracy over three classes, percent': '56.8',
      'tuned: accuracy without ties, percent': '85.5',
      'GPT-4 on the same: accuracy over three classes, percent': '66',
      'GPT-4 on the same: accuracy without ties, percent': '87',
      'training votes': '20000',
      'validation votes': '2000',
    }),
    ...notReproduced('its answers were never released', 'T', {
      'zero-shot default: consistency': '15.0',
      'zero-shot default: toward first': '53.8',
      'zero-shot default: toward second': '8.8',
      'zero-shot default: error': '22.5',
      'zero-shot rename: consistency': '16.2',
      'zero-shot rename: toward first': '12.5',
      'zero-shot rename: toward second': '40.0',
      'zero-shot rename: error': '31.2',
      'zero-shot score: consistency': '11.2',
      'zero-shot score: toward first': '10.0',
      'zero-shot score: toward second': '0',
      'zero-shot score: error': '78.8',
    }),
  ],
})
