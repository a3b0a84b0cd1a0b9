-- How well the operations of each import match the catalog. Derived; calls by quality of the match.
-- unmatched: distinct operations that name nothing in the catalog.
CREATE TABLE match_rate (
  import_id INTEGER PRIMARY KEY,
  exact INTEGER NOT NULL,
  folded INTEGER NOT NULL,
  parent INTEGER NOT NULL,
  none INTEGER NOT NULL,
  unmatched INTEGER NOT NULL
) STRICT;

-- Operations that name nothing in the catalog. Derived; calls of apps that the records do not name count too.
CREATE TABLE unmatched_operation (
  platform TEXT NOT NULL,
  tenant TEXT NOT NULL,
  key TEXT NOT NULL,
  calls INTEGER NOT NULL,
  connectors INTEGER NOT NULL,
  first_time INTEGER NOT NULL,
  last_time INTEGER NOT NULL,
  PRIMARY KEY (platform, tenant, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX unmatched_by_calls ON unmatched_operation (platform, tenant, calls DESC, key);
