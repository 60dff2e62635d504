/**
 * What each version of the database added, oldest first: `PRAGMA user_version`
 * counts those that a file has been through. Only ever append to this list.
 *
 * Absent texts that are part of what makes an ask (order, response) are '', so
 * that they can be compared; everything else that is absent is NULL. Hashes
 * are BLOBs of 32 bytes. A text that UTF-8 cannot hold is a BLOB: see rows.ts.
 */
export const migrations: readonly string[] = [
  `
  CREATE TABLE runs (
    id           INTEGER PRIMARY KEY,
    name         TEXT NOT NULL UNIQUE,
    judge        TEXT NOT NULL,             -- JSON
    judge_hash   TEXT NOT NULL,
    source       TEXT NOT NULL,
    source_hash  TEXT,
    truth        TEXT,                      -- what it was last measured against
    state        TEXT NOT NULL,             -- running, finished, stopped
    created_at   TEXT NOT NULL,
    finished_at  TEXT,
    version      TEXT NOT NULL,
    lease_owner  TEXT,
    lease_until  INTEGER                    -- milliseconds since 1970
  );

  -- Whatever was judged, each content once.
  CREATE TABLE items (
    id    INTEGER PRIMARY KEY,
    hash  BLOB NOT NULL UNIQUE,
    item  TEXT NOT NULL                     -- JSON
  );

  -- Which content a run's item has now, and where it stands.
  CREATE TABLE run_items (
    id        INTEGER PRIMARY KEY,
    run_id    INTEGER NOT NULL REFERENCES runs,
    item      TEXT NOT NULL,                -- the item's own id
    position  INTEGER NOT NULL,
    item_id   INTEGER NOT NULL REFERENCES items,
    UNIQUE (run_id, item)
  );
  CREATE INDEX run_items_in_order ON run_items (run_id, position);

  -- One row a call that gave one; verdicts whose answer came from the cache share it.
  CREATE TABLE answers (
    id                 INTEGER PRIMARY KEY,
    text               TEXT NOT NULL,
    finish             TEXT NOT NULL,
    choices            TEXT,                -- JSON: natural logs of probabilities
    prompt_tokens      INTEGER,
    cached_tokens      INTEGER,
    completion_tokens  INTEGER,
    milliseconds       REAL,
    cost               REAL,                -- US dollars
    model              TEXT
  );

  -- Append-only. One of score, preference, category and none is there.
  CREATE TABLE verdicts (
    id            INTEGER PRIMARY KEY,
    run_item_id   INTEGER NOT NULL REFERENCES run_items,
    criterion     TEXT NOT NULL,
    "order"       TEXT NOT NULL,            -- AB, BA or ''
    response      TEXT NOT NULL,
    sample        INTEGER NOT NULL,
    revision      INTEGER NOT NULL,
    item_id       INTEGER NOT NULL REFERENCES items,
    key           BLOB NOT NULL,            -- hash of what was asked
    answer_id     INTEGER REFERENCES answers,  -- NULL where the call failed
    score         REAL,
    preference    TEXT,                     -- a response's id, or tie
    category      TEXT,
    none          TEXT,                     -- why there is no label
    distribution  TEXT,                     -- JSON: probabilities
    mode          TEXT NOT NULL,
    cached        INTEGER NOT NULL,
    reason        TEXT,
    entropy       REAL,                     -- bits
    off_choices   REAL,
    at            TEXT NOT NULL,
    UNIQUE (run_item_id, criterion, "order", response, sample, revision),
    CHECK ((score IS NOT NULL) + (preference IS NOT NULL) + (category IS NOT NULL) + (none IS NOT NULL) = 1)
  );
  CREATE INDEX answered_by_key ON verdicts (key) WHERE answer_id IS NOT NULL;

  CREATE TABLE ratings (
    id            INTEGER PRIMARY KEY,
    run_id        INTEGER NOT NULL REFERENCES runs,
    key           BLOB NOT NULL,
    item          TEXT NOT NULL,
    annotator     TEXT NOT NULL,
    score         REAL,
    preference    TEXT,
    category      TEXT,
    none          TEXT,
    distribution  TEXT,
    response      TEXT,
    criterion     TEXT,
    "order"       TEXT,
    sample        INTEGER,
    round         INTEGER,
    revision      INTEGER,
    at            TEXT,
    guideline     TEXT,
    reason        TEXT,
    "group"       TEXT,
    metadata      TEXT,                     -- JSON
    UNIQUE (run_id, key)
  );
  CREATE INDEX ratings_in_order ON ratings (run_id);

  -- What every measure reads: of each ask, the verdict that was given last.
  CREATE VIEW latest_verdicts AS
  SELECT
    runs.name AS run, run_items.position, run_items.item,
    criterion, "order", response, sample, revision,
    score, preference, category, none,
    reason, answers.text AS answer, distribution, entropy, off_choices,
    mode, cached, key, at,
    verdicts.id, run_items.run_id, run_item_id, verdicts.item_id, answer_id
  FROM verdicts
  JOIN run_items ON run_items.id = run_item_id
  JOIN runs ON runs.id = run_items.run_id
  LEFT JOIN answers ON answers.id = answer_id
  WHERE NOT EXISTS (
    SELECT 1 FROM verdicts AS later
    WHERE later.run_item_id = verdicts.run_item_id AND later.criterion = verdicts.criterion
      AND later."order" = verdicts."order" AND later.response = verdicts.response
      AND later.sample = verdicts.sample AND later.revision > verdicts.revision
  );
  `,
  `
  -- Items from the first on that are answered in full, and the asks they made.
  ALTER TABLE runs ADD COLUMN done_items INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE runs ADD COLUMN done_asks INTEGER NOT NULL DEFAULT 0;
  `,
  `
  -- What was answered on the way to verdicts.
  CREATE TABLE steps (
    id         INTEGER PRIMARY KEY,
    run_id     INTEGER NOT NULL REFERENCES runs,
    key        BLOB NOT NULL,             -- hash of what was asked
    name       TEXT NOT NULL,
    answer_id  INTEGER NOT NULL REFERENCES answers,
    cached     INTEGER NOT NULL,
    at         TEXT NOT NULL,
    UNIQUE (run_id, key)
  );
  CREATE INDEX steps_by_key ON steps (key);

  ALTER TABLE verdicts ADD COLUMN scores TEXT;  -- JSON: each response's, where one answer scored several
  ALTER TABLE verdicts ADD COLUMN steps TEXT;   -- JSON: names and keys of what was asked before

  DROP VIEW latest_verdicts;
  CREATE VIEW latest_verdicts AS
  SELECT
    runs.name AS run, run_items.position, run_items.item,
    criterion, "order", response, sample, revision,
    score, preference, category, none,
    reason, answers.text AS answer, distribution, scores, entropy, off_choices,
    mode, cached, key, steps, at,
    verdicts.id, run_items.run_id, run_item_id, verdicts.item_id, answer_id
  FROM verdicts
  JOIN run_items ON run_items.id = run_item_id
  JOIN runs ON runs.id = run_items.run_id
  LEFT JOIN answers ON answers.id = answer_id
  WHERE NOT EXISTS (
    SELECT 1 FROM verdicts AS later
    WHERE later.run_item_id = verdicts.run_item_id AND later.criterion = verdicts.criterion
      AND later."order" = verdicts."order" AND later.response = verdicts.response
      AND later.sample = verdicts.sample AND later.revision > verdicts.revision
  );
  `,
]
