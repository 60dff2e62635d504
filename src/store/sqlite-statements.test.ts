import { afterAll, expect, it } from 'vitest'
import { openDatabase } from './open-database.ts'
import { sqliteStatements } from './sqlite-statements.ts'

const db = await openDatabase(':memory:', 0)
afterAll(() => db.close())

/** These look at everything by their nature. */
const whole = new Set(['runs', 'countLabels'])

it.each(Object.entries(sqliteStatements(db)).filter(([name]) => !whole.has(name)))(
  '%s finds its rows by an index and sorts nothing, however many there are',
  (_name, { sourceSQL }) => {
    const plan = db.prepare(`EXPLAIN QUERY PLAN ${sourceSQL}`).all()
    expect(plan.map(({ detail }) => detail).join('\n')).not.toMatch(/SCAN|TEMP B-TREE/)
  },
)
