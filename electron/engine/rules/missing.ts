const LONGEST = 200;

/**
 * The kind of evidence that a rule says is missing, so that judgements which the same export would decide stand together:
 * what the statement names before it says why, without the span of days and without the scopes of the one item.
 */
export function evidenceNamed(missing: string): string {
  const named = (missing.split(/: |; |(?<=\.) /, 1)[0] ?? '')
    .replace(/ for the \d+ days? before .*$/, '')
    .replace(/^(A (?:log|record) of calls) that need .*$/, '$1 that need the granted scopes')
    .replace(/\.$/, '')
    .trim();
  if (named === '') return 'Evidence that the rule does not name';
  return named.length <= LONGEST ? named : `${named.slice(0, LONGEST - 1)}…`;
}
