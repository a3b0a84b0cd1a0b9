-- What rules look at beside grants and calls: from where and with what a connector works, what it declares of itself, the
-- life of its credentials, and what registers and people say of its purpose.

-- How a connector worked, beside what it called: summed while importing, successful use and tokens only.
-- kind: 'agent' (user agent), 'address', 'country', 'network' (ASN), 'flow' (way of signing in), 'credential' (its key id).
-- is_app: 1 = as itself, without a person.
CREATE TABLE trait (
  import_id INTEGER NOT NULL,
  client INTEGER NOT NULL,
  kind TEXT NOT NULL,
  value INTEGER NOT NULL, -- text
  is_app INTEGER NOT NULL,
  count INTEGER NOT NULL,
  first_time INTEGER NOT NULL,
  last_time INTEGER NOT NULL,
  first_line INTEGER NOT NULL,
  last_line INTEGER NOT NULL,
  PRIMARY KEY (import_id, client, kind, value, is_app)
) STRICT, WITHOUT ROWID;

-- What an export states of an app. kind: 'redirect' (reply address), 'flow' (a flow the app is set up for), 'tag',
-- 'homepage', 'publisher-domain', 'audience', 'refresh-life' (how long refresh tokens live, as written), 'token-type'.
CREATE TABLE detail_fact (
  import_id INTEGER NOT NULL,
  line INTEGER NOT NULL,
  client INTEGER NOT NULL,
  kind TEXT NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY (import_id, client, kind, value)
) STRICT, WITHOUT ROWID;

ALTER TABLE credential_fact ADD COLUMN key_id TEXT;
ALTER TABLE credential_fact ADD COLUMN name TEXT;
ALTER TABLE credential_fact ADD COLUMN line INTEGER NOT NULL DEFAULT 0;

ALTER TABLE usage_day ADD COLUMN bytes INTEGER NOT NULL DEFAULT 0;

-- Derived ------------------------------------------------------------------------------------------------------------

-- kind as in trait, and 'block' (the /24 or /48 of an address). line: the record of the first time.
CREATE TABLE connector_trait (
  connector INTEGER NOT NULL,
  tenant TEXT NOT NULL,
  kind TEXT NOT NULL,
  value TEXT NOT NULL,
  is_app INTEGER NOT NULL,
  count INTEGER NOT NULL,
  first_time INTEGER NOT NULL,
  last_time INTEGER NOT NULL,
  import_id INTEGER NOT NULL,
  line INTEGER NOT NULL,
  PRIMARY KEY (connector, kind, value, tenant, is_app)
) STRICT, WITHOUT ROWID;

-- The newest statement of each kind about an app: all values that the newest export stating the kind gives.
CREATE TABLE connector_detail (
  connector INTEGER NOT NULL,
  kind TEXT NOT NULL,
  value TEXT NOT NULL,
  as_of INTEGER NOT NULL,
  import_id INTEGER NOT NULL,
  line INTEGER NOT NULL,
  PRIMARY KEY (connector, kind, value)
) STRICT, WITHOUT ROWID;

-- Credentials of a connector as its newest export lists them. key_id '' where the export gives none.
CREATE TABLE credential (
  id INTEGER PRIMARY KEY,
  connector INTEGER NOT NULL,
  kind TEXT NOT NULL,
  key_id TEXT NOT NULL,
  name TEXT,
  start_at INTEGER,
  end_at INTEGER,
  as_of INTEGER NOT NULL,
  import_id INTEGER NOT NULL,
  line INTEGER NOT NULL
) STRICT;
CREATE INDEX credential_by_connector ON credential (connector);

-- What registers, and after them acts of the reviewer, say of a connector. field: 'purpose-code', 'purpose', 'environment',
-- 'replaced-by', 'agent' (yes or no), 'oversight', 'enterprise-service' (who answers for it).
-- seq is the journal entry of an act; null for a register.
CREATE TABLE app_attribute (
  connector INTEGER NOT NULL,
  field TEXT NOT NULL,
  value TEXT NOT NULL,
  import_id INTEGER,
  line INTEGER,
  seq INTEGER,
  PRIMARY KEY (connector, field)
) STRICT, WITHOUT ROWID;

CREATE INDEX finding_by_item ON finding (item);

-- Views for rules ----------------------------------------------------------------------------------------------------

CREATE VIEW v_trait AS SELECT * FROM connector_trait;
CREATE VIEW v_detail AS SELECT * FROM connector_detail;
CREATE VIEW v_credential AS SELECT * FROM credential;
CREATE VIEW v_app_attribute AS SELECT * FROM app_attribute;
-- Entries of registers, with the connector an entry is about where it names one.
CREATE VIEW v_register AS
SELECT register_fact.register, register_fact.key, entity.id AS connector, register_fact."values",
       import.as_of, register_fact.import_id, register_fact.line
FROM register_fact JOIN import ON import.id = register_fact.import_id AND import.status = 'complete'
LEFT JOIN entity ON entity.ref = register_fact.client;
-- Successful calls, tokens and bytes per connector and UTC day.
CREATE VIEW v_usage_day AS SELECT * FROM usage_day;
