-- The newest decisions of one person, without a walk through those of others.
CREATE INDEX decision_of_person ON decision (person, seq) WHERE undone_seq IS NULL;

-- What people signed for. The digests are over the sorted uids of the decisions that were closed, and over the figures of
-- the person as they were shown to them.
CREATE TABLE submission (
  seq INTEGER PRIMARY KEY REFERENCES journal (seq),
  person TEXT NOT NULL,
  campaign TEXT,
  attestation TEXT NOT NULL,
  decisions INTEGER NOT NULL,
  undecided INTEGER NOT NULL,
  decisions_digest TEXT NOT NULL,
  figures_digest TEXT NOT NULL,
  acted_at TEXT NOT NULL
) STRICT;
CREATE INDEX submission_of ON submission (person, seq);
CREATE TRIGGER submission_no_update BEFORE UPDATE ON submission
BEGIN SELECT RAISE(ABORT, 'submissions are kept'); END;
CREATE TRIGGER submission_no_delete BEFORE DELETE ON submission
BEGIN SELECT RAISE(ABORT, 'submissions are kept'); END;

-- Items made up as known to be bad. They lie here and nowhere else: no total, list, digest or report knows them.
-- source: key of the item whose screen is copied; after: key of the item they follow in the queue.
CREATE TABLE canary (
  key TEXT PRIMARY KEY,
  campaign TEXT NOT NULL,
  source TEXT NOT NULL,
  after TEXT NOT NULL,
  name TEXT NOT NULL,
  fault TEXT NOT NULL CHECK (fault IN ('no-owner', 'look-alike', 'use-after-revocation'))
) STRICT, WITHOUT ROWID;
CREATE INDEX canary_after ON canary (campaign, after);
CREATE TRIGGER canary_no_update BEFORE UPDATE ON canary
BEGIN SELECT RAISE(ABORT, 'canaries are kept'); END;
CREATE TRIGGER canary_no_delete BEFORE DELETE ON canary
BEGIN SELECT RAISE(ABORT, 'canaries are kept'); END;

-- What was answered to them; the first answer of a person counts. The journal holds a digest of it only, so that nobody is
-- told by it which items were made up.
CREATE TABLE canary_answer (
  seq INTEGER PRIMARY KEY REFERENCES journal (seq),
  canary TEXT NOT NULL REFERENCES canary (key),
  person TEXT,
  decision TEXT NOT NULL,
  reason TEXT NOT NULL,
  acted_by TEXT NOT NULL,
  acted_at TEXT NOT NULL,
  salt TEXT NOT NULL
) STRICT;
CREATE INDEX canary_answered ON canary_answer (canary, seq);
CREATE TRIGGER canary_answer_no_update BEFORE UPDATE ON canary_answer
BEGIN SELECT RAISE(ABORT, 'answers are kept'); END;
CREATE TRIGGER canary_answer_no_delete BEFORE DELETE ON canary_answer
BEGIN SELECT RAISE(ABORT, 'answers are kept'); END;
