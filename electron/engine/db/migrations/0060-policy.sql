-- Acts of the reviewer on policy, suppressions and registers: append-only, each with its entry in the journal.

-- Versions of the thresholds of the rules. The newest is in force; without any it is the default policy.
CREATE TABLE policy_version (
  id INTEGER PRIMARY KEY,
  seq INTEGER NOT NULL UNIQUE REFERENCES journal (seq),
  name TEXT NOT NULL,
  version INTEGER NOT NULL,
  "values" TEXT NOT NULL, -- JSON object by parameter
  digest TEXT NOT NULL, -- SHA-256 over the canonical JSON of the values
  reason TEXT NOT NULL,
  decided_by TEXT NOT NULL,
  decided_at TEXT NOT NULL,
  UNIQUE (name, version)
) STRICT;
CREATE TRIGGER policy_version_no_update BEFORE UPDATE ON policy_version
BEGIN SELECT RAISE(ABORT, 'versions of the policy are kept'); END;
CREATE TRIGGER policy_version_no_delete BEFORE DELETE ON policy_version
BEGIN SELECT RAISE(ABORT, 'versions of the policy are kept'); END;

-- Findings set aside by name, with a reason and until a date. A suppression is known by the journal entry that added it;
-- it is in force until an act ends it: a person revokes it, or its date passes. The app is kept by its reference, which
-- stays when a later file names the connector better. tenant and kind name one review item; null: the whole connector.
CREATE TABLE suppression_act (
  id INTEGER PRIMARY KEY,
  seq INTEGER NOT NULL UNIQUE REFERENCES journal (seq),
  act TEXT NOT NULL CHECK (act IN ('add', 'revoke', 'expire')),
  suppression INTEGER NOT NULL, -- seq of the act that added it
  name TEXT,
  rule TEXT,
  client INTEGER REFERENCES reference (id),
  tenant TEXT,
  kind TEXT,
  until TEXT, -- last day on which it holds
  reason TEXT NOT NULL,
  decided_by TEXT NOT NULL,
  decided_at TEXT NOT NULL,
  CHECK ((act = 'add') = (name IS NOT NULL AND rule IS NOT NULL AND client IS NOT NULL AND until IS NOT NULL AND suppression = seq))
) STRICT;
CREATE UNIQUE INDEX suppression_ends_once ON suppression_act (suppression) WHERE act <> 'add';
CREATE TRIGGER suppression_act_no_update BEFORE UPDATE ON suppression_act
BEGIN SELECT RAISE(ABORT, 'acts on suppressions are kept'); END;
CREATE TRIGGER suppression_act_no_delete BEFORE DELETE ON suppression_act
BEGIN SELECT RAISE(ABORT, 'acts on suppressions are kept'); END;

-- What the reviewer states of an app, over what registers state; the newest act on an app and field counts.
-- value: null takes earlier acts back, so that the registers count again; '' states that there is none.
CREATE TABLE app_act (
  id INTEGER PRIMARY KEY,
  seq INTEGER NOT NULL REFERENCES journal (seq),
  client INTEGER NOT NULL REFERENCES reference (id),
  connector TEXT NOT NULL, -- key at the time of the act
  field TEXT NOT NULL,
  value TEXT,
  reason TEXT NOT NULL,
  decided_by TEXT NOT NULL,
  decided_at TEXT NOT NULL,
  UNIQUE (seq, client)
) STRICT;
CREATE INDEX app_act_by_client ON app_act (client, field);
CREATE TRIGGER app_act_no_update BEFORE UPDATE ON app_act
BEGIN SELECT RAISE(ABORT, 'acts on registers are kept'); END;
CREATE TRIGGER app_act_no_delete BEFORE DELETE ON app_act
BEGIN SELECT RAISE(ABORT, 'acts on registers are kept'); END;

-- Derived ------------------------------------------------------------------------------------------------------------

-- Journal entry of the suppression in force on a finding, or null.
ALTER TABLE finding ADD COLUMN suppression INTEGER;
CREATE INDEX finding_by_suppression ON finding (suppression) WHERE suppression IS NOT NULL;
-- Where an owner is stated: a line of a register, or the journal entry of an act.
ALTER TABLE owner ADD COLUMN import_id INTEGER;
ALTER TABLE owner ADD COLUMN line INTEGER;
ALTER TABLE owner ADD COLUMN seq INTEGER;
-- Named only by an act of the reviewer: no file knows this person.
ALTER TABLE principal ADD COLUMN from_act INTEGER NOT NULL DEFAULT 0;

DROP VIEW v_owner;
-- Owners with their standing in the register of people; seq: the act that names them, null for a register.
CREATE VIEW v_owner AS
SELECT owner.connector, owner.role, owner.since, owner.seq, principal.email, principal.name, principal.status, principal.left_on, principal.in_register
FROM owner JOIN principal ON principal.id = owner.principal;

CREATE VIEW v_suppression AS
SELECT added.seq, added.name, added.rule, added.client, entity.id AS connector, added.tenant, added.kind, added.until, added.reason,
       added.decided_by, added.decided_at, ended.act AS ended_act, ended.reason AS ended_reason, ended.decided_by AS ended_by, ended.decided_at AS ended_at
FROM suppression_act added
LEFT JOIN entity ON entity.ref = added.client
LEFT JOIN suppression_act ended ON ended.suppression = added.seq AND ended.act <> 'add'
WHERE added.act = 'add';

-- The act in force on each app and field.
CREATE VIEW v_app_act AS
SELECT connector, field, value, seq, reason, decided_by, decided_at FROM (
  SELECT entity.id AS connector, field, value, seq, reason, decided_by, decided_at,
         row_number() OVER (PARTITION BY entity.id, field ORDER BY app_act.id DESC) AS newest
  FROM app_act JOIN entity ON entity.ref = app_act.client)
WHERE newest = 1 AND value IS NOT NULL;
