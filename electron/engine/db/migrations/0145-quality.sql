-- The newest decisions of one person, without a walk through those of others.
CREATE INDEX decision_of_person ON decision (person, seq) WHERE undone_seq IS NULL;
