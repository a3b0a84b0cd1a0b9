-- Times are UTC milliseconds in INTEGER columns; days are whole days since 1970-01-01 (time / 86400000).
-- Everything that came from a file carries its import_id; only rows of imports with status 'complete' count.

CREATE TABLE meta (
  key TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT;

-- Dictionaries -------------------------------------------------------------------------------------------------------

CREATE TABLE text (
  id INTEGER PRIMARY KEY,
  value TEXT NOT NULL UNIQUE
) STRICT;

-- An id as a source wrote it. space: 'google/app', 'entra/app', 'entra/sp', 'principal', …
CREATE TABLE reference (
  id INTEGER PRIMARY KEY,
  space TEXT NOT NULL,
  value TEXT NOT NULL,
  UNIQUE (space, value)
) STRICT;

-- A call without ids and query. matcher: 'graph', 'google', 'plain'.
CREATE TABLE operation (
  id INTEGER PRIMARY KEY,
  matcher TEXT NOT NULL,
  key TEXT NOT NULL,
  quality TEXT NOT NULL,
  UNIQUE (matcher, key, quality)
) STRICT;

-- A sorted JSON array of scope texts.
CREATE TABLE scope_set (
  id INTEGER PRIMARY KEY,
  value TEXT NOT NULL UNIQUE
) STRICT;

-- Imports ------------------------------------------------------------------------------------------------------------

CREATE TABLE import (
  id INTEGER PRIMARY KEY,
  status TEXT NOT NULL CHECK (status IN ('staging', 'complete')),
  sha256 TEXT NOT NULL,
  file_name TEXT NOT NULL,
  bytes INTEGER NOT NULL,
  encoding TEXT NOT NULL,
  format TEXT NOT NULL,
  format_label TEXT NOT NULL,
  platform TEXT NOT NULL,
  mapping TEXT,
  log TEXT,
  log_label TEXT,
  log_grade TEXT,
  system TEXT NOT NULL,
  tenant TEXT NOT NULL,
  as_of INTEGER NOT NULL,
  extracted_by TEXT NOT NULL,
  method TEXT NOT NULL,
  has_copy INTEGER NOT NULL,
  imported_at INTEGER NOT NULL,
  -- First ids this import may own in the bulk tables and among the references, so that staging rows can be removed without a scan.
  first_event INTEGER NOT NULL,
  first_lifecycle INTEGER NOT NULL,
  first_grant INTEGER NOT NULL,
  first_reference INTEGER NOT NULL,
  read INTEGER NOT NULL DEFAULT 0,
  accepted INTEGER NOT NULL DEFAULT 0,
  rejected INTEGER NOT NULL DEFAULT 0,
  duplicate INTEGER NOT NULL DEFAULT 0,
  not_relevant INTEGER NOT NULL DEFAULT 0,
  connectors INTEGER NOT NULL DEFAULT 0,
  grants INTEGER NOT NULL DEFAULT 0,
  events INTEGER NOT NULL DEFAULT 0,
  first_time INTEGER,
  last_time INTEGER,
  warnings TEXT NOT NULL DEFAULT '[]',
  CHECK (status = 'staging' OR read = accepted + rejected + duplicate + not_relevant)
) STRICT;
CREATE UNIQUE INDEX import_once ON import (sha256, format, tenant) WHERE status = 'complete';

CREATE TABLE import_reason (
  import_id INTEGER NOT NULL REFERENCES import (id),
  outcome TEXT NOT NULL,
  reason TEXT NOT NULL,
  count INTEGER NOT NULL,
  PRIMARY KEY (import_id, outcome, reason)
) STRICT, WITHOUT ROWID;

-- Records that were not accepted, secrets redacted. All rejected ones are kept; of the others the first of each reason.
CREATE TABLE import_row (
  import_id INTEGER NOT NULL REFERENCES import (id),
  outcome TEXT NOT NULL,
  ordinal INTEGER NOT NULL,
  line INTEGER NOT NULL,
  reason TEXT NOT NULL,
  excerpt TEXT NOT NULL,
  PRIMARY KEY (import_id, outcome, ordinal)
) STRICT, WITHOUT ROWID;

-- Days on which a log of a tenant holds at least one record, relevant or not; `events` counts those records.
CREATE TABLE log_day (
  import_id INTEGER NOT NULL REFERENCES import (id),
  day INTEGER NOT NULL,
  events INTEGER NOT NULL,
  PRIMARY KEY (import_id, day)
) STRICT, WITHOUT ROWID;

-- Facts as read ------------------------------------------------------------------------------------------------------

CREATE TABLE alias_fact (
  import_id INTEGER NOT NULL,
  a INTEGER NOT NULL,
  b INTEGER NOT NULL,
  PRIMARY KEY (import_id, a, b)
) STRICT, WITHOUT ROWID;

CREATE TABLE connector_fact (
  import_id INTEGER NOT NULL,
  line INTEGER NOT NULL,
  client INTEGER NOT NULL,
  name TEXT,
  publisher TEXT,
  publisher_verified INTEGER,
  owner_tenant TEXT,
  enabled INTEGER,
  created_at INTEGER
) STRICT;

CREATE TABLE name_fact (
  import_id INTEGER NOT NULL,
  client INTEGER NOT NULL,
  name TEXT NOT NULL,
  PRIMARY KEY (import_id, client, name)
) STRICT, WITHOUT ROWID;

CREATE TABLE credential_fact (
  import_id INTEGER NOT NULL,
  client INTEGER NOT NULL,
  kind TEXT NOT NULL,
  start_at INTEGER,
  end_at INTEGER
) STRICT;

CREATE TABLE permission_fact (
  import_id INTEGER NOT NULL,
  client INTEGER NOT NULL,
  permission_id TEXT NOT NULL,
  kind TEXT NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY (import_id, client, permission_id, kind)
) STRICT, WITHOUT ROWID;

CREATE TABLE grant_fact (
  id INTEGER PRIMARY KEY,
  import_id INTEGER NOT NULL,
  line INTEGER NOT NULL,
  client INTEGER NOT NULL,
  kind TEXT NOT NULL,
  principal INTEGER NOT NULL,
  resource INTEGER NOT NULL,
  scope_set INTEGER NOT NULL,
  scope_ids TEXT,
  granted_at INTEGER,
  last_used_at INTEGER
) STRICT;

CREATE TABLE principal_fact (
  import_id INTEGER NOT NULL,
  line INTEGER NOT NULL,
  principal INTEGER NOT NULL,
  name TEXT,
  department TEXT,
  status TEXT,
  manager TEXT,
  left_on TEXT,
  is_register INTEGER NOT NULL
) STRICT;

CREATE TABLE owner_fact (
  import_id INTEGER NOT NULL,
  line INTEGER NOT NULL,
  client INTEGER NOT NULL,
  owner INTEGER NOT NULL,
  role TEXT NOT NULL,
  since TEXT,
  purpose TEXT
) STRICT;

-- Every call, as compact integers. No secondary index: screens and rules read the roll-ups below.
-- kind: 0 use, 1 issue, 2 refresh. result: 0 success, 1 denied, 2 attempted. principal 0 = none (app-only).
CREATE TABLE event (
  id INTEGER PRIMARY KEY,
  import_id INTEGER NOT NULL,
  line INTEGER NOT NULL,
  time INTEGER NOT NULL,
  kind INTEGER NOT NULL,
  client INTEGER NOT NULL,
  principal INTEGER NOT NULL,
  operation INTEGER NOT NULL,
  result INTEGER NOT NULL,
  bytes INTEGER,
  ip INTEGER,
  key_high INTEGER NOT NULL,
  key_low INTEGER NOT NULL
) STRICT;

CREATE TABLE lifecycle_fact (
  id INTEGER PRIMARY KEY,
  import_id INTEGER NOT NULL,
  line INTEGER NOT NULL,
  time INTEGER NOT NULL,
  kind TEXT NOT NULL,
  client INTEGER NOT NULL,
  principal INTEGER NOT NULL,
  actor INTEGER NOT NULL,
  result INTEGER NOT NULL,
  ip INTEGER,
  scope_set INTEGER,
  previous_scope_set INTEGER,
  is_tenant_wide INTEGER NOT NULL,
  detail TEXT NOT NULL,
  correlation INTEGER,
  key_high INTEGER NOT NULL,
  key_low INTEGER NOT NULL
) STRICT;

-- Usage per connector, person, operation and day, built while importing.
CREATE TABLE usage (
  import_id INTEGER NOT NULL,
  client INTEGER NOT NULL,
  principal INTEGER NOT NULL,
  operation INTEGER NOT NULL,
  day INTEGER NOT NULL,
  class INTEGER NOT NULL, -- kind * 4 + result
  count INTEGER NOT NULL,
  bytes INTEGER NOT NULL,
  first_time INTEGER NOT NULL,
  last_time INTEGER NOT NULL,
  first_event INTEGER NOT NULL,
  last_event INTEGER NOT NULL,
  PRIMARY KEY (import_id, client, principal, operation, day, class)
) STRICT, WITHOUT ROWID;

-- Journal and decisions ----------------------------------------------------------------------------------------------

CREATE TABLE journal (
  seq INTEGER PRIMARY KEY,
  at TEXT NOT NULL,
  actor TEXT NOT NULL,
  type TEXT NOT NULL,
  payload TEXT NOT NULL,
  prev TEXT NOT NULL,
  hash TEXT NOT NULL UNIQUE
) STRICT;
CREATE TRIGGER journal_no_update BEFORE UPDATE ON journal
BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
CREATE TRIGGER journal_no_delete BEFORE DELETE ON journal
BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
CREATE TRIGGER journal_in_order BEFORE INSERT ON journal
WHEN NEW.seq <> (SELECT coalesce(max(seq), 0) + 1 FROM journal)
  OR NEW.prev <> coalesce((SELECT hash FROM journal ORDER BY seq DESC LIMIT 1), '0000000000000000000000000000000000000000000000000000000000000000')
BEGIN SELECT RAISE(ABORT, 'a journal entry must follow the last one'); END;

CREATE TABLE decision (
  id INTEGER PRIMARY KEY,
  seq INTEGER NOT NULL UNIQUE REFERENCES journal (seq),
  tenant TEXT NOT NULL,
  client INTEGER NOT NULL REFERENCES reference (id),
  kind TEXT NOT NULL,
  decision TEXT NOT NULL,
  reason TEXT NOT NULL,
  scopes TEXT NOT NULL,
  principals TEXT NOT NULL,
  until TEXT,
  owner TEXT,
  agreed INTEGER,
  decided_by TEXT NOT NULL,
  decided_at TEXT NOT NULL,
  undone_seq INTEGER REFERENCES journal (seq),
  submitted_seq INTEGER REFERENCES journal (seq)
) STRICT;
CREATE TRIGGER decision_no_delete BEFORE DELETE ON decision
BEGIN SELECT RAISE(ABORT, 'decisions are kept'); END;
CREATE TRIGGER decision_fixed BEFORE UPDATE ON decision
WHEN NEW.seq <> OLD.seq OR NEW.tenant <> OLD.tenant OR NEW.client <> OLD.client OR NEW.kind <> OLD.kind
  OR NEW.decision <> OLD.decision OR NEW.reason <> OLD.reason OR NEW.scopes <> OLD.scopes
  OR NEW.principals <> OLD.principals OR NEW.until IS NOT OLD.until OR NEW.owner IS NOT OLD.owner
  OR NEW.agreed IS NOT OLD.agreed OR NEW.decided_by <> OLD.decided_by OR NEW.decided_at <> OLD.decided_at
  OR (OLD.undone_seq IS NOT NULL AND NEW.undone_seq IS NOT OLD.undone_seq)
  OR (OLD.submitted_seq IS NOT NULL AND NEW.submitted_seq IS NOT OLD.submitted_seq)
BEGIN SELECT RAISE(ABORT, 'a decision cannot be rewritten'); END;

-- Derived from the facts of complete imports; rebuilt as a whole, in an order that does not depend on import order. ----

CREATE TABLE entity (
  ref INTEGER PRIMARY KEY,
  id INTEGER NOT NULL
) STRICT;

CREATE TABLE connector (
  id INTEGER PRIMARY KEY,
  key TEXT NOT NULL UNIQUE,
  platform TEXT NOT NULL,
  ref INTEGER NOT NULL,
  native_id TEXT NOT NULL,
  name TEXT NOT NULL,
  names TEXT NOT NULL,
  name_warning TEXT,
  publisher TEXT,
  publisher_verified INTEGER,
  owner_tenant TEXT,
  is_internal INTEGER,
  enabled INTEGER,
  created_at INTEGER,
  first_seen INTEGER,
  purpose TEXT,
  in_population INTEGER NOT NULL,
  is_resource_only INTEGER NOT NULL,
  -- summary, one row of the inventory
  tenants TEXT NOT NULL DEFAULT '[]',
  kinds TEXT NOT NULL DEFAULT '',
  people INTEGER NOT NULL DEFAULT 0,
  is_tenant_wide INTEGER NOT NULL DEFAULT 0,
  scopes INTEGER NOT NULL DEFAULT 0,
  unrated_scopes INTEGER NOT NULL DEFAULT 0,
  tier INTEGER,
  tier_rank INTEGER NOT NULL DEFAULT 0,
  last_use INTEGER,
  last_use_grade TEXT NOT NULL DEFAULT 'Q0',
  critical INTEGER NOT NULL DEFAULT 0,
  high INTEGER NOT NULL DEFAULT 0,
  medium INTEGER NOT NULL DEFAULT 0,
  low INTEGER NOT NULL DEFAULT 0,
  items INTEGER NOT NULL DEFAULT 0,
  risk INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE principal (
  id INTEGER PRIMARY KEY,
  key TEXT NOT NULL UNIQUE,
  name TEXT,
  email TEXT,
  department TEXT,
  status TEXT,
  manager TEXT,
  left_on TEXT,
  in_register INTEGER NOT NULL
) STRICT;

CREATE TABLE item (
  id INTEGER PRIMARY KEY,
  key TEXT NOT NULL UNIQUE,
  connector INTEGER NOT NULL,
  tenant TEXT NOT NULL,
  kind TEXT NOT NULL,
  grants INTEGER NOT NULL,
  people INTEGER NOT NULL,
  scopes INTEGER NOT NULL DEFAULT 0,
  unrated_scopes INTEGER NOT NULL DEFAULT 0,
  tier INTEGER,
  tier_rank INTEGER NOT NULL DEFAULT 0,
  first_granted INTEGER,
  as_of INTEGER NOT NULL,
  last_use INTEGER,
  last_use_grade TEXT NOT NULL DEFAULT 'Q0',
  risk INTEGER NOT NULL DEFAULT 0,
  UNIQUE (connector, tenant, kind)
) STRICT;

-- 'grant' is a reserved word of SQL.
CREATE TABLE consent_grant (
  id INTEGER PRIMARY KEY,
  item INTEGER NOT NULL,
  connector INTEGER NOT NULL,
  principal INTEGER NOT NULL,
  resource INTEGER NOT NULL,
  scope_set INTEGER NOT NULL,
  granted_at INTEGER,
  granted_basis TEXT,
  last_used_at INTEGER,
  sources INTEGER NOT NULL,
  import_id INTEGER NOT NULL,
  line INTEGER NOT NULL
) STRICT;

CREATE TABLE item_scope (
  item INTEGER NOT NULL,
  scope TEXT NOT NULL,
  resource TEXT,
  label TEXT NOT NULL,
  tier INTEGER,
  is_known INTEGER NOT NULL,
  is_passive INTEGER NOT NULL,
  basis TEXT NOT NULL,
  status TEXT NOT NULL,
  statement TEXT NOT NULL,
  need TEXT,
  redundant_with TEXT NOT NULL,
  grade TEXT NOT NULL,
  first_time INTEGER,
  last_time INTEGER,
  count INTEGER NOT NULL,
  denied INTEGER NOT NULL,
  attempted INTEGER NOT NULL,
  people INTEGER NOT NULL,
  operations TEXT NOT NULL,
  PRIMARY KEY (item, scope)
) STRICT, WITHOUT ROWID;

-- Calls per connector, tenant, kind of token, operation and person. class as in usage.
CREATE TABLE usage_pair (
  connector INTEGER NOT NULL,
  tenant TEXT NOT NULL,
  operation INTEGER NOT NULL,
  principal INTEGER NOT NULL,
  class INTEGER NOT NULL,
  count INTEGER NOT NULL,
  first_time INTEGER NOT NULL,
  last_time INTEGER NOT NULL,
  PRIMARY KEY (connector, tenant, operation, principal, class)
) STRICT, WITHOUT ROWID;

CREATE TABLE usage_day (
  connector INTEGER NOT NULL,
  day INTEGER NOT NULL,
  success INTEGER NOT NULL,
  denied INTEGER NOT NULL,
  attempted INTEGER NOT NULL,
  tokens INTEGER NOT NULL,
  people INTEGER NOT NULL,
  PRIMARY KEY (connector, day)
) STRICT, WITHOUT ROWID;

CREATE TABLE lifecycle (
  id INTEGER PRIMARY KEY,
  connector INTEGER NOT NULL,
  tenant TEXT NOT NULL,
  time INTEGER NOT NULL,
  kind TEXT NOT NULL,
  principal INTEGER NOT NULL,
  actor INTEGER NOT NULL,
  result INTEGER NOT NULL,
  ip INTEGER,
  scope_set INTEGER,
  is_tenant_wide INTEGER NOT NULL,
  detail TEXT NOT NULL,
  import_id INTEGER NOT NULL,
  line INTEGER NOT NULL,
  -- Records merged into this row: one act often leaves several audit entries.
  sources INTEGER NOT NULL
) STRICT;

CREATE TABLE owner (
  connector INTEGER NOT NULL,
  principal INTEGER NOT NULL,
  role TEXT NOT NULL,
  since TEXT,
  PRIMARY KEY (connector, principal, role)
) STRICT, WITHOUT ROWID;

CREATE TABLE log_window (
  platform TEXT NOT NULL,
  tenant TEXT NOT NULL,
  log TEXT NOT NULL,
  label TEXT NOT NULL,
  grade TEXT NOT NULL,
  from_day INTEGER NOT NULL,
  to_day INTEGER NOT NULL,
  as_of INTEGER NOT NULL,
  covered_days INTEGER NOT NULL,
  missing_days TEXT NOT NULL,
  PRIMARY KEY (tenant, log)
) STRICT, WITHOUT ROWID;

CREATE TABLE finding (
  id INTEGER PRIMARY KEY,
  rule TEXT NOT NULL,
  outcome TEXT NOT NULL,
  severity TEXT,
  connector INTEGER NOT NULL,
  item INTEGER,
  sentence TEXT NOT NULL,
  missing TEXT,
  scopes TEXT NOT NULL,
  evidence TEXT NOT NULL
) STRICT;

CREATE INDEX entity_by_id ON entity (id);
CREATE INDEX item_by_connector ON item (connector);
CREATE INDEX item_by_risk ON item (risk DESC, key);
CREATE INDEX grant_by_connector ON consent_grant (connector, principal);
CREATE INDEX lifecycle_by_connector ON lifecycle (connector, time);
CREATE INDEX finding_by_connector ON finding (connector);
CREATE INDEX connector_by_risk ON connector (risk DESC, key);
CREATE INDEX decision_by_item ON decision (client, tenant, kind);
CREATE INDEX principal_by_email ON principal (email);
CREATE INDEX principal_in_register ON principal (id) WHERE in_register = 1;
CREATE INDEX credential_by_client ON credential_fact (client);

-- The documented views that rules may read. ---------------------------------------------------------------------------

-- One row per review item with the facts of its connector.
CREATE VIEW v_item AS
SELECT item.id AS item, item.key AS item_key, item.connector, item.tenant, item.kind, item.grants, item.people,
       item.tier, item.tier_rank, item.first_granted, item.as_of, item.last_use, item.last_use_grade,
       connector.platform, connector.name, connector.publisher, connector.publisher_verified, connector.is_internal,
       connector.created_at, connector.first_seen
FROM item JOIN connector ON connector.id = item.connector;

-- One row per granted scope of an item, with what the evidence says about it.
CREATE VIEW v_item_scope AS SELECT * FROM item_scope;

-- Owners with their standing in the register of people.
CREATE VIEW v_owner AS
SELECT owner.connector, owner.role, owner.since, principal.email, principal.name, principal.status, principal.left_on, principal.in_register
FROM owner JOIN principal ON principal.id = owner.principal;

-- Use, issue and refresh per connector and person; kind 0 use, 1 issue, 2 refresh; result 0 success, 1 denied, 2 attempted.
CREATE VIEW v_usage AS
SELECT connector, tenant, operation, principal, class / 4 AS kind, class % 4 AS result, count, first_time, last_time
FROM usage_pair;

-- Consents, revocations and other lifecycle events, in time order per connector.
CREATE VIEW v_lifecycle AS SELECT * FROM lifecycle;

-- What each log covers.
CREATE VIEW v_log_window AS SELECT * FROM log_window;

-- Decisions with the review item they are about; the newest one of an item that was not undone is in force.
CREATE VIEW v_decision AS
SELECT item.id AS item, item.connector, decision.*
FROM decision JOIN entity ON entity.ref = decision.client
JOIN item ON item.connector = entity.id AND item.tenant = decision.tenant AND item.kind = decision.kind;

CREATE VIEW v_decision_in_force AS
SELECT * FROM v_decision
WHERE undone_seq IS NULL
  AND id = (SELECT max(d.id) FROM v_decision d WHERE d.item = v_decision.item AND d.undone_seq IS NULL);
