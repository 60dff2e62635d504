import { whole } from './numbers.ts'

const count = (n: number, one: string) => `${whole(n)} ${n === 1 ? one : `${one}s`}`

/** What is said of systems in order, in English. */
export const rankEn = {
  title: (systems: number, games: number) => `${count(systems, 'system')}, ${count(games, 'game')}`,
  systems: 'Systems',
  system: 'system',
  winRate: 'win rate',
  strength: 'strength',
  tiers: 'Tiers',
  tierLine: 'Whoever beats a system beyond chance (sign test, Holm) stands above it.',
  oneTier: 'Nobody beats anybody beyond chance: the order above may be chance.',
  cycles: 'Circles',
  cycleLine: 'Each beats the next, and the last the first: no ranking is true to these games.',
  transitivity: (part: string) => `of chains x > y > z, x beats z too in ${part}`,
}

/** What is said of systems in order, in Korean. */
export const rankKo: typeof rankEn = {
  title: (systems, games) => `시스템 ${whole(systems)}개, 대결 ${whole(games)}건`,
  systems: '시스템',
  system: '시스템',
  winRate: '승률',
  strength: '세기',
  tiers: '등급',
  tierLine: '우연을 넘어 이긴 시스템(부호 검정, Holm 보정)은 진 시스템보다 위 등급에 있음.',
  oneTier: '우연을 넘어 이긴 시스템이 없음. 위의 순서는 우연일 수 있음.',
  cycles: '순환',
  cycleLine: '앞이 뒤를 이기고 마지막이 처음을 이김. 어떤 순위도 이 결과와 맞지 않음.',
  transitivity: (part) => `x > y > z일 때 x가 z도 이기는 비율 ${part}`,
}
