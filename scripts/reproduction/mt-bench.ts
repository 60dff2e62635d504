import { counted, notReproduced, notVerified, type Figure, type Section } from './figure.ts'
import type { Workbench } from './workbench.ts'

export async function mtBench(bench: Workbench): Promise<Section> {
  const lines = (file: string) => bench.records<object>(`mt-bench/${file}`).length
  return {
    system: 'MT-Bench and Chatbot Arena',
    about: 'Zheng et al. 2023, arXiv:2306.05685; github.com/lm-sys/FastChat 0e6d3e4bea',
    figures: [
      counted('judge prompts', 8, lines('judge_prompts.jsonl'), 'R'),
      counted('questions of two turns', 80, lines('question.jsonl'), 'R'),
      ...agreementWithPeople(),
      ...biases(),
    ],
  }
}

function agreementWithPeople(): Figure[] {
  const why =
    'people’s votes and GPT-4’s judgments are not at hand; voteAgreement computes both setups from such votes (its test does so by hand)'
  return [
    ...notReproduced(why, 'T', {
      ...setup('GPT-4 pairwise and people, turn 1', ['66', '1343'], ['85', '859']),
      ...setup('GPT-4 single and people, turn 1', ['60', '1280'], ['85', '739']),
      ...setup('people and people, turn 1', ['63', '721'], ['81', '479']),
      ...setup('GPT-4 pairwise and GPT-4 single, turn 1', ['70', '1138'], ['97', '662']),
      ...setup('GPT-4 pairwise and people, turn 2', ['66', '1325'], ['85', '864']),
      ...setup('GPT-4 single and people, turn 2', ['59'], ['84']),
      ...setup('people and people, turn 2', ['67', '707'], ['82', '474']),
      ...setup('Arena: GPT-4 pairwise and people', ['64', '3066'], ['87', '1944']),
      'people who change their vote after seeing GPT-4’s reason, percent': '34',
    }),
  ]
}

/** S1 counts ties, S2 leaves them out; each with its number of votes. */
function setup(
  who: string,
  [withTies, n]: readonly [string, string?],
  [without, fewer]: readonly [string, string?],
): Record<string, string> {
  return {
    [`${who}: agreement S1 (ties counted), percent`]: withTies,
    ...(n ? { [`${who}: votes in S1`]: n } : {}),
    [`${who}: agreement S2 (without ties), percent`]: without,
    ...(fewer ? { [`${who}: votes in S2`]: fewer } : {}),
  }
}

function biases(): Figure[] {
  return [
    ...notReproduced(
      'the judgments of the bias tests are not at hand; orderBias computes the four columns',
      'T',
      {
        'position, Claude-v1 default: consistency': '23.8',
        'position, Claude-v1 default: toward first': '75.0',
        'position, Claude-v1 default: toward second': '0',
        'position, Claude-v1 default: error': '1.2',
        'position, Claude-v1 rename: consistency': '56.2',
        'position, Claude-v1 rename: toward first': '11.2',
        'position, Claude-v1 rename: toward second': '28.7',
        'position, Claude-v1 rename: error': '3.8',
        'position, GPT-3.5: consistency': '46.2',
        'position, GPT-3.5: toward first': '50.0',
        'position, GPT-3.5: toward second': '1.2',
        'position, GPT-3.5: error': '2.5',
        'position, GPT-4: consistency': '65.0',
        'position, GPT-4: toward first': '30.0',
        'position, GPT-4: toward second': '5.0',
        'position, GPT-4: error': '0',
        'position, GPT-4 few-shot: consistency': '77.5',
      },
    ),
    ...notReproduced('the repetitive-list attack’s 23 answers are not at hand', 'T', {
      'verbosity attack, Claude-v1: failure, percent': '91.3',
      'verbosity attack, GPT-3.5: failure, percent': '91.3',
      'verbosity attack, GPT-4: failure, percent': '8.7',
    }),
    ...notReproduced('the judgments are not at hand', 'T', {
      'self-enhancement, GPT-4: points of win rate': '10',
      'self-enhancement, Claude: points of win rate': '25',
      'self-enhancement, GPT-3.5: points of win rate': '0',
      'grading mathematics, default: failures of 20': '14',
      'grading mathematics, CoT: failures of 20': '6',
      'grading mathematics, reference: failures of 20': '3',
    }),
    ...notVerified(
      'its reviews are not at hand, and no figure is given of them',
      'totals of the Vicuna blog of March 2023',
    ),
  ]
}
