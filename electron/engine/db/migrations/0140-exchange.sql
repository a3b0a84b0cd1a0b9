-- What was carried between machines, and what owners of apps answered.

-- Packets written and read here. digest: SHA-256 of the file; number: how many packets of decisions this person sent back
-- from the machine it comes from. The totals of a merge close, or it is not stored.
CREATE TABLE packet (
  seq INTEGER PRIMARY KEY REFERENCES journal (seq),
  direction TEXT NOT NULL CHECK (direction IN ('out', 'in')),
  kind TEXT NOT NULL CHECK (kind IN ('case', 'decisions')),
  digest TEXT NOT NULL,
  file TEXT NOT NULL,
  person TEXT NOT NULL, -- who signed it
  name TEXT NOT NULL,
  number INTEGER,
  made_at TEXT NOT NULL, -- by the clock of the machine it comes from
  acts_read INTEGER NOT NULL,
  acts_new INTEGER NOT NULL,
  acts_known INTEGER NOT NULL,
  acts_aside INTEGER NOT NULL,
  acts_refused INTEGER NOT NULL,
  CHECK (acts_read = acts_new + acts_known + acts_aside + acts_refused)
) STRICT;
CREATE INDEX packet_seen ON packet (digest);
CREATE TRIGGER packet_no_update BEFORE UPDATE ON packet
BEGIN SELECT RAISE(ABORT, 'packets are kept'); END;
CREATE TRIGGER packet_no_delete BEFORE DELETE ON packet
BEGIN SELECT RAISE(ABORT, 'packets are kept'); END;

-- Acts of a merged packet that need to be looked at. outcome: 'aside' (about an item that is not here), 'refused', or
-- 'taken' (stored, with a note on it). entry: the journal entry of the machine it comes from, canonical JSON.
CREATE TABLE packet_act (
  seq INTEGER NOT NULL REFERENCES packet (seq),
  place INTEGER NOT NULL, -- in the packet
  uid TEXT NOT NULL,
  item TEXT NOT NULL,
  outcome TEXT NOT NULL CHECK (outcome IN ('aside', 'refused', 'taken')),
  note TEXT NOT NULL,
  entry TEXT NOT NULL,
  PRIMARY KEY (seq, place)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER packet_act_no_update BEFORE UPDATE ON packet_act
BEGIN SELECT RAISE(ABORT, 'what packets brought is kept'); END;
CREATE TRIGGER packet_act_no_delete BEFORE DELETE ON packet_act
BEGIN SELECT RAISE(ABORT, 'what packets brought is kept'); END;

-- Questions carried to owners. id: in the packet; packet: its canonical JSON.
CREATE TABLE owner_packet (
  seq INTEGER PRIMARY KEY REFERENCES journal (seq),
  id TEXT NOT NULL UNIQUE,
  owner TEXT NOT NULL,
  apps INTEGER NOT NULL,
  packet TEXT NOT NULL,
  made_by TEXT NOT NULL,
  made_at TEXT NOT NULL
) STRICT;
CREATE TRIGGER owner_packet_no_update BEFORE UPDATE ON owner_packet
BEGIN SELECT RAISE(ABORT, 'packets are kept'); END;
CREATE TRIGGER owner_packet_no_delete BEFORE DELETE ON owner_packet
BEGIN SELECT RAISE(ABORT, 'packets are kept'); END;

-- Answers of owners, one row for each app; the newest one of an app counts. digest: SHA-256 over the answers as they were
-- saved; answered_by, answered_at: as written there, proven by nothing.
CREATE TABLE owner_attestation (
  id INTEGER PRIMARY KEY,
  seq INTEGER NOT NULL REFERENCES journal (seq),
  packet TEXT NOT NULL REFERENCES owner_packet (id),
  connector TEXT NOT NULL, -- key
  digest TEXT NOT NULL,
  needed TEXT NOT NULL CHECK (needed IN ('yes', 'no', 'unsure', '')),
  purpose_code TEXT NOT NULL,
  purpose TEXT NOT NULL,
  right_owner TEXT NOT NULL CHECK (right_owner IN ('yes', 'no', '')),
  other_owner TEXT NOT NULL,
  alternatives TEXT NOT NULL,
  people TEXT NOT NULL,
  comments TEXT NOT NULL,
  answered_by TEXT NOT NULL,
  answered_at TEXT NOT NULL,
  imported_by TEXT NOT NULL,
  imported_at TEXT NOT NULL
) STRICT;
CREATE INDEX owner_attestation_of ON owner_attestation (connector, id);
CREATE TRIGGER owner_attestation_no_update BEFORE UPDATE ON owner_attestation
BEGIN SELECT RAISE(ABORT, 'answers of owners are kept'); END;
CREATE TRIGGER owner_attestation_no_delete BEFORE DELETE ON owner_attestation
BEGIN SELECT RAISE(ABORT, 'answers of owners are kept'); END;

-- With it questions to owners are sealed: answers to other questions are told from answers to these.
INSERT INTO meta (key, value) VALUES ('owner_secret', lower(hex(randomblob(32))));
