-- Most grants of a long list say nothing of time: rules that ask when one was given read the few that do.
CREATE INDEX grant_dated ON consent_grant (connector, item) WHERE granted_at IS NOT NULL;
