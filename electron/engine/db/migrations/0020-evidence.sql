-- The ledger, snapshots, registers and what cannot be attributed.

-- What the user stated or the file says about the file as a whole.
ALTER TABLE import ADD COLUMN zone TEXT;
ALTER TABLE import ADD COLUMN day_order TEXT CHECK (day_order IN ('day-first', 'month-first'));
ALTER TABLE import ADD COLUMN subject TEXT NOT NULL DEFAULT '';
-- Records the source says it has: typed in by the user, or found in the file.
ALTER TABLE import ADD COLUMN stated_total INTEGER;
ALTER TABLE import ADD COLUMN found_total INTEGER;
-- Whether the export gives the whole of what it lists, as stated by the user.
ALTER TABLE import ADD COLUMN completeness TEXT NOT NULL DEFAULT 'whole' CHECK (completeness IN ('whole', 'part'));
-- Sentences that say where the file was cut off; empty when nothing says so.
ALTER TABLE import ADD COLUMN truncation TEXT NOT NULL DEFAULT '[]';
-- What the importer lists: 'tenant', 'principal', 'connector', or null for a log or register.
ALTER TABLE import ADD COLUMN lists TEXT;
-- Files imported together carry one extraction id.
ALTER TABLE import ADD COLUMN extraction TEXT NOT NULL DEFAULT '';
ALTER TABLE import ADD COLUMN container_name TEXT;
ALTER TABLE import ADD COLUMN container_sha256 TEXT;
-- Digest of the kept copy; differs from sha256 when secrets were taken out of it.
ALTER TABLE import ADD COLUMN copy_sha256 TEXT;
ALTER TABLE import ADD COLUMN secrets INTEGER NOT NULL DEFAULT 0;
ALTER TABLE import ADD COLUMN secret_kinds TEXT NOT NULL DEFAULT '[]';
-- Digest of the mapping profile the file was read by.
ALTER TABLE import ADD COLUMN profile TEXT;
-- Of the accepted records, those that name no app.
ALTER TABLE import ADD COLUMN unattributed INTEGER NOT NULL DEFAULT 0;
-- Accepted records by what they are mainly about; together they are the accepted ones.
ALTER TABLE import ADD COLUMN grant_records INTEGER NOT NULL DEFAULT 0;
ALTER TABLE import ADD COLUMN event_records INTEGER NOT NULL DEFAULT 0;
ALTER TABLE import ADD COLUMN other_records INTEGER NOT NULL DEFAULT 0;
-- What the platform says of the log: how long it is kept, how late records may come, whether counts are only lower bounds.
ALTER TABLE import ADD COLUMN log_retention TEXT;
ALTER TABLE import ADD COLUMN log_latency_hours INTEGER;
ALTER TABLE import ADD COLUMN log_is_lower_bound INTEGER NOT NULL DEFAULT 0;
-- First ids in the dictionaries that this import may have made, so that nothing of an unfinished one stays in the case.
-- Of imports made before this was kept nothing is removed.
ALTER TABLE import ADD COLUMN first_text INTEGER NOT NULL DEFAULT 9007199254740991;
ALTER TABLE import ADD COLUMN first_operation INTEGER NOT NULL DEFAULT 9007199254740991;
ALTER TABLE import ADD COLUMN first_scope_set INTEGER NOT NULL DEFAULT 9007199254740991;
-- Totals row of a usage roll-up that does not agree with its rows, in words.
ALTER TABLE import ADD COLUMN contradiction TEXT;
-- 1 = times without a zone were read as UTC though the export writes the zone of whoever made it.
ALTER TABLE import ADD COLUMN zone_assumed INTEGER NOT NULL DEFAULT 0;

ALTER TABLE grant_fact ADD COLUMN expires_at INTEGER;
ALTER TABLE grant_fact ADD COLUMN from_event INTEGER NOT NULL DEFAULT 0;
ALTER TABLE connector_fact ADD COLUMN last_used_at INTEGER;
ALTER TABLE connector_fact ADD COLUMN stated_users INTEGER;

CREATE TABLE register_fact (
  import_id INTEGER NOT NULL,
  line INTEGER NOT NULL,
  register TEXT NOT NULL,
  key TEXT NOT NULL,
  client INTEGER,
  "values" TEXT NOT NULL -- a JSON object of texts
) STRICT;

-- What an app did where the record does not say which app. kind and result as in event.
CREATE TABLE unattributed_fact (
  import_id INTEGER NOT NULL,
  line INTEGER NOT NULL,
  time INTEGER NOT NULL,
  kind TEXT NOT NULL,
  principal INTEGER NOT NULL,
  operation INTEGER NOT NULL,
  result INTEGER NOT NULL,
  reason TEXT NOT NULL,
  session INTEGER,
  key_high INTEGER NOT NULL,
  key_low INTEGER NOT NULL
) STRICT;

-- Keys of counts that were made where the log lives: the same count in another file is a repeat.
CREATE TABLE counted_fact (
  import_id INTEGER NOT NULL,
  key_high INTEGER NOT NULL,
  key_low INTEGER NOT NULL
) STRICT;

-- Which app a login session belongs to.
CREATE TABLE session_fact (
  import_id INTEGER NOT NULL,
  session INTEGER NOT NULL, -- text
  client INTEGER NOT NULL,
  PRIMARY KEY (import_id, session, client)
) STRICT, WITHOUT ROWID;

-- Merging and splitting vendors by hand; the newest act on a pair counts.
CREATE TABLE vendor_act (
  id INTEGER PRIMARY KEY,
  seq INTEGER NOT NULL UNIQUE REFERENCES journal (seq),
  act TEXT NOT NULL CHECK (act IN ('merge', 'split')),
  vendor TEXT NOT NULL,
  connectors TEXT NOT NULL, -- JSON array of connector keys
  reason TEXT NOT NULL,
  decided_by TEXT NOT NULL,
  decided_at TEXT NOT NULL
) STRICT;
CREATE TRIGGER vendor_act_no_update BEFORE UPDATE ON vendor_act
BEGIN SELECT RAISE(ABORT, 'acts on vendors are kept'); END;
CREATE TRIGGER vendor_act_no_delete BEFORE DELETE ON vendor_act
BEGIN SELECT RAISE(ABORT, 'acts on vendors are kept'); END;

-- Derived ------------------------------------------------------------------------------------------------------------

ALTER TABLE connector ADD COLUMN stated_users INTEGER;
ALTER TABLE connector ADD COLUMN stated_last_use INTEGER;
-- How the ids were joined when a weak id (a name, a project number) was among them; null otherwise.
ALTER TABLE connector ADD COLUMN joined_by TEXT;
-- Whose app it is by its owner tenant: 'platform' (the vendor of the platform), 'internal', 'third-party', or null.
ALTER TABLE connector ADD COLUMN origin TEXT;
-- Another connector of the platform has the same name: lists show an id beside it.
ALTER TABLE connector ADD COLUMN is_name_shared INTEGER NOT NULL DEFAULT 0;
-- Names of files of the log that may be cut off, or null.
ALTER TABLE log_window ADD COLUMN cut_off TEXT;
ALTER TABLE consent_grant ADD COLUMN expires_at INTEGER;

-- Addresses that one platform and tenant gives to several ids; they join nobody.
CREATE TABLE shared_address (
  platform TEXT NOT NULL,
  tenant TEXT NOT NULL,
  address INTEGER NOT NULL,
  ids INTEGER NOT NULL,
  PRIMARY KEY (platform, tenant, address)
) STRICT, WITHOUT ROWID;

-- One list of grants as it stood: files of one format and tenant whose as-of times lie close together.
CREATE TABLE snapshot (
  id INTEGER PRIMARY KEY,
  key TEXT NOT NULL UNIQUE,
  platform TEXT NOT NULL,
  tenant TEXT NOT NULL,
  format TEXT NOT NULL,
  format_label TEXT NOT NULL,
  lists TEXT NOT NULL,
  as_of INTEGER NOT NULL,
  files INTEGER NOT NULL,
  records INTEGER NOT NULL,
  is_whole INTEGER NOT NULL,
  is_newest INTEGER NOT NULL
) STRICT;
CREATE TABLE snapshot_import (
  snapshot INTEGER NOT NULL,
  import_id INTEGER NOT NULL PRIMARY KEY
) STRICT, WITHOUT ROWID;

-- Grants that an older list has and the newer whole list of the same kind has not: gone between the two, not "revoked".
CREATE TABLE absent_grant (
  id INTEGER PRIMARY KEY,
  connector INTEGER NOT NULL,
  tenant TEXT NOT NULL,
  kind TEXT NOT NULL,
  principal INTEGER NOT NULL,
  resource INTEGER NOT NULL,
  scope_set INTEGER NOT NULL,
  reason TEXT NOT NULL CHECK (reason IN ('absent', 'ended')),
  seen_as_of INTEGER NOT NULL,
  gone_as_of INTEGER NOT NULL,
  sources INTEGER NOT NULL,
  import_id INTEGER NOT NULL,
  line INTEGER NOT NULL
) STRICT;
CREATE INDEX absent_grant_by_connector ON absent_grant (connector);

-- How many logical grants stand or are gone, and how many accepted records name no app, so that no screen counts rows.
-- what: 'standing', 'absent', 'ended', 'unattributed'. sources: statements of files that went into them.
CREATE TABLE population_count (
  platform TEXT NOT NULL,
  tenant TEXT NOT NULL,
  what TEXT NOT NULL,
  reason TEXT NOT NULL,
  count INTEGER NOT NULL,
  sources INTEGER NOT NULL,
  from_time INTEGER,
  to_time INTEGER,
  PRIMARY KEY (platform, tenant, what, reason)
) STRICT, WITHOUT ROWID;

-- Evidence checks EV-1 to EV-7.
CREATE TABLE evidence_check (
  id INTEGER PRIMARY KEY,
  "check" TEXT NOT NULL,
  outcome TEXT NOT NULL CHECK (outcome IN ('finding', 'clear', 'undeterminable', 'not-applicable')),
  platform TEXT,
  tenant TEXT,
  import_id INTEGER,
  connector INTEGER,
  sentence TEXT NOT NULL,
  effect TEXT NOT NULL
) STRICT;

-- Apps that belong to one vendor. basis: why; state: suggested by us, merged or split by hand.
CREATE TABLE vendor_member (
  vendor TEXT NOT NULL,
  connector INTEGER NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('suggested', 'merged')),
  basis TEXT NOT NULL,
  PRIMARY KEY (vendor, connector)
) STRICT, WITHOUT ROWID;

CREATE INDEX unattributed_by_import ON unattributed_fact (import_id);
CREATE INDEX register_by_kind ON register_fact (register, key);
