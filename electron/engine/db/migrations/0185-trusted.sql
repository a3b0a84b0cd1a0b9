-- Certificates that this case trusts, as they were compared by another way than the file that carries them: of a signer, of
-- an authority that issues certificates to signers, of an authority whose time stamps count. Acts only: what is trusted now
-- is what was added last and not taken out since.
CREATE TABLE trusted_act (
  id INTEGER PRIMARY KEY,
  seq INTEGER NOT NULL UNIQUE REFERENCES journal (seq),
  act TEXT NOT NULL CHECK (act IN ('add', 'remove')),
  use TEXT NOT NULL CHECK (use IN ('signer', 'issuer', 'time-stamps')),
  fingerprint TEXT NOT NULL, -- SHA-256: upper case, colons
  name TEXT NOT NULL,
  certificate TEXT NOT NULL, -- PEM; '' where only the fingerprint is known
  reason TEXT NOT NULL, -- how it was compared
  acted_by TEXT NOT NULL,
  acted_at TEXT NOT NULL
) STRICT;
CREATE TRIGGER trusted_act_no_update BEFORE UPDATE ON trusted_act
BEGIN SELECT RAISE(ABORT, 'acts on trusted certificates are kept'); END;
CREATE TRIGGER trusted_act_no_delete BEFORE DELETE ON trusted_act
BEGIN SELECT RAISE(ABORT, 'acts on trusted certificates are kept'); END;
CREATE VIEW v_trusted AS
  SELECT * FROM trusted_act AS t
  WHERE act = 'add' AND NOT EXISTS (
    SELECT 1 FROM trusted_act AS later WHERE later.use = t.use AND later.fingerprint = t.fingerprint AND later.id > t.id);
