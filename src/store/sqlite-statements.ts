import type { DatabaseSync, StatementSync } from 'node:sqlite'

/** The columns of an answer. */
export const answerColumns =
  'text finish choices prompt_tokens cached_tokens completion_tokens milliseconds cost model'

/** What answers used; what came from the cache was paid before. */
const used = `
        coalesce(sum(prompt_tokens) FILTER (WHERE cached = 0), 0) AS promptTokens,
        coalesce(sum(cached_tokens) FILTER (WHERE cached = 0), 0) AS cachedTokens,
        coalesce(sum(completion_tokens) FILTER (WHERE cached = 0), 0) AS completionTokens,
        iif(count(cost) = 0, NULL, coalesce(sum(cost) FILTER (WHERE cached = 0), 0)) AS cost`

/** Everything the SQLite store says to its database, but for what `append` does. */
export function sqliteStatements(db: DatabaseSync) {
  return {
    addRun: insertInto(
      db,
      'runs',
      'name judge judge_hash source source_hash truth done_items done_asks state created_at finished_at version',
    ),
    runId: db.prepare('SELECT id FROM runs WHERE name = ?'),
    run: db.prepare('SELECT * FROM runs WHERE name = ?'),
    runs: db.prepare('SELECT * FROM runs ORDER BY created_at DESC, id DESC'),
    setState: db.prepare('UPDATE runs SET state = ?, finished_at = ? WHERE id = ?'),
    setDone: db.prepare('UPDATE runs SET done_items = ?, done_asks = ? WHERE id = ?'),
    setSourceHash: db.prepare('UPDATE runs SET source_hash = ?, done_items = 0, done_asks = 0 WHERE id = ?'),
    setTruth: db.prepare('UPDATE runs SET truth = ? WHERE id = ?'),
    lease: db.prepare(`
      UPDATE runs SET lease_owner = :owner, lease_until = :until
      WHERE id = :id AND (lease_owner IS NULL OR lease_owner = :owner OR lease_until <= :now)`),
    release: db.prepare(`
      UPDATE runs SET lease_owner = NULL, lease_until = NULL WHERE id = ? AND lease_owner = ?`),
    leaseOwner: db.prepare('SELECT lease_owner FROM runs WHERE id = ?'),

    answered: db.prepare(`
      SELECT items.hash, revision, none
      FROM run_items
      JOIN verdicts ON run_item_id = run_items.id
      JOIN items ON items.id = verdicts.item_id
      WHERE run_id = ? AND run_items.item = ? AND criterion = ? AND "order" = ? AND response = ? AND sample = ?
      ORDER BY revision DESC LIMIT 1`),
    cachedAnswer: db.prepare(`
      SELECT answers.* FROM verdicts JOIN answers ON answers.id = answer_id
      WHERE key = ? ORDER BY verdicts.id DESC LIMIT 1`),
    cachedStep: db.prepare(`
      SELECT answers.* FROM steps JOIN answers ON answers.id = answer_id
      WHERE key = ? ORDER BY steps.id DESC LIMIT 1`),
    stepAnswer: db.prepare(`
      SELECT answers.* FROM steps JOIN answers ON answers.id = answer_id WHERE run_id = ? AND key = ?`),
    addAnswer: insertInto(db, 'answers', answerColumns),
    addStep: insertInto(db, 'steps', 'run_id key name answer_id cached at'),

    // Pages are short so that rows die young: pages of 500 cost 40 MB more over a million verdicts.
    places: db.prepare(`
      SELECT id, position FROM run_items
      WHERE run_id = ? AND (position, id) > (?, ?) ORDER BY position, id LIMIT 50`),
    verdictsOnItem: db.prepare(`
      SELECT item, criterion, "order", response, sample, revision,
        score, preference, category, none, distribution,
        mode, cached, key, reason, entropy, off_choices, scores, steps, at, answer_id,
        text, finish, choices, prompt_tokens, cached_tokens, completion_tokens, milliseconds, cost, model
      FROM latest_verdicts LEFT JOIN answers ON answers.id = answer_id
      WHERE run_item_id = ? ORDER BY criterion, "order", response, sample`),
    items: db.prepare(`
      SELECT run_items.id, position, items.item AS content
      FROM run_items JOIN items ON items.id = item_id
      WHERE run_id = ? AND (position, run_items.id) > (?, ?) ORDER BY position, run_items.id LIMIT 50`),
    item: db.prepare(`
      SELECT items.item AS content FROM run_items JOIN items ON items.id = item_id
      WHERE run_id = ? AND run_items.item = ?`),

    countLabels: db.prepare(`
      SELECT criterion, "order", score, preference, category, none, count(*) AS n
      FROM latest_verdicts WHERE run_id = ?
      GROUP BY criterion, "order", score, preference, category, none`),
    totals: db.prepare(`
      SELECT
        (SELECT count(*) FROM run_items WHERE run_id = :id) AS items,
        (SELECT count(*) FROM latest_verdicts WHERE run_id = :id) AS verdicts,
        (SELECT count(*) FROM latest_verdicts WHERE run_id = :id AND cached = 1) AS cached,
${used}
      FROM run_items
      JOIN verdicts ON run_item_id = run_items.id
      LEFT JOIN answers ON answers.id = answer_id
      WHERE run_id = :id`),
    stepTotals: db.prepare(`
      SELECT count(*) AS steps, ${used}
      FROM steps JOIN answers ON answers.id = answer_id WHERE run_id = :id`),

    rating: db.prepare('SELECT * FROM ratings WHERE run_id = ? AND key = ?'),
    addRating: insertInto(
      db,
      'ratings',
      `run_id key item annotator score preference category none distribution
       response criterion order sample round revision at guideline reason group metadata`,
    ),
    ratings: db.prepare('SELECT * FROM ratings WHERE run_id = ? AND id > ? ORDER BY id LIMIT 100'),
  }
}

/** An INSERT with a parameter of its name for each column; `columns` are parted by spaces. */
export function insertInto(db: DatabaseSync, table: string, columns: string): StatementSync {
  const list = columns.split(/\s+/)
  const names = list.map((column) => `"${column}"`).join(', ')
  const values = list.map((column) => `:${column}`).join(', ')
  return db.prepare(`INSERT INTO ${table} (${names}) VALUES (${values})`)
}
