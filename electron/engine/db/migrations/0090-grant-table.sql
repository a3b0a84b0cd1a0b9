-- Grants in the order in which they are asked for, without an index beside them: a list may hold millions. All of it is
-- derived, and derived anew by the program that brings this change.
DROP TABLE consent_grant;
CREATE TABLE consent_grant (
  connector INTEGER NOT NULL,
  principal INTEGER NOT NULL,
  item INTEGER NOT NULL,
  resource INTEGER NOT NULL,
  scope_set INTEGER NOT NULL,
  granted_at INTEGER,
  granted_basis TEXT,
  last_used_at INTEGER,
  expires_at INTEGER,
  sources INTEGER NOT NULL,
  import_id INTEGER NOT NULL,
  line INTEGER NOT NULL,
  PRIMARY KEY (connector, principal, item, resource)
) STRICT, WITHOUT ROWID;
-- Most grants of a long list say nothing of time: rules that ask when one was given read the few that do.
CREATE INDEX grant_dated ON consent_grant (connector, item) WHERE granted_at IS NOT NULL;

-- The distinct scope sets of an item's grants, so that nobody walks its grants to find its scopes.
CREATE TABLE item_scope_set (
  item INTEGER NOT NULL,
  resource INTEGER NOT NULL,
  scope_set INTEGER NOT NULL,
  PRIMARY KEY (item, resource, scope_set)
) STRICT, WITHOUT ROWID;
