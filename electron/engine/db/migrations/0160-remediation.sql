-- What becomes of decisions that need work.

-- Acts on carrying out a decision; a claim says that it was done, and only a later import shows it. One journal entry may
-- speak of several decisions. decision: uid of the decision.
CREATE TABLE remedy_act (
  id INTEGER PRIMARY KEY,
  seq INTEGER NOT NULL REFERENCES journal (seq),
  decision TEXT NOT NULL,
  act TEXT NOT NULL CHECK (act IN ('owner', 'deadline', 'export', 'claim', 'withdraw')),
  owner TEXT, -- with 'owner': who carries it out, in words; null takes the owner away
  person TEXT, -- with 'owner': the same as a person of the case, by certificate
  due TEXT, -- with 'deadline': ISO date
  reason TEXT NOT NULL, -- of a deadline or a withdrawal; '' otherwise
  said_by TEXT, -- with 'claim': who says that it is done
  reference TEXT, -- with 'claim': ticket, change or message that shows it
  format TEXT, -- with 'export'
  digest TEXT, -- with 'export': SHA-256 of the file
  acted_by TEXT NOT NULL,
  acted_at TEXT NOT NULL,
  UNIQUE (seq, decision)
) STRICT;
CREATE INDEX remedy_act_by_decision ON remedy_act (decision, id);
CREATE TRIGGER remedy_act_no_update BEFORE UPDATE ON remedy_act
BEGIN SELECT RAISE(ABORT, 'acts on carrying out a decision are kept'); END;
CREATE TRIGGER remedy_act_no_delete BEFORE DELETE ON remedy_act
BEGIN SELECT RAISE(ABORT, 'acts on carrying out a decision are kept'); END;

-- Derived ------------------------------------------------------------------------------------------------------------

-- Formats of the lists that ever spoke of grants of a connector in a tenant; '' for what only events say.
CREATE TABLE grant_source (
  connector INTEGER NOT NULL,
  tenant TEXT NOT NULL,
  kind TEXT NOT NULL,
  format TEXT NOT NULL,
  PRIMARY KEY (connector, tenant, kind, format)
) STRICT, WITHOUT ROWID;

-- Grants that stand, that a whole list lacked or an event ended in between, and that came back. scopes: JSON array of
-- those that were away; empty when the whole grant was. import_id, line: what shows it again.
CREATE TABLE returned_grant (
  id INTEGER PRIMARY KEY,
  connector INTEGER NOT NULL,
  tenant TEXT NOT NULL,
  kind TEXT NOT NULL,
  principal INTEGER NOT NULL,
  resource INTEGER NOT NULL,
  scopes TEXT NOT NULL,
  gone_as_of INTEGER NOT NULL,
  back_as_of INTEGER NOT NULL,
  import_id INTEGER NOT NULL,
  line INTEGER NOT NULL
) STRICT;
CREATE INDEX returned_grant_by_connector ON returned_grant (connector, tenant, kind);

-- What later evidence says of decisions up to the as-of time of the case, by id of the decision. verdict: 'verified' (what
-- was to go is not there any more), 'regressed' (it was gone or said to be, and is there or in use again), 'still-there'
-- (it was said to be gone, and a later list shows it), 'waiting' (a condition whose date has not come), 'open' (none of
-- these). evidence: JSON array of {importId, line, note}; line null for a file as a whole.
CREATE TABLE remedy_state (
  decision INTEGER PRIMARY KEY,
  verdict TEXT NOT NULL CHECK (verdict IN ('verified', 'regressed', 'still-there', 'waiting', 'open')),
  sentence TEXT NOT NULL,
  caution TEXT,
  missing TEXT,
  as_of INTEGER,
  evidence TEXT NOT NULL
) STRICT;

-- What takes the place of a decision.
CREATE INDEX decision_replacing ON decision (replaces) WHERE replaces IS NOT NULL;

-- A list of grants that a later export repeats byte for byte says that nothing changed.
DROP INDEX import_once;
CREATE UNIQUE INDEX import_once ON import (sha256, format, tenant, as_of) WHERE status = 'complete';
