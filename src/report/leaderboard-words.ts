import { whole, type Language } from './numbers.ts'

const en = {
  title: 'Leaderboard',
  pairs: 'Pairs',
  pairsNote: 'How often the first is preferred, then its wins and losses.',
  flipsNote:
    'Flips: of these, those whose two orders named different winners. Unread: those without a label, left out.',
  morePairs: (shown: number, all: number) =>
    `The ${shown} pairs of neighbours of ${all} pairs; all of them with --json and --leaderboard.`,
  pair: (wins: number, losses: number, ties: number) =>
    `${whole(wins)}:${whole(losses)}${ties > 0 ? `, ${whole(ties)} ${ties === 1 ? 'tie' : 'ties'}` : ''}`,
  flips: (n: number) => `${whole(n)} ${n === 1 ? 'flip' : 'flips'}`,
  orders: 'Orders',
  ordersLine: (flips: number, pairs: number) =>
    `in ${whole(flips)} of ${whole(pairs)} pairs the two orders name different winners: there the order decides, not the answers`,
  unread: (n: number) => `${whole(n)} unread`,
  mtBench: 'MT-Bench rule',
  mtBenchNote: (dropped: number) =>
    `A win only where both orders name it, else a tie; ${whole(dropped)} ${dropped === 1 ? 'record' : 'records'} with an unread verdict dropped. Adjusted: a tie is half a win.`,
  adjusted: 'adjusted',
  wins: 'wins',
  losses: 'losses',
  ties: 'ties',
  games: 'games',
  meanScore: 'Mean score',
  meanScoreNote: 'Responses without a score are left out of the mean.',
  byTitle: (column: string) => `By ${column}`,
  agreement: 'Rank agreement',
  agreementOf: (a: string, b: string) => `${a} and ${b}`,
  byStrength: 'by Bradley-Terry strengths',
  byWinRate: 'by win rates, as strengths of one side are not finite',
  alike: 'Agreement',
  kendall: "Kendall's tau",
  spearman: "Spearman's rho",
  pairsInOrder: 'pairs of systems in the same order',
  top: (a: string, b: string, share: string | undefined) =>
    a === b
      ? `Both put ${a} first${share ? `, as in ${share} of the resamples` : ''}.`
      : `First are ${a} and ${b}${share ? `; the same one in ${share} of the resamples` : ''}.`,
  leftOutSystems: (names: string) => `Ranked by one side only: ${names}.`,
  matrix: 'Who beat whom',
  matrixNote:
    'Each row’s wins, ties and losses against the column; bold where one of them is better beyond chance (sign test, Holm).',
  winRatePlot: 'Win rates',
  winRateNote: 'A tie is half a win; lines are 95 % intervals. Half is what equals would get.',
  half: 'equals',
  order: 'Order',
  tier: 'tier',
  strengthNote:
    'Bradley and Terry, ties by Davidson, on Elo’s scale: 400 points are odds of ten to one; the mean is 1,000.',
  adaptive: (rule: string) =>
    `Pairs were chosen by what earlier ones showed (${rule}): win rates depend on who met whom, so read the strengths.`,
  intro: 'Systems in order of strength, by whose responses are preferred.',
  from: 'Games from',
}

/** What is said of a leaderboard, in each language. */
export type LeaderboardWords = typeof en

const ko: LeaderboardWords = {
  title: '순위표',
  pairs: '맞대결',
  pairsNote: '앞 시스템의 승률, 그리고 승:패.',
  flipsNote: '뒤집힘: 그중 보인 순서에 따라 승자가 달라진 것. 못 읽음: 라벨이 없어 제외한 것.',
  morePairs: (shown, all) =>
    `맞대결 ${all}쌍 중 순위가 이웃한 ${shown}쌍. 전부는 --json과 --leaderboard에 있음.`,
  pair: (wins, losses, ties) => `${whole(wins)}:${whole(losses)}${ties > 0 ? `, 무승부 ${whole(ties)}` : ''}`,
  flips: (n) => `뒤집힘 ${whole(n)}`,
  orders: '보인 순서',
  ordersLine: (flips, pairs) =>
    `${whole(pairs)}쌍 중 ${whole(flips)}쌍은 순서에 따라 승자가 달라짐. 답이 아니라 순서가 정한 결과`,
  unread: (n) => `못 읽음 ${whole(n)}`,
  mtBench: 'MT-Bench 규칙',
  mtBenchNote: (dropped) =>
    `두 순서 모두 같은 쪽을 고를 때만 승리, 아니면 무승부. 읽지 못한 판정이 있는 기록 ${whole(dropped)}건은 제외. 보정 승률에서 무승부는 반 승.`,
  adjusted: '보정 승률',
  wins: '승',
  losses: '패',
  ties: '무',
  games: '대결',
  meanScore: '평균 점수',
  meanScoreNote: '점수가 없는 응답은 평균에서 제외.',
  byTitle: (column) => `${column}별`,
  agreement: '순위 일치',
  agreementOf: (a, b) => `${a} | ${b}`,
  byStrength: '브래들리–테리 세기 기준',
  byWinRate: '승률 기준(한쪽의 세기가 유한하지 않음)',
  alike: '일치도',
  kendall: '켄달 타우',
  spearman: '스피어먼 로',
  pairsInOrder: '순서가 같은 시스템 쌍',
  top: (a, b, share) =>
    a === b
      ? `양쪽 모두 1위는 ${a}${share ? ` (재표집의 ${share}에서 같음)` : ''}.`
      : `1위는 각각 ${a}, ${b}${share ? ` (재표집의 ${share}에서는 같음)` : ''}.`,
  leftOutSystems: (names) => `한쪽만 순위를 매긴 시스템: ${names}.`,
  matrix: '맞대결 표',
  matrixNote:
    '각 칸은 행 시스템이 열 시스템에 거둔 승, 무, 패. 우연을 넘어 한쪽이 나으면 굵게(부호 검정, Holm 보정).',
  winRatePlot: '승률',
  winRateNote: '무승부는 반 승. 선은 95% 구간. 점선은 대등한 경우의 승률.',
  half: '대등',
  order: '순위',
  tier: '등급',
  strengthNote: '브래들리–테리(무승부는 데이비드슨), 엘로 척도: 400점 차이는 10 대 1, 평균은 1,000.',
  adaptive: (rule) =>
    `앞선 결과를 보고 다음 쌍을 고름(${rule}). 승률은 누구와 만났는지에 달려 있으므로 세기를 볼 것.`,
  intro: '응답이 얼마나 선택되었는지에 따른 시스템의 순위.',
  from: '출처',
}

export const leaderboardWords = (language: Language): LeaderboardWords => ({ en, ko })[language]
