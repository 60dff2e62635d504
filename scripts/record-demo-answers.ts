// Writes the demo's recorded answers, examples/demo/answers-*.jsonl, from a database in which the demo was run
// with the embedded model: node scripts/record-demo-answers.ts assize.db
import { answerRow } from '../src/datasets/answer-row.ts'
import { packagedFolder } from '../src/datasets/packaged.ts'
import { writeRecords } from '../src/datasets/write-records.ts'
import { openSqliteStore } from '../src/store/sqlite-store.ts'

const [path = 'assize.db'] = process.argv.slice(2)
const store = await openSqliteStore(path)
for (const part of ['pairs', 'singles']) {
  const rows = async function* () {
    for await (const { item, criterion, order, response, answer } of store.verdicts(`demo-${part}`)) {
      if (!answer) throw new Error(`${item} has no answer: run the demo again.`)
      // Four digits are more than a verdict needs, and make a smaller file.
      const choices = Object.entries(answer.choices ?? {}).map(([choice, log]) => [
        choice,
        Number(log.toFixed(4)),
      ])
      const { milliseconds: _, model: __, usage: ___, ...kept } = answer
      yield answerRow({
        item,
        criterion,
        order,
        response,
        answer: { ...kept, choices: Object.fromEntries(choices) },
      })
    }
  }
  const file = `${packagedFolder('examples')}demo/answers-${part}.jsonl`
  console.log(`${await writeRecords(file, rows())} answers to ${file}`)
}
await store.close()
