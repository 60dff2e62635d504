import { defineReader, unread } from './define-reader.ts'
import { namedCategory } from './named-category.ts'
import { plainText } from './plain-text.ts'
import type { Reader } from './reader.ts'
import { edges, linesOf, oneStated } from './stated.ts'
import { scoreLabels, statedScore } from './stated-score.ts'

/** Answers that are the verdict and nothing else: reward models, classifiers. */
export const wholeAnswer: readonly Reader[] = [
  defineReader({
    name: 'number',
    about: 'The whole answer is one number.',
    source: 'assize',
    strict: (text) => {
      const said = text.trim()
      return decimal.test(said) ? { score: Number(said) } : unread
    },
    robust(text, { scale }) {
      const plain = plainText(text)
      const said = plain.trim()
      if (decimal.test(said)) return { score: Number(said) }
      const lines = linesOf(plain)
      const place = oneStated(
        plain,
        edges(lines).flatMap(
          (line) => statedScore(line, scale?.high, lines.length === 1, `${scoreLabels}|reward`) ?? [],
        ),
      )
      return place ? { score: Number(place.value), reason: text.slice(0, place.at) } : unread
    },
  }),
  defineReader({
    name: 'choice',
    about: 'The whole answer is one of the categories.',
    source: 'assize',
    strict: (text, { categories }) => {
      const category = text.trim()
      return categories?.includes(category) ? { category } : unread
    },
    robust: (text, { categories }) => namedCategory(text, categories ?? [], 'class'),
  }),
]

const decimal = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?$/i
