import { type Capability, CAPABILITIES, CAPABILITY_LABELS, purposeOf } from '../../../shared/domain/purpose.ts';
import { capabilitiesOf } from './capability.ts';
import { createGrantSpots } from './evidence.ts';
import { NO_SCOPES, readItems, type RuleItem, type RuleScope, scopeNames } from './items.ts';
import { readLogs, windowText } from './logs.ts';
import { createRegisterEntries, type RegisterEntry, spotOf } from './register-entries.ts';
import { defineRule, type EvidenceSpot, type RuleContext, type Verdict } from './rule.ts';
import { readAttributes } from './stated-attributes.ts';
import { dateText, listed } from './wording.ts';
import { clear, finding, undeterminable } from './verdicts.ts';

/**
 * Per item: the connector must have a recorded purpose, its scopes must lie within what the purpose code may be expected to
 * do, and the purpose must be that of the last review. Free text is a purpose, but without a code it cannot be held against
 * scopes; whether it changed is judged only where a prior decision says what it was.
 */
export default defineRule({
  id: 'CS-27',
  title: 'Purpose missing, changed or contradicted',
  controls: {
    owasp: ['NHI5:2025', 'NHI1:2025'],
    csf: ['ID.AM-08', 'ID.RA-07'],
    cis: ['5.5'],
    iso: ['A.5.9', 'A.5.15'],
    ai: ['MAP 1.1'],
  },
  // A changed purpose is ground to revoke, a missing one is not; a rule has one recommendation, so the action tells them apart.
  recommendation: 'need-info',
  recommendedAction:
    'Ask the owner for the purpose and its code; where the purpose changed, revoke unless it is approved anew as a new connector.',
  *evaluate(context) {
    const purposes = context.read(readPurposes);
    const spots = context.read(createGrantSpots);
    for (const item of context.read(readItems)) {
      const purpose = purposes.of(item.connector);
      const faults = [missing(purpose, purposes), changed(purpose), outside(context, item, purpose)].flatMap(
        (fault) => fault ?? [],
      );
      if (faults.length > 0)
        yield finding(item, {
          severity: faults.some((fault) => fault.isObserved) ? 'high' : 'medium',
          sentence: `${item.name} ${faults.map((fault) => fault.text).join('; it ')} (registers as of ${dateText(context.asOf)}).`,
          scopes: faults.flatMap((fault) => fault.scopes),
          evidence: [...spots(item), ...faults.flatMap((fault) => fault.evidence)],
        });
      else yield silent(context, item, purpose);
    }
  },
});

interface Purpose {
  readonly code: string | null;
  readonly text: string | null;
  /** Where registers state the code and the text. */
  readonly spots: { readonly code: readonly EvidenceSpot[]; readonly text: readonly EvidenceSpot[] };
  /** The reviewer spoke of the purpose, be it to say that there is none. */
  readonly isStated: boolean;
  readonly baseline: Baseline | null;
}

/** What a prior decision says the purpose was. */
interface Baseline {
  readonly code: string | null;
  readonly text: string | null;
  readonly date: string;
  readonly spot: EvidenceSpot;
}

interface Purposes {
  readonly of: (connector: number) => Purpose;
  /** Whether any register states purposes, so that one that is missing there is missing. */
  readonly hasRegister: boolean;
}

interface Fault {
  readonly text: string;
  readonly scopes: readonly string[];
  readonly evidence: readonly EvidenceSpot[];
  readonly isObserved?: boolean;
}

function readPurposes(context: RuleContext): Purposes {
  const { db } = context;
  const attributeOf = context.read(readAttributes);
  const stated = new Set(
    db
      .prepare<[], { connector: number }>(
        `SELECT DISTINCT connector FROM v_app_act WHERE field IN ('purpose', 'purpose-code')`,
      )
      .all()
      .map((row) => row.connector),
  );
  const entriesOf = context.read(createRegisterEntries);
  const hasOwnerPurposes =
    db
      .prepare<[], { found: number }>(
        `SELECT EXISTS (SELECT 1 FROM v_app_attribute WHERE field = 'purpose' AND seq IS NULL) AS found`,
      )
      .get()?.found === 1;
  const baselines = readBaselines(entriesOf('prior-decisions'));
  return {
    hasRegister: hasOwnerPurposes || entriesOf('applications').length > 0,
    of: (connector) => {
      const [code, text] = [attributeOf(connector, 'purpose-code'), attributeOf(connector, 'purpose')];
      return {
        code: code?.value ?? null,
        text: text?.value ?? null,
        spots: { code: code?.evidence ?? [], text: text?.evidence ?? [] },
        isStated: stated.has(connector),
        baseline: baselines.get(connector) ?? null,
      };
    },
  };
}

/** The newest prior decision of each connector that says what its purpose was. */
function readBaselines(entries: readonly RegisterEntry[]): ReadonlyMap<number, Baseline> {
  const rows = entries
    .flatMap((entry) => {
      const { connector, values } = entry;
      const [code, text] = [values['purpose-code'] ?? null, values['purpose'] ?? null];
      const date = (values['date'] ?? dateText(entry.asOf)).slice(0, 10);
      const spot = spotOf(entry, 'purpose at the earlier review');
      return connector === null || (code === null && text === null) ? [] : [{ connector, code, text, date, spot }];
    })
    .toSorted(
      (a, b) => order(a.date, b.date) || order(JSON.stringify([a.code, a.text]), JSON.stringify([b.code, b.text])),
    );
  return new Map(rows.map(({ connector, ...baseline }) => [connector, baseline]));
}

function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function missing(purpose: Purpose, { hasRegister }: Purposes): Fault | null {
  if (purpose.code !== null || purpose.text !== null) return null;
  if (purpose.isStated) return { text: 'has no purpose, as stated in this review', scopes: [], evidence: [] };
  if (!hasRegister) return null;
  return { text: 'has no recorded purpose: no register states one for it', scopes: [], evidence: [] };
}

function changed({ code, text, spots, baseline }: Purpose): Fault | null {
  if (baseline === null) return null;
  // Words change more easily than what is meant: where both reviews have a code, the codes count.
  const isCoded = code !== null && baseline.code !== null;
  const [now, then] = isCoded ? [code, baseline.code] : [text, baseline.text];
  if (now === null || then === null || plain(now) === plain(then)) return null;
  return {
    text: `has another purpose than at the review of ${baseline.date}: ${quoted(now)} instead of ${quoted(then)}`,
    scopes: [],
    evidence: [...(isCoded ? spots.code : spots.text), baseline.spot],
  };
}

function outside(context: RuleContext, item: RuleItem, purpose: Purpose): Fault | null {
  const known = purpose.code === null ? null : purposeOf(purpose.code);
  if (known === null) return null;
  const { reached } = capabilitiesOfItem(context, item);
  const beyond = reached.filter(
    ({ capabilities }) => !capabilities.every((one) => one === 'sign-in' || known.expects.includes(one)),
  );
  if (beyond.length === 0) return null;
  const needed = context.read(readNeeded);
  const used = beyond.filter(({ scope }) => needed.has(`${item.item} ${scope.scope}`));
  const what = CAPABILITIES.filter(
    (one) =>
      one !== 'sign-in' &&
      !known.expects.includes(one) &&
      beyond.some(({ capabilities }) => capabilities.includes(one)),
  );
  const names = scopeNames(beyond.map(({ scope }) => scope));
  return {
    text: `is recorded for ${quoted(known.label)} and holds scopes for ${listed(
      what.map((one) => CAPABILITY_LABELS[one]),
      4,
    )} (${listed(names, 4)})${usedText(context, item, used)}`,
    scopes: names,
    evidence: purpose.spots.code,
    isObserved: used.length > 0,
  };
}

function usedText(context: RuleContext, item: RuleItem, used: readonly Reached[]): string {
  if (used.length === 0) return '';
  const needed = context.read(readNeeded);
  const last = Math.max(...used.map(({ scope }) => needed.get(`${item.item} ${scope.scope}`) ?? 0));
  const log = context.read(readLogs).best(item.platform, item.tenant, 'operations');
  const window = log === null ? '' : ` in ${windowText(log)}`;
  return `, and successful calls that need ${listed(scopeNames(used.map(({ scope }) => scope)), 4)} were seen${window}, the last on ${dateText(last)}`;
}

/** The last successful call of each scope of each item that no other grant explains. */
function readNeeded({ db }: RuleContext): ReadonlyMap<string, number> {
  return new Map(
    db
      .prepare<[], { item: number; scope: string; last_time: number | null }>(
        `SELECT item, scope, last_time FROM v_item_scope WHERE status = 'observed' AND need = 'needed'`,
      )
      .all()
      .map((row) => [`${row.item} ${row.scope}`, row.last_time ?? 0]),
  );
}

interface Reached {
  readonly scope: RuleScope;
  readonly capabilities: readonly Capability[];
}

/** What each scope of an item allows, and the scopes of which nothing is known. */
function capabilitiesOfItem(
  { catalog }: RuleContext,
  item: RuleItem,
): { readonly reached: readonly Reached[]; readonly unknown: readonly RuleScope[] } {
  const kind = item.kind === 'application' ? 'application' : 'delegated';
  const platform = catalog.platform(item.platform);
  const reached: Reached[] = [];
  const unknown: RuleScope[] = [];
  for (const scope of item.scopes) {
    const fact = platform?.scope(kind, scope.scope);
    const capabilities = fact === undefined ? null : capabilitiesOf(item.platform, fact);
    if (capabilities === null) unknown.push(scope);
    else reached.push({ scope, capabilities });
  }
  return { reached, unknown };
}

/** Nothing was found: because all is well, or because something is not known. */
function silent(context: RuleContext, item: RuleItem, { code, text }: Purpose): Verdict {
  if (code === null && text === null)
    return undeterminable(
      item,
      'A purpose of the connector: no register of applications or owners was imported that states purposes.',
    );
  if (code === null)
    return undeterminable(
      item,
      `A purpose code: the purpose is stated as free text (${quoted(text ?? '')}), which cannot be held against scopes.`,
    );
  if (purposeOf(code) === null)
    return undeterminable(item, `A purpose code of the vocabulary: ${quoted(code)} is none of it.`);
  if (item.scopes.length === 0) return undeterminable(item, NO_SCOPES);
  const { unknown } = capabilitiesOfItem(context, item);
  return unknown.length === 0
    ? clear(item)
    : undeterminable(
        item,
        `What ${listed(scopeNames(unknown))} allows: the scope catalog does not know it, so it cannot be held against the purpose.`,
      );
}

function plain(text: string): string {
  return text.trim().toLowerCase().replace(/\s+/g, ' ');
}

const MOST_CHARACTERS = 120;

function quoted(text: string): string {
  return `“${text.length > MOST_CHARACTERS ? `${text.slice(0, MOST_CHARACTERS).toWellFormed()}…` : text}”`;
}
