/** One grant inside the text of `ConsentAction.Permissions`. */
export interface ConsentEntry {
  readonly clientId: string;
  readonly principalId: string;
  readonly resourceId: string;
  readonly consentType: string;
  readonly scopes: readonly string[];
}

/**
 * Reads the mini-language of `ConsentAction.Permissions`:
 * `[old entries] => [[Id: …, ClientId: …, PrincipalId: , ResourceId: …, ConsentType: AllPrincipals, Scope:  a b, CreatedDateTime: , … ]]; `.
 * Values may be empty, entries several; what stands before `=>` was granted already. Text that is not in this form gives
 * no entries, never an error.
 */
export function parseConsentPermissions(text: string): { previous: ConsentEntry[]; added: ConsentEntry[] } {
  const arrow = text.indexOf('=>');
  const previous = arrow < 0 ? [] : entries(text.slice(0, arrow));
  return { previous, added: entries(arrow < 0 ? text : text.slice(arrow + 2)) };
}

const FIELD =
  /\b(Id|ClientId|PrincipalId|ResourceId|ConsentType|Scope|CreatedDateTime|LastModifiedDateTime|ExpiryTime|StartTime)\s*:?(?=[\s,:\]]|$)/g;

function entries(text: string): ConsentEntry[] {
  const found: ConsentEntry[] = [];
  // The innermost brackets hold one entry each.
  for (const match of text.matchAll(/\[([^[\]]*)\]/g)) {
    const fields = readFields(match[1] ?? '');
    if (!fields.has('scope') && !fields.has('clientid')) continue;
    found.push({
      clientId: fields.get('clientid') ?? '',
      principalId: fields.get('principalid') ?? '',
      resourceId: fields.get('resourceid') ?? '',
      consentType: fields.get('consenttype') ?? '',
      scopes: (fields.get('scope') ?? '').split(/[\s,]+/).filter((scope) => scope !== ''),
    });
  }
  return found;
}

function readFields(body: string): Map<string, string> {
  const marks = [...body.matchAll(FIELD)].filter(
    (mark) => body[(mark.index ?? 0) + (mark[1] ?? '').length] === ':' || mark[0].endsWith(':'),
  );
  const fields = new Map<string, string>();
  for (const [index, mark] of marks.entries()) {
    const start = mark.index + mark[0].length;
    const end = marks[index + 1]?.index ?? body.length;
    fields.set((mark[1] ?? '').toLowerCase(), body.slice(start, end).trim().replace(/,$/, '').trim());
  }
  return fields;
}
