-- What the lists of review items and the status of the case ask for, so that neither walks through whole tables.

-- Findings that stand: what was found and is not suppressed. The last two columns keep look-ups out of the long rows.
CREATE INDEX finding_standing ON finding (connector, item, rule, severity, outcome, suppression)
WHERE outcome = 'finding' AND suppression IS NULL;
-- How well the scopes of an item are judged, without their long rows.
CREATE INDEX item_scope_judged ON item_scope (item, status);
CREATE INDEX person_act_of_person ON person_act (person, id);
CREATE INDEX vendor_by_connector ON vendor_member (connector);

-- How much the case holds; derived with everything else.
CREATE TABLE case_count (
  name TEXT PRIMARY KEY CHECK (name IN ('connectors', 'grants', 'items', 'findings')),
  n INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
