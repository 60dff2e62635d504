/** Writes contracts/*.schema.json from the schemas of src/domain: `node scripts/contracts.ts`. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { recordedAnswerSchema } from '../src/domain/answer.ts'
import { itemSchema } from '../src/domain/item.ts'
import { judgeCaseSchema } from '../src/domain/judge-case.ts'
import { judgeFileSchema } from '../src/domain/judge-file.ts'
import { promptSourceSchema } from '../src/domain/prompt-set.ts'
import { ratingSchema } from '../src/domain/rating.ts'
import { rubricSchema } from '../src/domain/rubric.ts'

const schemas = {
  item: ['One thing to judge: a line of an items file', itemSchema],
  rating: ["One annotator's label for one item: a line of a ratings file", ratingSchema],
  answer: ['A raw judge answer kept for replay: a line of an answers file', recordedAnswerSchema],
  judge: ['A judge as data: a judge file', judgeFileSchema],
  'judge-case': [
    "An answer with the label a judge must make of it: a file of a judge's answers folder",
    judgeCaseSchema,
  ],
  'prompt-source': ['Where a set of published prompts is to be had', promptSourceSchema],
  rubric: ['A criterion with what each level means: a rubric file', rubricSchema],
} as const satisfies Record<string, readonly [title: string, schema: z.ZodType]>

/** File name to text, of every contract. */
export function contracts(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(schemas).map(([name, [title, schema]]) => {
      // What stands in a file, before any default or conversion.
      const { $schema, ...body } = z.toJSONSchema(schema, { io: 'input' })
      return [`${name}.schema.json`, `${JSON.stringify({ $schema, title, ...body }, undefined, 2)}\n`]
    }),
  )
}

if (import.meta.main) {
  const folder = new URL('../contracts/', import.meta.url)
  mkdirSync(folder, { recursive: true })
  for (const [file, text] of Object.entries(contracts()))
    writeFileSync(fileURLToPath(new URL(file, folder)), text)
}
