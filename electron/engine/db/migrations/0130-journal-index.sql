-- What the list of journal entries is searched by. It follows from the journal, which alone is evidence.
CREATE TABLE journal_index (
  seq INTEGER PRIMARY KEY REFERENCES journal (seq),
  at TEXT NOT NULL,
  actor TEXT NOT NULL,
  type TEXT NOT NULL,
  campaign TEXT,
  round TEXT,
  as_of TEXT, -- of the file, for imports
  words TEXT NOT NULL -- names that are searched for
) STRICT;
CREATE INDEX journal_by_type ON journal_index (type, seq);
CREATE INDEX journal_by_actor ON journal_index (actor, seq);
CREATE INDEX journal_by_time ON journal_index (at, seq);
CREATE INDEX journal_by_campaign ON journal_index (campaign, seq) WHERE campaign IS NOT NULL;
CREATE INDEX journal_by_round ON journal_index (round, seq) WHERE round IS NOT NULL;

CREATE VIEW v_journal_words AS
SELECT seq, at, actor, type,
  CASE WHEN json_type(payload, '$.campaign') = 'text' THEN payload ->> 'campaign' END AS campaign,
  CASE WHEN json_type(payload, '$.round') = 'text' THEN payload ->> 'round' END AS round,
  CASE WHEN type = 'import' AND json_type(payload, '$.asOf') = 'text' THEN payload ->> 'asOf' END AS as_of,
  concat_ws(' ', payload ->> 'name', payload ->> 'item', payload ->> 'connector', payload ->> 'file', payload ->> 'rule',
    payload ->> 'scope', payload ->> 'reportId', payload ->> 'signer') AS words
FROM journal;

CREATE TRIGGER journal_indexed AFTER INSERT ON journal BEGIN
  INSERT INTO journal_index SELECT seq, at, actor, type, campaign, round, as_of, words FROM v_journal_words WHERE seq = NEW.seq;
END;
INSERT INTO journal_index SELECT seq, at, actor, type, campaign, round, as_of, words FROM v_journal_words ORDER BY seq;
