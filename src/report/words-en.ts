import type { WhyNone } from '../domain/label.ts'
import type { Order } from '../domain/rating.ts'
import type { Estimate, PositionFindings, TruthFindings } from '../metaeval/findings.ts'
import { plainLine } from './hostile-text.ts'
import { agreeEn, compareEn, latentEn, metaEn, metricEn } from './measuring-words-en.ts'
import { coefficient, estimateText, share, whole, type Unit } from './numbers.ts'
import { rankEn } from './ranking-words.ts'
import type { Check, Headline, Trust } from './trust.ts'

const percent = (value: number) => share(value, 'en')
const estimated = (estimate: Estimate, unit: Unit) => estimateText(estimate, unit, 'en') ?? 'not defined'
const quoted = (text: string) => `“${plainLine(phraseEn(text))}”`
const votersText = (voters: readonly string[] = []) =>
  voters.length === 0
    ? ''
    : ` of ${voters.length > 6 ? `${voters.length} annotators` : voters.map(plainLine).join(', ')}`
const count = (n: number, one: string, many = `${one}s`) => `${whole(n)} ${n === 1 ? one : many}`

const namesEn: Readonly<Record<string, string>> = {
  'most frequent truth': 'always the most frequent truth',
  'longer answer': 'always the longer answer',
  'first answer': 'always the first answer',
  'truth none:abstained': 'whoever gave the truth abstained',
}
function phraseEn(text: string): string {
  if (Object.hasOwn(namesEn, text)) return namesEn[text]!
  const why = /^truth none:(\w+)$/.exec(text)?.[1]
  return why !== undefined && Object.hasOwn(en.none, why)
    ? `the truth has no label: ${en.none[why as WhyNone]}`
    : text
}

/** Every word of a report in English; the Korean ones have the same shape. */
export const en = {
  title: 'Can this judge be trusted?',
  titleOfSeveral: 'Can these judges be trusted?',
  judgedBy: (items: number, model: string) => `${count(items, 'item')} judged by ${model}`,
  question: 'Can this judge be trusted?',
  next: 'Next',
  signature: 'Signature',
  made: 'How it was made',
  asked: 'Asked',
  askedLine: (asked: number, answered: number) =>
    `${count(asked, 'ask')}: ${whole(answered)} answered with a label, ${whole(asked - answered)} without`,
  resumedLine: (resumed: number, fromCache: number) =>
    [
      resumed > 0 ? `${whole(resumed)} were answered by an earlier call` : '',
      fromCache > 0 ? `${whole(fromCache)} came from the cache` : '',
    ]
      .filter(Boolean)
      .join('; '),
  verdicts: 'Verdicts',
  labels: 'Labels',
  labelsAfter: (judgments: number, combine: string) =>
    `${count(judgments, 'label')}, made by the rule ${quoted(combine)}`,
  others: (n: number) => `${n} others`,
  unlabelled: 'No label',
  everyAnswerRead: '0: every answer could be read',
  position: 'Position',
  positionLine: ({ pairs, flips, toFirst, toSecond }: PositionFindings) =>
    pairs === 0
      ? 'no pair has a readable verdict in both orders'
      : `both orders give the same verdict in ${whole(pairs - flips)} of ${count(pairs, 'pair')}; ${flipsText(flips, toFirst, toSecond)}`,
  consistency: 'same verdict in both orders',
  firstShown: 'names the answer shown first',
  agreement: 'Agreement',
  agreementLine: ({ truth, voters, n }: Pick<TruthFindings, 'truth' | 'voters' | 'n'>) =>
    `with ${quoted(truth)}${votersText(voters)} on ${count(n, 'item')}`,
  noTruth: 'no truth was given, so nothing here says how often it is right',
  accuracy: 'accuracy',
  kappa: "Cohen's kappa",
  spearman: "Spearman's rank correlation",
  meanScore: 'mean score',
  prefersLonger: 'prefers the longer answer',
  chance: 'chance alone',
  under: (rule: string) => `accuracy, ${rule}`,
  undefinedBecause: (why: string | undefined) => (why ? `not defined: ${why}` : 'not defined'),
  leftOut: 'Left out',
  leftOutOfTruth: 'not compared',
  cost: 'Cost',
  costLine: (cost: string | undefined) => cost ?? 'price not known',
  timeLine: (time: string, rate: string | undefined) =>
    rate === undefined ? time : `${time}, ${rate} judgments a second`,
  tokensLine: (prompt: string, cached: string, completion: string) =>
    `${prompt} prompt tokens (${cached} of them cached), ${completion} completion tokens`,
  report: 'Report',
  intervals: (method: string) => `Intervals in brackets: ${method}.`,
  none: {
    unparsed: 'could not be read',
    refused: 'refused to judge',
    truncated: 'cut off before the verdict',
    failed: 'the request failed',
    inconsistent: 'its orders contradict each other',
    abstained: 'abstained',
  },
  /** Names that measuring gives to rules, baselines and reasons; those not listed stay as they are. */
  phrase: phraseEn,
  steps: {
    compare: 'Give it a truth to compare with: your own ratings of some of the items.',
    stronger: 'Ask a more capable model the same.',
    answers: 'Look at what it answered.',
    room: 'Let its answers be longer, so that they reach the verdict.',
    schema: 'Hold the answers to a schema, so that each can be read.',
    robust: 'Read also what misses the format but is clear; the answers come from the cache.',
    more: (n: number) => `Judge more items: about ${whole(n)} in all.`,
    export: 'Read the disagreements side by side.',
  },
  agree: agreeEn,
  meta: metaEn,
  compare: compareEn,
  latent: latentEn,
  rank: rankEn,
  metric: metricEn,
  progress: {
    done: (done: string, total: string | undefined) =>
      total === undefined ? `${done} judged` : `${done}/${total}`,
    rate: (rate: string) => `${rate}/s`,
    none: (n: string) => `${n} without a label`,
    left: (time: string) => `${time} left`,
  },
  /** The answer in one sentence or two. */
  answer: ({ answer, headline, checks }: Trust): string => {
    switch (answer) {
      case 'no-truth':
        return 'Not known yet: there is no truth to compare with.'
      case 'nothing-compared':
        return 'Not known yet: no item has both a truth and a label.'
      case 'one-class':
        return 'Not known yet: the truth is the same on every item, so a judge that does not read could be right on all of them.'
      case 'worse':
        return `No: it agrees with the truth less than chance would (${headlineText(headline!)}).`
      case 'guessing':
        return `No: this judge cannot be told from guessing on these items (n=${whole(headline!.estimate.n)}).${orderSentence(checks)}`
      case 'below-baseline':
        return `No: it does better than chance, but is not shown to do better than a rule that does not read, ${quoted(headline!.baseline!.name)} (${headlineText(headline!)}).`
      case 'order':
        return `Not yet: it agrees with the truth beyond chance (${headlineText(headline!)}), but too often the order of the answers decides${flipShare(checks)}.`
      case 'weak':
        return `Only a little: it does better than guessing, but its agreement is weak (${headlineText(headline!)}).`
      case 'care':
        return `With care: ${headlineText(headline!)}, and not every check below holds.`
      case 'good':
        return `Yes, on items like these: ${headlineText(headline!)}${headline!.baseline ? `, where the best rule that does not read gets ${percent(headline!.baseline.accuracy.value!)}` : ''}.`
      default:
        return answer satisfies never
    }
  },
  check: (check: Check): string => {
    switch (check.name) {
      case 'guessing':
        return guessingText(check)
      case 'baseline': {
        const rule = `${quoted(check.baseline.name)} gets ${estimated(check.baseline.accuracy, 'share')}`
        if (check.holds) return `Better than the best rule that does not read: ${rule}.`
        if (check.holds === null)
          return `Not tested against rules that do not read (${rule}): there is no interval.`
        return `Not shown to be better than a rule that does not read: ${rule}, the judge ${estimated(check.accuracy, 'share')}.${neededText(check.needed)}`
      }
      case 'strength': {
        const value = `${check.measure === 'kappa' ? 'kappa' : 'rank correlation'} ${estimated(check.estimate, 'number')}`
        return check.holds
          ? `Agreement beyond chance is at least moderate: ${value}.`
          : `Agreement beyond chance is weak: ${value}.`
      }
      case 'order': {
        const { flips, pairs, toFirst, toSecond } = check
        if (check.holds === null) return 'The order of the answers: no pair could be read in both orders.'
        const text = `${whole(flips)} of ${count(pairs, 'pair')} flip when it is swapped (${percent(flips / pairs)})`
        const where =
          flips > 0 && toFirst === flips
            ? ', all to the first'
            : flips > 0 && toSecond === flips
              ? ', all to the second'
              : ''
        return check.holds
          ? `The order of the answers seldom decides: ${text}.`
          : `The order of the answers decides: ${text}${where}.`
      }
      case 'readable': {
        const { none, asked } = check
        if (check.holds === null) return 'Nothing was asked.'
        if (none === 0) return `Every answer could be read: ${whole(asked)} of ${whole(asked)}.`
        return check.holds
          ? `Few asks have no label: ${whole(none)} of ${whole(asked)} (${percent(none / asked)}).`
          : `Many asks have no label: ${whole(none)} of ${whole(asked)} (${percent(none / asked)}). They are left out, and may be the hard ones.`
      }
      case 'spread': {
        const text = `${quoted(check.label)} is ${whole(check.n)} of ${count(check.total, 'label')}`
        if (check.holds === null) return `Too few labels to see whether it uses its whole range: ${text}.`
        return check.holds
          ? `It uses more than one label: the most frequent, ${text}.`
          : `It nearly always says the same: ${text}.`
      }
      case 'length': {
        const text = `it prefers the longer answer in ${estimated(check.judge, 'share')} of pairs, the truth in ${percent(check.truthPrefersLonger)}, a judge that errs as often at random in ${percent(check.expected)}`
        if (check.holds === null) return `Length: ${text}.`
        return check.holds ? `Not drawn to length: ${text}.` : `Drawn to length: ${text}.`
      }
      case 'size': {
        if (check.halfWidth === null) return `Too few items for an interval: n=${whole(check.n)}.`
        const text = `n=${whole(check.n)} leaves ±${points(check.halfWidth, check.unit)}`
        const more = check.needed
          ? `; about ${whole(check.needed)} would leave ±${points(0.05, check.unit)}`
          : ''
        return check.holds
          ? `The interval is narrow enough for a first answer: ${text}.`
          : `The interval is wide: ${text}${more}.`
      }
      default:
        return check satisfies never
    }
  },
  html: {
    judge: 'Judge',
    run: 'Run',
    runs: 'The runs',
    agreementHead: 'How far it agrees with the truth',
    agreementNote: ({ truth, voters, n }: Pick<TruthFindings, 'truth' | 'voters' | 'n'>) =>
      `Against ${quoted(truth)}${votersText(voters)}, on the ${count(n, 'item')} that have both a truth and a label. A judge is worth its cost where its whole interval lies to the right of chance and of every rule that does not read.`,
    accuracyPlot: (criterion: string) =>
      `Accuracy with its interval, beside chance and rules that do not read: ${criterion}`,
    thisJudge: 'this judge',
    confusionHead: 'Truth and label',
    confusionNote: 'Rows: the truth. Columns: what the judge said. The diagonal is agreement.',
    truthColumn: 'truth',
    judged: 'judge',
    total: 'total',
    positionHead: 'Does the order of the answers decide?',
    positionPlot: 'Pairs by what happened when the order was swapped',
    sameVerdict: 'same verdict',
    flippedToFirst: 'the first shown wins both times',
    flippedToSecond: 'the second shown wins both times',
    flippedTie: 'a tie in one order only',
    labelsHead: 'What labels it gives',
    labelsPlot: (criterion: string) => `How often each label was given: ${criterion}`,
    labelsNote: 'Truth and judge on the same items, where both have a label.',
    scoresHead: 'Scores beside the truth',
    scoresPlot: 'Each circle: items with this truth and this score; its area is their number',
    scoresNote: 'On the line, judge and truth agree; above it, the judge is more generous than the truth.',
    noneHead: 'Answers without a label',
    noneNote:
      'They are left out of every number above and counted here; nothing reads them as 0, a pass or a tie.',
    leftOutHead: 'What was left out',
    disagreementsHead: 'Where judge and truth differ',
    disagreementsNote: (shown: number, total: number | undefined) =>
      total !== undefined && total > shown
        ? `${whole(shown)} of ${count(total, 'disagreement')}. Read a few before believing either side.`
        : `${count(shown, 'disagreement')}. Read a few before believing either side.`,
    noDisagreements: 'None.',
    instruction: 'Instruction',
    input: 'Input',
    context: 'Context',
    turns: 'Conversation before',
    reference: 'Reference answer',
    images: 'Images',
    imageNotShown: (where: string) => `not shown: ${where}`,
    response: (seat: string) => `Response ${seat}`,
    responseColumn: 'response',
    verdictsHead: 'What the judge said',
    shownOrder: 'shown',
    firstThen: (order: Order): string => (order === 'AB' ? 'A, then B' : 'B, then A'),
    label: 'label',
    reason: 'reason or answer',
    truthChip: 'truth',
    judgeChip: 'judge',
    cut: (characters: number) => `… ${whole(characters)} more characters are not shown`,
    value: 'value',
    interval: '95 % interval',
    measure: 'measure',
    n: 'n',
    reasonColumn: 'reason',
    count: 'number',
    shareColumn: 'share',
    numbers: 'The numbers',
    criterion: (name: string) => `Criterion: ${name}`,
    checks: 'What was checked',
    holds: 'holds',
    fails: 'does not hold',
    unknown: 'cannot be told',
    model: 'Model',
    protocol: 'Protocol',
    rubrics: 'Rubrics',
    mode: 'Verdicts read from',
    modes: {
      text: 'the last line of free text',
      schema: 'JSON held to a schema',
      logprobs: 'the probabilities of the verdicts at the next token',
    },
    decoding: 'Decoding',
    language: 'Prompt language',
    samples: 'Samples an ask',
    settings: 'Settings',
    source: 'Items',
    date: 'Made at',
    commands: 'Commands to make it again',
    differHead: 'In what these runs differ',
    differNote:
      'Numbers compare only the thing that differs; whatever else stands here may explain the difference too.',
  },
}

function flipsText(flips: number, toFirst: number, toSecond: number): string {
  if (flips === 0) return 'no flips'
  const head = count(flips, 'flip')
  const part = (n: number) => (n === flips && flips > 1 ? 'all' : whole(n))
  const tie = flips - toFirst - toSecond
  const parts = [
    toFirst > 0 ? `${part(toFirst)} to the answer shown first` : '',
    toSecond > 0 ? `${part(toSecond)} to the ${toFirst > 0 ? '' : 'answer shown '}second` : '',
    tie > 0 ? `${part(tie)} with a tie in one order` : '',
  ].filter(Boolean)
  return flips === 1 ? `${head}, ${parts[0]!.replace(/^1 /, '')}` : `${head}, ${parts.join(', ')}`
}

function headlineText({ measure, estimate, unit, truth }: Headline): string {
  const value = `${estimated(estimate, unit)} (n=${whole(estimate.n)})`
  return measure === 'spearman'
    ? `its scores rank items as ${quoted(truth)} does, rank correlation ${value}`
    : `it agrees with ${quoted(truth)} on ${value}`
}

function flipShare(checks: readonly Check[]): string {
  const order = checks.find((check) => check.name === 'order')
  return order && order.pairs > 0 ? ` (${percent(order.flips / order.pairs)} of pairs flip)` : ''
}

function orderSentence(checks: readonly Check[]): string {
  const order = checks.find((check) => check.name === 'order')
  return order?.holds === false
    ? ` The order of the answers decides in ${whole(order.flips)} of ${count(order.pairs, 'pair')}.`
    : ''
}

function guessingText(check: Extract<Check, { name: 'guessing' }>): string {
  const { headline, kappa, holds, worse, needed } = check
  const { measure, estimate, unit, chance } = headline
  const value = `${measure === 'spearman' ? 'rank correlation' : 'right on'} ${estimated(estimate, unit)} (n=${whole(estimate.n)})`
  const beside = [
    measure === 'accuracy' && chance !== null ? `chance alone would agree on ${percent(chance)}` : '',
    kappa ? `kappa ${estimated(kappa, 'number')}` : '',
  ].filter(Boolean)
  const text = [value, ...beside].join('; ')
  if (worse)
    return `Below chance: ${text}. Check that A and B of the truth are the items' first and second response.`
  if (holds) return `Better than guessing: ${text}.`
  if (holds === null) return `Not tested against guessing, as there is no interval: ${text}.`
  return `Not told from guessing: ${text}.${neededText(needed)}`
}

const neededText = (needed: number | undefined): string =>
  needed === undefined
    ? ''
    : ` If it goes on like this, about ${whole(needed)} items would be needed to tell.`

const points = (half: number, unit: Unit): string =>
  unit === 'share' ? `${Number((half * 100).toFixed(1))} points` : coefficient(half)
