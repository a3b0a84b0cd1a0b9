-- Who acts in a case, what a campaign covers, and where each review item stands.

-- People by their keys -------------------------------------------------------------------------------------------------

-- Acts on people; the newest act on a person counts. roles: JSON array of 'preparer', 'reviewer', 'approver', 'observer';
-- an empty one takes the person out of the review, and what they did stays.
CREATE TABLE person_act (
  id INTEGER PRIMARY KEY,
  seq INTEGER NOT NULL UNIQUE REFERENCES journal (seq),
  person TEXT NOT NULL, -- SHA-256 of the certificate: upper case, colons
  name TEXT NOT NULL,
  email TEXT NOT NULL,
  manager TEXT NOT NULL, -- address of the person's manager, or ''
  certificate TEXT NOT NULL, -- PEM
  roles TEXT NOT NULL,
  reason TEXT NOT NULL,
  acted_by TEXT NOT NULL,
  acted_at TEXT NOT NULL
) STRICT;
CREATE TRIGGER person_act_no_update BEFORE UPDATE ON person_act
BEGIN SELECT RAISE(ABORT, 'acts on people are kept'); END;
CREATE TRIGGER person_act_no_delete BEFORE DELETE ON person_act
BEGIN SELECT RAISE(ABORT, 'acts on people are kept'); END;

-- Everybody who ever took part; roles is '[]' for those who no longer do.
CREATE VIEW v_person AS
SELECT person, name, email, manager, certificate, roles
FROM person_act WHERE id IN (SELECT max(id) FROM person_act GROUP BY person);

-- Campaigns ------------------------------------------------------------------------------------------------------------

-- Versions of a campaign's plan. One campaign of a case is not closed at most. plan: canonical JSON; root: digest of the
-- frozen population; id: the same on every machine the campaign is carried to.
CREATE TABLE campaign_version (
  seq INTEGER PRIMARY KEY REFERENCES journal (seq),
  campaign INTEGER NOT NULL,
  id TEXT NOT NULL,
  version INTEGER NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('staged', 'open', 'closed')),
  plan TEXT NOT NULL,
  root TEXT NOT NULL,
  reason TEXT NOT NULL,
  acted_by TEXT NOT NULL,
  acted_at TEXT NOT NULL,
  UNIQUE (campaign, version)
) STRICT;
CREATE TRIGGER campaign_version_no_update BEFORE UPDATE ON campaign_version
BEGIN SELECT RAISE(ABORT, 'versions of a plan are kept'); END;
CREATE TRIGGER campaign_version_no_delete BEFORE DELETE ON campaign_version
BEGIN SELECT RAISE(ABORT, 'versions of a plan are kept'); END;

-- The newest version of the newest campaign; no row without one.
CREATE VIEW v_campaign AS
SELECT * FROM campaign_version ORDER BY campaign DESC, version DESC LIMIT 1;

-- The frozen population: what each item was when the plan was made. Only who reviews it and by when may change, each time
-- by an act in the journal.
CREATE TABLE campaign_item (
  campaign INTEGER NOT NULL,
  item TEXT NOT NULL, -- key of the review item
  ordinal INTEGER NOT NULL, -- place in the queue: highest tier first, shuffled within a tier
  connector TEXT NOT NULL,
  name TEXT NOT NULL,
  platform TEXT NOT NULL,
  tenant TEXT NOT NULL,
  kind TEXT NOT NULL,
  tier INTEGER,
  tier_rank INTEGER NOT NULL,
  grants INTEGER NOT NULL,
  people INTEGER NOT NULL,
  facts TEXT NOT NULL, -- SHA-256 of what was frozen of the item
  reviewer TEXT, -- person
  second_reviewer TEXT, -- person; null: no second review
  second_because TEXT CHECK (second_because IN ('tier', 'sample')),
  due TEXT, -- ISO date
  PRIMARY KEY (campaign, item)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER campaign_item_fixed BEFORE UPDATE ON campaign_item
WHEN NEW.campaign <> OLD.campaign OR NEW.item <> OLD.item OR NEW.ordinal <> OLD.ordinal OR NEW.connector <> OLD.connector
  OR NEW.name <> OLD.name OR NEW.platform <> OLD.platform OR NEW.tenant <> OLD.tenant OR NEW.kind <> OLD.kind
  OR NEW.tier IS NOT OLD.tier OR NEW.grants <> OLD.grants OR NEW.people <> OLD.people OR NEW.facts <> OLD.facts
BEGIN SELECT RAISE(ABORT, 'a frozen population cannot be rewritten'); END;
CREATE TRIGGER campaign_item_no_delete BEFORE DELETE ON campaign_item
BEGIN SELECT RAISE(ABORT, 'a frozen population cannot be rewritten'); END;

-- Decisions ------------------------------------------------------------------------------------------------------------

-- uid: digest of the act, the same on every machine. replaces: uid of the decision it takes the place of. round: the first
-- review, the blind second one, or the settling of what they disagree about. person: who by their key, null in a case
-- without people. batch: uid of the first decision of a batch. origin: digest of the packet that brought it.
ALTER TABLE decision ADD COLUMN uid TEXT;
ALTER TABLE decision ADD COLUMN replaces TEXT;
ALTER TABLE decision ADD COLUMN round TEXT NOT NULL DEFAULT 'first' CHECK (round IN ('first', 'second', 'adjudication'));
ALTER TABLE decision ADD COLUMN person TEXT;
ALTER TABLE decision ADD COLUMN campaign TEXT;
ALTER TABLE decision ADD COLUMN batch TEXT;
ALTER TABLE decision ADD COLUMN origin TEXT;
DROP TRIGGER decision_fixed;
UPDATE decision SET uid = 'entry-' || seq,
  replaces = 'entry-' || (SELECT max(earlier.seq) FROM decision AS earlier
    WHERE earlier.client = decision.client AND earlier.tenant = decision.tenant AND earlier.kind = decision.kind
      AND earlier.seq < decision.seq AND earlier.undone_seq IS NULL);
CREATE TRIGGER decision_fixed BEFORE UPDATE ON decision
WHEN NEW.seq <> OLD.seq OR NEW.tenant <> OLD.tenant OR NEW.client <> OLD.client OR NEW.kind <> OLD.kind
  OR NEW.decision <> OLD.decision OR NEW.reason <> OLD.reason OR NEW.scopes <> OLD.scopes
  OR NEW.principals <> OLD.principals OR NEW.until IS NOT OLD.until OR NEW.owner IS NOT OLD.owner
  OR NEW.agreed IS NOT OLD.agreed OR NEW.decided_by <> OLD.decided_by OR NEW.decided_at <> OLD.decided_at
  OR NEW.uid IS NOT OLD.uid OR NEW.replaces IS NOT OLD.replaces OR NEW.round <> OLD.round
  OR NEW.person IS NOT OLD.person OR NEW.campaign IS NOT OLD.campaign OR NEW.batch IS NOT OLD.batch
  OR NEW.origin IS NOT OLD.origin
  OR (OLD.undone_seq IS NOT NULL AND NEW.undone_seq IS NOT OLD.undone_seq)
  OR (OLD.submitted_seq IS NOT NULL AND NEW.submitted_seq IS NOT OLD.submitted_seq)
BEGIN SELECT RAISE(ABORT, 'a decision cannot be rewritten'); END;
CREATE UNIQUE INDEX decision_once ON decision (uid);

-- How a decision came about. Only its digest is in the journal: the figures belong to the reviewer first.
CREATE TABLE review_trace (
  decision INTEGER PRIMARY KEY REFERENCES decision (id),
  shown_at TEXT NOT NULL, -- ISO 8601 UTC
  active_ms INTEGER NOT NULL, -- pauses do not count
  panels TEXT NOT NULL, -- JSON array, in the order in which they were first opened
  provisional TEXT, -- what was chosen before the recommendation was shown
  revealed INTEGER NOT NULL, -- 1: the recommendation was seen before the decision
  salt TEXT NOT NULL
) STRICT;
CREATE TRIGGER review_trace_no_update BEFORE UPDATE ON review_trace
BEGIN SELECT RAISE(ABORT, 'how a decision came about is kept'); END;
CREATE TRIGGER review_trace_no_delete BEFORE DELETE ON review_trace
BEGIN SELECT RAISE(ABORT, 'how a decision came about is kept'); END;

-- Where each item stands -----------------------------------------------------------------------------------------------

-- Follows from decisions and campaign; kept up to date in the transaction of each act. decision: the one in force.
-- status: 'undecided'; 'interim' (decided in a way that keeps it open); 'second-open' (waits for the second review);
-- 'disagreement' (first and second review); 'conflict' (two first decisions); 'decided'.
CREATE TABLE review_state (
  item INTEGER PRIMARY KEY,
  position INTEGER NOT NULL,
  status TEXT NOT NULL CHECK (status IN ('undecided', 'interim', 'second-open', 'disagreement', 'conflict', 'decided')),
  is_open INTEGER NOT NULL,
  decision INTEGER,
  is_submitted INTEGER NOT NULL,
  tier_rank INTEGER NOT NULL,
  in_campaign INTEGER NOT NULL,
  reviewer TEXT,
  second_reviewer TEXT,
  -- 1: the second reviewer has still to decide it.
  second_waits INTEGER NOT NULL,
  due TEXT
) STRICT;
CREATE UNIQUE INDEX review_in_order ON review_state (position);
CREATE INDEX review_open ON review_state (is_open, position);
CREATE INDEX review_of ON review_state (reviewer, is_open, position);
CREATE INDEX review_second ON review_state (second_reviewer, second_waits, position);

-- Counts of the above, so that no screen counts items.
CREATE TABLE review_count (
  in_campaign INTEGER NOT NULL,
  reviewer TEXT NOT NULL, -- '' for none
  status TEXT NOT NULL,
  is_high INTEGER NOT NULL, -- tier 3, 4 or unrated
  is_submitted INTEGER NOT NULL,
  items INTEGER NOT NULL,
  PRIMARY KEY (in_campaign, reviewer, status, is_high, is_submitted)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER review_state_added AFTER INSERT ON review_state BEGIN
  INSERT INTO review_count VALUES (NEW.in_campaign, coalesce(NEW.reviewer, ''), NEW.status, NEW.tier_rank >= 3, NEW.is_submitted, 1)
  ON CONFLICT DO UPDATE SET items = items + 1;
END;
CREATE TRIGGER review_state_removed AFTER DELETE ON review_state BEGIN
  UPDATE review_count SET items = items - 1
  WHERE in_campaign = OLD.in_campaign AND reviewer = coalesce(OLD.reviewer, '') AND status = OLD.status
    AND is_high = (OLD.tier_rank >= 3) AND is_submitted = OLD.is_submitted;
END;
CREATE TRIGGER review_state_changed AFTER UPDATE ON review_state BEGIN
  UPDATE review_count SET items = items - 1
  WHERE in_campaign = OLD.in_campaign AND reviewer = coalesce(OLD.reviewer, '') AND status = OLD.status
    AND is_high = (OLD.tier_rank >= 3) AND is_submitted = OLD.is_submitted;
  INSERT INTO review_count VALUES (NEW.in_campaign, coalesce(NEW.reviewer, ''), NEW.status, NEW.tier_rank >= 3, NEW.is_submitted, 1)
  ON CONFLICT DO UPDATE SET items = items + 1;
END;

DROP VIEW v_decision_in_force;
CREATE VIEW v_decision_in_force AS
SELECT item.id AS item, item.connector, decision.*
FROM review_state JOIN decision ON decision.id = review_state.decision JOIN item ON item.id = review_state.item;

-- Decisions up to a time, without a walk through all of them.
CREATE INDEX decision_dated ON decision (decided_at, seq) WHERE undone_seq IS NULL;

-- The same in every copy of the case: what is carried between machines names it.
INSERT INTO meta (key, value) VALUES ('case_id', lower(hex(randomblob(16))));
