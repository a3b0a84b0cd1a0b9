-- What the staging check of a campaign found and a person accepted, with the reason. subject: the key of what was accepted;
-- an exception holds while the check says the same.
CREATE TABLE campaign_exception (
  id INTEGER PRIMARY KEY,
  seq INTEGER NOT NULL REFERENCES journal (seq),
  campaign INTEGER NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('independence', 'stale-export', 'no-log', 'evidence')),
  subject TEXT NOT NULL,
  sentence TEXT NOT NULL, -- what the check said
  reason TEXT NOT NULL,
  acted_by TEXT NOT NULL,
  acted_at TEXT NOT NULL,
  UNIQUE (campaign, kind, subject)
) STRICT;
CREATE TRIGGER campaign_exception_no_update BEFORE UPDATE ON campaign_exception
BEGIN SELECT RAISE(ABORT, 'exceptions of a campaign are kept'); END;
CREATE TRIGGER campaign_exception_no_delete BEFORE DELETE ON campaign_exception
BEGIN SELECT RAISE(ABORT, 'exceptions of a campaign are kept'); END;
