-- The minimal scope set of each review item with the line that proves each part of it, and the catalog as the case sees it.

-- Derived ------------------------------------------------------------------------------------------------------------

-- What would be left of an item if the advice were followed. Ranks count an unrated scope as 3; 0 = no scope is left.
ALTER TABLE item ADD COLUMN tier_after INTEGER;
ALTER TABLE item ADD COLUMN tier_rank_after INTEGER NOT NULL DEFAULT 0;
ALTER TABLE item ADD COLUMN scopes_after INTEGER NOT NULL DEFAULT 0;
-- 'exact': proven smallest; 'bounded': too many alternatives to try all.
ALTER TABLE item ADD COLUMN reduction_method TEXT NOT NULL DEFAULT 'exact';

-- What the catalog says of a tier that the organisation set itself, and why it was set.
ALTER TABLE item_scope ADD COLUMN tier_was INTEGER;
ALTER TABLE item_scope ADD COLUMN tier_reason TEXT;

-- advice: 'keep', 'remove', 'narrow', 'ask', 'keep-unjudged', 'lifecycle'. Only remove and narrow are recommendations.
CREATE TABLE item_reduction (
  item INTEGER NOT NULL,
  scope TEXT NOT NULL,
  advice TEXT NOT NULL,
  -- narrow: the scope that suffices; ask: the one that may.
  replaced_by TEXT,
  replaced_by_label TEXT,
  replaced_by_tier INTEGER,
  tier_before INTEGER,
  tier_rank_before INTEGER NOT NULL,
  -- Of what is left in its place; null and 0 when it goes.
  tier_after INTEGER,
  tier_rank_after INTEGER NOT NULL,
  -- JSON arrays: operations it is kept for (or that another scope still allows), and those no other granted scope allows.
  operations TEXT NOT NULL,
  sole TEXT NOT NULL,
  -- JSON array: scopes left that allow what a removed one allowed.
  covered_by TEXT NOT NULL,
  statement TEXT NOT NULL,
  PRIMARY KEY (item, scope)
) STRICT, WITHOUT ROWID;

-- Operations seen, per item, with the granted scopes that allow each; `creditable` leaves out those that may not suffice.
CREATE TABLE item_operation (
  item INTEGER NOT NULL,
  operation TEXT NOT NULL,
  quality TEXT NOT NULL,
  scopes TEXT NOT NULL,
  creditable TEXT NOT NULL,
  success INTEGER NOT NULL,
  denied INTEGER NOT NULL,
  attempted INTEGER NOT NULL,
  people INTEGER NOT NULL,
  first_time INTEGER NOT NULL,
  last_time INTEGER NOT NULL
) STRICT;
CREATE INDEX item_operation_by_item ON item_operation (item, operation);

-- The same over all tenants and kinds of token of a connector, calls without a grant included.
CREATE TABLE connector_operation (
  connector INTEGER NOT NULL,
  matcher TEXT NOT NULL,
  operation TEXT NOT NULL,
  success INTEGER NOT NULL,
  denied INTEGER NOT NULL,
  attempted INTEGER NOT NULL,
  people INTEGER NOT NULL,
  first_time INTEGER NOT NULL,
  last_time INTEGER NOT NULL,
  PRIMARY KEY (connector, matcher, operation)
) STRICT, WITHOUT ROWID;

-- One row per granted scope of an item. tier_rank_before and tier_rank_after are those of the whole item; the scope's own
-- are scope_tier_rank_before and scope_tier_rank_after.
CREATE VIEW v_item_reduction AS
SELECT r.item, r.scope, r.advice, r.replaced_by, r.statement, r.operations, r.covered_by,
       item.tier_rank AS tier_rank_before, item.tier_rank_after, item.scopes_after, item.reduction_method AS method,
       r.tier_rank_before AS scope_tier_rank_before, r.tier_rank_after AS scope_tier_rank_after
FROM item_reduction r JOIN item ON item.id = r.item;

-- The catalog of the case ----------------------------------------------------------------------------------------------

-- Catalog parts and vendor files laid over the shipped catalog. Those in force: removed_seq is null; the newest of a part wins.
CREATE TABLE catalog_overlay (
  id INTEGER PRIMARY KEY,
  seq INTEGER NOT NULL UNIQUE REFERENCES journal (seq),
  -- 'catalog', 'entra-service-principal', 'entra-permissions', 'google-discovery', 'okta-openapi'
  kind TEXT NOT NULL,
  platform TEXT NOT NULL,
  part TEXT NOT NULL,
  file_name TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  bytes INTEGER NOT NULL,
  version TEXT NOT NULL,
  as_of TEXT NOT NULL,
  reason TEXT NOT NULL,
  added_by TEXT NOT NULL,
  added_at TEXT NOT NULL,
  removed_seq INTEGER REFERENCES journal (seq),
  -- JSON: the part, or what the vendor's file says by name; last, because it is long and seldom read.
  content TEXT NOT NULL
) STRICT;
CREATE TRIGGER catalog_overlay_no_delete BEFORE DELETE ON catalog_overlay
BEGIN SELECT RAISE(ABORT, 'catalog files are kept'); END;
CREATE TRIGGER catalog_overlay_fixed BEFORE UPDATE ON catalog_overlay
WHEN NEW.seq <> OLD.seq OR NEW.kind <> OLD.kind OR NEW.platform <> OLD.platform OR NEW.part <> OLD.part
  OR NEW.file_name <> OLD.file_name OR NEW.sha256 <> OLD.sha256 OR NEW.content <> OLD.content OR NEW.reason <> OLD.reason
  OR NEW.added_by <> OLD.added_by OR NEW.added_at <> OLD.added_at OR OLD.removed_seq IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'a catalog file cannot be rewritten'); END;

-- An organisation's own tier for a scope. In force: revoked_seq is null.
CREATE TABLE tier_override (
  id INTEGER PRIMARY KEY,
  seq INTEGER NOT NULL UNIQUE REFERENCES journal (seq),
  platform TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('delegated', 'application')),
  scope TEXT NOT NULL,
  tier INTEGER NOT NULL CHECK (tier BETWEEN 0 AND 4),
  -- What the catalog said when it was overridden; null when it did not rate it.
  was INTEGER,
  reason TEXT NOT NULL,
  decided_by TEXT NOT NULL,
  decided_at TEXT NOT NULL,
  revoked_seq INTEGER REFERENCES journal (seq)
) STRICT;
CREATE UNIQUE INDEX tier_override_in_force ON tier_override (platform, kind, scope) WHERE revoked_seq IS NULL;
CREATE TRIGGER tier_override_no_delete BEFORE DELETE ON tier_override
BEGIN SELECT RAISE(ABORT, 'overrides are kept'); END;
CREATE TRIGGER tier_override_fixed BEFORE UPDATE ON tier_override
WHEN NEW.seq <> OLD.seq OR NEW.platform <> OLD.platform OR NEW.kind <> OLD.kind OR NEW.scope <> OLD.scope
  OR NEW.tier <> OLD.tier OR NEW.was IS NOT OLD.was OR NEW.reason <> OLD.reason OR NEW.decided_by <> OLD.decided_by
  OR NEW.decided_at <> OLD.decided_at OR OLD.revoked_seq IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'an override cannot be rewritten'); END;
