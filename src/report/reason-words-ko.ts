import type { WhyNone } from '../domain/label.ts'

/** Why there is no label, in Korean. */
export const noneKo: Readonly<Record<WhyNone, string>> = {
  unparsed: '읽을 수 없는 답',
  refused: '심사를 거절함',
  truncated: '판정 전에 잘림',
  failed: '요청이 실패함',
  inconsistent: '순서에 따라 판정이 엇갈림',
  abstained: '판단을 보류함',
}

/** What measuring says of itself in English: rules, reasons, methods. */
const reasons: Readonly<Record<string, string>> = {
  tie: '무승부',
  majority: '다수결',
  'most frequent truth': '가장 잦은 정답만 고르기',
  'longer answer': '더 긴 답만 고르기',
  'first answer': '첫째 답만 고르기',
  'none counted wrong': '라벨 없음을 틀린 것으로',
  'none counted as ties': '라벨 없음을 무승부로',
  'ties dropped': '정답이 무승부인 항목 제외',
  'where neither ties': '둘 다 무승부가 아닌 항목',
  'ties as half': '무승부를 절반으로',

  'no truth': '정답이 없음',
  'no majority': '과반이 없음',
  'truth none:abstained': '정답 평가자가 판단을 보류함',
  'truth names no response of the item': '정답이 항목에 없는 답을 가리킴',
  'truth of another kind': '정답과 라벨의 종류가 다름',
  'truth is a tie': '정답이 무승부임',
  'asked in one order so far': '아직 한 순서로만 물음',
  'ratings of items that are not in the run': '이 실행에 없는 항목의 평가',
  'labelled by one only': '한쪽만 라벨을 담',
  'neither has a label': '둘 다 라벨이 없음',
  'one has no label': '한쪽에 라벨이 없음',
  'labels of different kinds': '라벨의 종류가 서로 다름',
  'not a number, and there is no truth': '점수가 아닌데 비교할 정답도 없음',
  'no text to score': '채점할 텍스트가 없음',
  'no reference': '참고 답이 없음',
  'every response': '모든 답',
  'the same rating twice': '같은 평가가 두 번 나옴',

  'there is one annotator only': '평가자가 한 명뿐임',
  'no item has labels of two annotators': '두 명 이상이 라벨을 단 항목이 없음',
  'everybody says the same one class throughout': '모든 라벨이 한 가지뿐임',
  'no two of them labelled the same': '같은 항목에 라벨을 단 평가자 쌍이 없음',
  'nobody else labelled the same': '같은 항목에 라벨을 단 다른 평가자가 없음',
  'fewer than two annotators are left': '남는 평가자가 두 명이 안 됨',
  'the ratio scale is for amounts from 0 up': '비율 척도는 0 이상의 양에만 맞음',
  'categories are no amounts': '범주는 양이 아님',
  'categories have no order; give it with --labels': '범주에 순서가 없음(--labels로 정할 수 있음)',
  'nobody names it': '이 라벨을 단 평가자가 없음',
  'scores do not vary between items': '항목마다 점수가 같음',
  'fewer than two items were scored by everybody': '모두가 점수를 매긴 항목이 두 개가 안 됨',
  'both say one and the same class throughout': '두 평가자의 라벨이 모두 한 가지뿐임',
  'judge and truth name one and the same class throughout': '평가자와 정답의 라벨이 모두 한 가지뿐임',
  'judge or truth names one class only': '평가자나 정답의 라벨이 한 가지뿐임',
  'the judge gives the same score throughout': '평가자의 점수가 모두 같음',
  'the truth is the same score throughout': '정답의 점수가 모두 같음',
  'no item has both a truth and a label': '정답과 라벨이 모두 있는 항목이 없음',
  'there is one item only': '항목이 하나뿐임',
  'there is one text only': '텍스트가 하나뿐임',
  'log-probability': '로그 확률',
  'log-probability a byte': '바이트당 로그 확률',
  'log-probability a token': '토큰당 로그 확률',
  'log-probability less that without the question': '문제가 없을 때를 뺀 로그 확률',
  'no choice counted wrong': '선택이 없으면 틀린 것으로 셈',
  'no question was answered': '답을 얻은 문항이 없음',
  'no text has a token that was predicted': '예측된 토큰이 있는 텍스트가 없음',
  'every pair is a tie or of equal length': '모든 쌍이 무승부이거나 길이가 같음',
  'every verdict is a tie': '모든 판정이 무승부임',
  'this rule leaves no label': '이 규칙으로는 라벨이 남지 않음',
  'there are no scores': '점수가 없음',
  'there is nothing to compare': '비교할 것이 없음',
  'there is nothing to count': '셀 것이 없음',
  'there is nothing to score': '채점할 것이 없음',
  'in no group do both sides vary': '양쪽 점수가 모두 변하는 묶음이 없음',
  'all systems have the same mean': '모든 시스템의 평균이 같음',
  'no two labelled what it was given to': '이 라벨이 달린 항목에 라벨을 단 평가자가 한 명뿐임',
  'the labels are of kinds that cannot be compared; see each part':
    '라벨의 종류가 서로 달라 비교할 수 없음. 부분별 결과를 보세요',
  'no finite strengths are the most likely': '가능도를 최대로 하는 유한한 세기가 없음',
  'There are fewer than two systems.': '시스템이 두 개가 안 됨',
  'No game counts.': '셀 수 있는 대결이 없음',
  'Every game is a tie.': '모든 대결이 무승부임',
  'Ties bridge every gap, but no circle of games has more wins than ties: no finite strengths are the most likely.':
    '무승부로만 이어져 있고 승리가 무승부보다 많은 순환이 없어, 가능도를 최대로 하는 유한한 세기가 없음',
  'it played no game': '치른 비교가 없음',
  'no preference between two responses': '두 답 사이의 선호가 없음',
  'responses without names': '답에 이름이 없음',
  'another pair of systems': '다른 두 시스템의 쌍',
  'no preference': '선호가 아닌 라벨',
  'no two votes on one item are no ties': '무승부가 아닌 표가 둘인 항목이 없음',
  'no pair has preferences of both sides': '양쪽 모두 선호를 밝힌 쌍이 없음',
  'each pair has one preference only': '쌍마다 선호가 하나뿐임',
  'no pair tells': '가려 볼 쌍이 없음',
  'fewer than two games': '대결이 둘보다 적음',
  'a score of a response without a name': '이름이 없는 답의 점수',
  'two scores of one system': '한 시스템의 점수가 둘임',
  'a score that is a word': '점수가 숫자가 아니라 말임',
  'none of its responses has a score': '점수가 있는 답이 없음',
  'none of their games has a label': '라벨이 있는 대결이 없음',
  'one side holds all systems equal': '한쪽은 모든 시스템을 같게 봄',
  'one side ranks nothing': '한쪽에 순위가 없음',
  'they labelled no item in common': '함께 라벨을 단 항목이 없음',
  'no item has a truth and labels of both': '정답과 두 라벨이 모두 있는 항목이 없음',
  'fewer than two annotators labelled anything': '라벨을 단 평가자가 두 명이 안 됨',
  'labelled nothing': '단 라벨이 없음',
  'no two members have a label': '라벨이 있는 구성원이 두 명이 안 됨',
  'it and the jury labelled nothing in common': '배심과 함께 라벨을 단 것이 없음',
  'no pair has a label in both settings': '두 방식 모두 라벨이 있는 쌍이 없음',
  'no comparison names a winner': '승자를 가린 비교가 없음',
  'in every pair one of the two ties': '모든 쌍에서 한쪽이 무승부임',
  'nothing was asked twice': '두 번 물은 것이 없음',
  'it says one and the same throughout': '라벨이 모두 한 가지뿐임',
  'there is no chain': '이어지는 비교가 없음',
  'nobody voted': '투표가 없음',
  'no three responses were all compared': '서로 모두 비교한 세 답이 없음',
  'ratings on a criterion that is not about feedback': '피드백에 관한 것이 아닌 기준의 평가',
  'asked of one judge only': '한 심판에게만 물음',
  'neither gave a reason': '둘 다 이유가 없음',
  'one gave no reason': '한쪽에 이유가 없음',
  'both reasons are the same': '두 이유가 같음',
  'every vote is a tie': '모든 투표가 무승부임',
  'nothing of these was tagged': '달린 꼬리표가 없음',

  'no interval': '신뢰구간 없음',
  'none: not defined': '신뢰구간 없음: 정의되지 않음',
  'none: nothing to compare': '검정 없음: 비교할 것이 없음',
  'every resample gives the same': '모든 재표본의 값이 같음',
  'there is one cluster only': '클러스터가 하나뿐임',
  'not defined in some resamples': '일부 재표본에서 정의되지 않음',
  'the raters agree without any rest': '평가자들이 완전히 일치함',
  'each fitted anew': '매번 다시 추정',
  'exact 95 % interval by the F distribution': 'F 분포로 구한 정확한 95% 구간',
  'McNemar, exact binomial': '맥니머 검정, 정확 이항',
  'paired permutation, all sign changes': '대응 순열 검정, 모든 부호 바꿈',
}

/** What measuring says in English, in Korean; what nobody translated stays as it is. */
export function phraseKo(text: string): string {
  if (Object.hasOwn(reasons, text)) return reasons[text]!
  for (const [pattern, said] of patterns) {
    const found = pattern.exec(text)
    if (found) return said(...found.slice(1))
  }
  return text.includes('; ') ? text.split('; ').map(phraseKo).join(', ') : text
}

const kindOf = (kind: string): string =>
  kind.startsWith('cluster') ? '클러스터' : kind.startsWith('text') ? '텍스트' : '항목'

/** Those that hold numbers or other phrases. */
const patterns: readonly (readonly [RegExp, (...parts: string[]) => string])[] = [
  [
    /^95 % (percentile|paired) bootstrap, (\d+) resamples of (?:(\d+) )?(clusters|items|texts), seed (\d+)(, each fitted anew)?$/,
    (way, resamples, n, kind, seed, anew) =>
      `95% ${way === 'paired' ? '대응' : '백분위수'} 부트스트랩(${kindOf(kind)}${n ? ` ${n}개` : ''}, 재표집 ${resamples}번, 시드 ${seed}${anew ? ', 매번 다시 추정' : ''})`,
  ],
  [
    /^95 % Wilson interval, (\d+) (clusters?|items?), all alike$/,
    (n, kind) => `95% 윌슨 구간(값이 모두 같은 ${kindOf(kind)} ${n}개)`,
  ],
  [/^95 % Wilson interval, each preference on its own$/, () => '95% 윌슨 구간(선호 하나하나를 따로)'],
  [/^95 % Wilson interval, (\d+) questions$/, (n) => `95% 윌슨 구간(문항 ${n}개)`],
  [
    /^(.+) never lost to any of the others: no finite strength is the most likely\.$/,
    (names) => `${names}: 나머지에게 진 적이 없어 가능도를 최대로 하는 유한한 세기가 없음`,
  ],
  [
    /^(.+) met none of the others, so they cannot be compared\.$/,
    (names) => `${names}: 나머지와 만난 적이 없어 비교할 수 없음`,
  ],
  [/^not defined in (\d+) of them$/, (n) => `그중 ${n}번은 정의되지 않음`],
  [/^so few (clusters|items|texts) tell little$/, (kind) => `${kindOf(kind)} 수가 너무 적어 참고용임`],
  [/^no interval: (.+)$/, (why) => `신뢰구간 없음(${phraseKo(why)})`],
  [/^more than (\d+) different pairs of scores$/, (n) => `서로 다른 점수 쌍이 ${n}개보다 많음`],
  [
    /^more than (\d+) different scores take too long on the ratio scale$/,
    (n) => `서로 다른 점수가 ${n}개보다 많아 비율 척도로는 너무 오래 걸림`,
  ],
  [/^paired permutation, (\d+) sign changes$/, (n) => `대응 순열 검정, 부호 바꿈 ${n}번`],
  [
    /^the items have unequal numbers of labels \(([\d, ]+)\); take Krippendorff's alpha$/,
    (sizes) => `항목마다 라벨 수가 다름(${sizes}개). 크리펜도르프 알파를 보세요`,
  ],
  [
    /^truth none:(\w+)$/,
    (why) => `정답 평가자의 라벨 없음: ${Object.hasOwn(noneKo, why) ? noneKo[why as WhyNone] : why}`,
  ],
]
