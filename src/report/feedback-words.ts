import { whole } from './numbers.ts'

const count = (n: number, one: string) => `${whole(n)} ${n === 1 ? one : `${one}s`}`

/** What is said of two judges' feedback, in English. */
export const feedbackEn = {
  title: (first: string, second: string) => `Whose feedback is better: ${first} or ${second}?`,
  ahead: (name: string, votes: number) => `${name}’s feedback is preferred (${count(votes, 'vote')}).`,
  neither: (votes: number) =>
    `Not distinguishable: the interval of the lead holds 0 (${count(votes, 'vote')}).`,
  votes: 'Votes',
  wins: (name: string) => `${name} wins`,
  tie: 'tie',
  lead: (name: string) => `lead of ${name}, points`,
  shown: 'the side shown first wins',
  tags: 'Tags',
  tag: 'tag',
  winners: 'winners',
  losers: 'losers',
  tagLine: 'share of the tags about each judge’s feedback, and about what won and lost',
  noTags: 'nothing was tagged: a category on feedback-reason says what feedback is like',
}

/** What is said of two judges' feedback, in Korean. */
export const feedbackKo: typeof feedbackEn = {
  title: (first, second) => `누구의 피드백이 더 나은가: ${first}, ${second}`,
  ahead: (name, votes) => `${name}의 피드백이 더 선호됨(${whole(votes)}표).`,
  neither: (votes) => `구별되지 않음: 차이의 신뢰구간에 0이 들어 있음(${whole(votes)}표).`,
  votes: '투표',
  wins: (name) => `${name} 승`,
  tie: '무승부',
  lead: (name) => `${name}의 우위, 포인트`,
  shown: '먼저 보인 쪽이 이김',
  tags: '꼬리표',
  tag: '꼬리표',
  winners: '이긴 쪽',
  losers: '진 쪽',
  tagLine: '심판별 피드백, 그리고 이긴 피드백과 진 피드백에 달린 꼬리표의 비율',
  noTags: '달린 꼬리표가 없음. feedback-reason 기준의 범주가 피드백의 성격을 말해 줌',
}
