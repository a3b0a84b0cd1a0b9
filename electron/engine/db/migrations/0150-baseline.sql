-- Signed bundles of earlier reviews that a case compares itself with, and what the comparison says.

-- Bundles that verified, as they were read. bundle: SHA-256 of the file. content: digest of its facts. facts: canonical JSON
-- of what it states as a whole (windows of logs, rules, catalog, its own baselines); digest: SHA-256 over facts and items, so
-- that the rows can be checked against the journal.
CREATE TABLE baseline_bundle (
  bundle TEXT PRIMARY KEY,
  content TEXT NOT NULL,
  report_id TEXT NOT NULL,
  signers TEXT NOT NULL, -- JSON array, in the order in which they signed
  signed_at TEXT NOT NULL, -- ISO 8601 UTC, of the last of them
  journal_head TEXT NOT NULL,
  journal_count INTEGER NOT NULL,
  as_of TEXT,
  facts TEXT NOT NULL,
  digest TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TRIGGER baseline_bundle_no_update BEFORE UPDATE ON baseline_bundle
BEGIN SELECT RAISE(ABORT, 'what a baseline states is kept'); END;
CREATE TRIGGER baseline_bundle_no_delete BEFORE DELETE ON baseline_bundle
BEGIN SELECT RAISE(ABORT, 'what a baseline states is kept'); END;

-- The review items of a bundle with the decision in force when it was signed. facts: canonical JSON of all of it.
CREATE TABLE baseline_item (
  bundle TEXT NOT NULL REFERENCES baseline_bundle (bundle),
  key TEXT NOT NULL,
  facts TEXT NOT NULL,
  name TEXT NOT NULL AS (facts ->> '$.name'),
  platform TEXT NOT NULL AS (facts ->> '$.platform'),
  tenant TEXT NOT NULL AS (facts ->> '$.tenant'),
  kind TEXT NOT NULL AS (facts ->> '$.kind'),
  tier INTEGER AS (facts ->> '$.tier'),
  people INTEGER NOT NULL AS (facts ->> '$.people'),
  decision TEXT AS (facts ->> '$.decision.decision'),
  decided_by TEXT AS (facts ->> '$.decision.by'),
  decided_at TEXT AS (facts ->> '$.decision.at'),
  until TEXT AS (facts ->> '$.decision.until'),
  reason TEXT AS (facts ->> '$.decision.reason'),
  PRIMARY KEY (bundle, key)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER baseline_item_no_update BEFORE UPDATE ON baseline_item
BEGIN SELECT RAISE(ABORT, 'what a baseline states is kept'); END;
CREATE TRIGGER baseline_item_no_delete BEFORE DELETE ON baseline_item
BEGIN SELECT RAISE(ABORT, 'what a baseline states is kept'); END;

-- Acts on bundles; the newest act on a bundle counts. pinned: JSON array of the fingerprints its signers were compared with.
CREATE TABLE baseline_act (
  id INTEGER PRIMARY KEY,
  seq INTEGER NOT NULL UNIQUE REFERENCES journal (seq),
  act TEXT NOT NULL CHECK (act IN ('adopt', 'remove')),
  bundle TEXT NOT NULL REFERENCES baseline_bundle (bundle),
  file TEXT NOT NULL,
  pinned TEXT NOT NULL,
  reason TEXT NOT NULL,
  acted_by TEXT NOT NULL,
  acted_at TEXT NOT NULL
) STRICT;
CREATE TRIGGER baseline_act_no_update BEFORE UPDATE ON baseline_act
BEGIN SELECT RAISE(ABORT, 'acts on baselines are kept'); END;
CREATE TRIGGER baseline_act_no_delete BEFORE DELETE ON baseline_act
BEGIN SELECT RAISE(ABORT, 'acts on baselines are kept'); END;

-- The bundles a case holds, the newest signed first: that one is the baseline, the others are links of its chain.
CREATE VIEW v_baseline AS
SELECT b.*, act.seq, act.file, act.pinned, act.reason, act.acted_by, act.acted_at,
       row_number() OVER (ORDER BY b.signed_at DESC, b.bundle) = 1 AS is_newest
FROM baseline_bundle AS b JOIN baseline_act AS act ON act.bundle = b.bundle
WHERE act.act = 'adopt' AND act.id = (SELECT max(newest.id) FROM baseline_act AS newest WHERE newest.bundle = b.bundle)
ORDER BY b.signed_at DESC, b.bundle;

-- Derived ------------------------------------------------------------------------------------------------------------

-- Items of the baseline and what they are in this case, by the ids of their app. item: null when no grant of it stands.
CREATE TABLE baseline_match (
  key TEXT PRIMARY KEY,
  connector INTEGER,
  item INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX baseline_match_by_item ON baseline_match (item);

-- Documented for rules: decisions of the baseline on connectors of this case.
CREATE VIEW v_baseline_decision AS
SELECT m.connector, b.key, b.tenant, b.kind, b.people, b.decision, b.decided_by, b.decided_at, b.until, b.facts
FROM v_baseline AS v CROSS JOIN baseline_item AS b ON b.bundle = v.bundle JOIN baseline_match AS m ON m.key = b.key
WHERE v.is_newest AND m.connector IS NOT NULL AND b.decision IS NOT NULL;

-- What changed about each review item since the baseline. No rows without a baseline. lines: JSON, most important first;
-- count: how many of them are changes, the others say what was not compared.
CREATE TABLE item_delta (
  item INTEGER PRIMARY KEY,
  kind TEXT NOT NULL CHECK (kind IN ('new', 'changed', 'same')),
  lines TEXT NOT NULL,
  count INTEGER NOT NULL
) STRICT;

-- What becomes of each item of the baseline, one row for each, most pressing first.
CREATE TABLE baseline_carry (
  position INTEGER PRIMARY KEY,
  kind TEXT NOT NULL,
  key TEXT NOT NULL,
  item INTEGER,
  due TEXT, -- ISO date
  is_past INTEGER NOT NULL,
  sentence TEXT NOT NULL
) STRICT;
CREATE INDEX baseline_carry_by_kind ON baseline_carry (kind, position);

-- Successful calls of each connector by the operation log (Q1) that shows them. is_app: 1 for calls without a person.
CREATE TABLE log_use (
  connector INTEGER NOT NULL,
  tenant TEXT NOT NULL,
  log TEXT NOT NULL,
  is_app INTEGER NOT NULL,
  calls INTEGER NOT NULL,
  PRIMARY KEY (connector, tenant, log, is_app)
) STRICT, WITHOUT ROWID;
