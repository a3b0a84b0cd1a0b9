-- Who can reach what through whom: derived from grants, owners and vendors.

-- node: 'connector:<key>', 'account:<key>' (a principal that programs use) or 'data:<platform>:<tenant>'.
CREATE TABLE trust_node (
  node TEXT PRIMARY KEY,
  kind TEXT NOT NULL, -- 'connector', 'account', 'data'
  connector INTEGER,
  platform TEXT NOT NULL, -- '' for an account
  label TEXT NOT NULL,
  -- What makes a connector one that passes data on: product of the broker catalog, or the register's word. null = none.
  broker TEXT
) STRICT, WITHOUT ROWID;

-- Whoever holds from_node can reach to_node. kind: 'grant' (data of a tenant), 'acts-as' (a grant held by the account),
-- 'uses' (the account holds a grant to the connector), 'calls' (a grant on the API of the connector), 'same-vendor', 'owns'.
-- import_id and line: the record the edge rests on; of an inferred edge the record nearest to it.
CREATE TABLE trust_edge (
  from_node TEXT NOT NULL,
  to_node TEXT NOT NULL,
  kind TEXT NOT NULL,
  is_inferred INTEGER NOT NULL,
  tier_rank INTEGER, -- with 'grant': the highest of the scopes
  import_id INTEGER NOT NULL,
  line INTEGER NOT NULL,
  note TEXT NOT NULL,
  PRIMARY KEY (from_node, to_node, kind)
) STRICT, WITHOUT ROWID;

CREATE VIEW v_trust_node AS SELECT * FROM trust_node;
CREATE VIEW v_trust_edge AS SELECT * FROM trust_edge;
