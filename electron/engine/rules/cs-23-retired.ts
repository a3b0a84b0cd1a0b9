import type Database from 'better-sqlite3';
import { z } from 'zod';
import { appsOf, vendorKey } from '../derive/vendors.ts';
import { type Decided, decisionText, readDecisions } from './baseline.ts';
import { createGrantSpots } from './evidence.ts';
import { createConnectorIds } from './granters.ts';
import { readItems, type RuleItem } from './items.ts';
import { createRegisterEntries, type RegisterEntry, spotOf } from './register-entries.ts';
import { defineRule, type EvidenceSpot, type RuleContext } from './rule.ts';
import { readAttributes } from './stated-attributes.ts';
import { dateText } from './wording.ts';
import { clear, finding, notApplicable, undeterminable } from './verdicts.ts';

/**
 * Per item: the vendor behind the app is one that the register of vendors says was left, or the register of applications
 * names a successor that is granted and certified.
 */
export default defineRule({
  id: 'CS-23',
  title: 'Connector retired or replaced but still granted',
  controls: {
    owasp: ['NHI1:2025'],
    csf: ['GV.SC-10'],
    cis: ['15.7'],
    iso: ['A.5.20', 'A.5.18'],
    nist: ['AC-2', 'SA-9'],
    soc2: ['CC9.2'],
  },
  recommendation: 'revoke',
  recommendedAction: 'Revoke, and have the vendor confirm that its copies of the data are gone.',
  followsDecisions: true,
  *evaluate(context) {
    const vendors = readVendors(context);
    const successors = readSuccessors(context);
    const spots = context.read(createGrantSpots);
    for (const item of context.read(readItems)) {
      const vendor = vendors.of(item);
      const successor = successors.of(item);
      const reasons = [
        ...(vendor?.isTerminated === true
          ? [{ text: vendor.text, evidence: [spotOf(vendor.entry, 'vendor in the register')] }]
          : []),
        ...(successor?.is === 'certified' ? [{ text: successor.text, evidence: successor.evidence }] : []),
      ];
      if (reasons.length > 0) {
        yield finding(item, {
          severity: 'high',
          sentence: `${item.name} is still granted as of ${dateText(context.asOf)}, though ${reasons.map((reason) => reason.text).join(', and ')}.`,
          evidence: [...reasons.flatMap((reason) => reason.evidence), ...spots(item)],
        });
      } else if (successor?.is === 'unknown') yield undeterminable(item, successor.missing);
      else if (vendor !== null || successor !== null) yield clear(item);
      else if (vendors.hasRegister) yield notApplicable(item);
      else {
        yield undeterminable(
          item,
          `Whether the vendor of ${item.name} was left or the app replaced: no register of vendors was imported, and no register of applications names a successor.`,
        );
      }
    }
  },
});

interface Vendor {
  readonly isTerminated: boolean;
  readonly text: string;
  readonly entry: RegisterEntry;
}

interface Vendors {
  readonly hasRegister: boolean;
  of(item: RuleItem): Vendor | null;
}

const names = z.array(z.string());

/** The newest entry of each vendor, and which app is whose: put together by hand or by us, by publisher, or by name of vendor or app. */
function readVendors(context: RuleContext): Vendors {
  const entries = context.read(createRegisterEntries)('vendors');
  const named = new Map(entries.map((entry) => [vendorKey(entry.key), entry]));
  const newest = [...named.values()];
  const byKey = new Map([
    ...newest.flatMap((entry) => appsOf(entry.values).map((app) => [vendorKey(app), entry] as const)),
    ...named,
  ]);
  const marks = readMarks(context.db);
  return {
    hasRegister: entries.length > 0,
    of(item) {
      const mark = marks.get(item.connector);
      const tries: readonly (readonly [text: string | null | undefined, basis: string])[] = [
        [mark?.vendor, mark?.basis ?? ''],
        [item.publisher, 'publisher as the platform states it'],
        // A name that hides something may be that of an impostor.
        ...(mark?.isSuspect === true ? [] : (mark?.names ?? [item.name])).map(
          (name) => [name, 'name of the app'] as const,
        ),
      ];
      for (const [text, basis] of tries) {
        const entry = text === null || text === undefined || text === '' ? undefined : byKey.get(vendorKey(text));
        if (entry !== undefined) return toVendor(entry, basis);
      }
      return null;
    },
  };
}

function toVendor(entry: RegisterEntry, basis: string): Vendor {
  const { values } = entry;
  const status = values['status'] ?? '';
  const end = values['contractEnd'];
  const said = [
    ...(status === '' ? [] : [`status "${status}"`]),
    ...(end === undefined ? [] : [`contract until ${end.slice(0, 10)}`]),
  ];
  return {
    isTerminated: values['isTerminated'] === 'yes',
    text:
      `the register of vendors as of ${dateText(entry.asOf)} says that its vendor ${entry.key} was left ` +
      `(${said.join(', ')}; basis of the match: ${basis})`,
    entry,
  };
}

interface Marks {
  readonly vendor: string | null;
  readonly basis: string | null;
  readonly names: readonly string[];
  readonly isSuspect: boolean;
}

function readMarks(db: Database.Database): ReadonlyMap<number, Marks> {
  const rows = db
    .prepare<
      [],
      { connector: number; vendor: string | null; basis: string | null; names: string; name_warning: string | null }
    >(
      `SELECT connector.id AS connector, vendor_member.vendor, vendor_member.basis, connector.names, connector.name_warning
       FROM connector LEFT JOIN vendor_member ON vendor_member.connector = connector.id
       WHERE connector.in_population = 1
       ORDER BY connector.id, vendor_member.vendor`,
    )
    .all();
  return new Map(
    rows.map((row) => [
      row.connector,
      {
        vendor: row.vendor,
        basis: row.basis,
        names: names.parse(JSON.parse(row.names)),
        isSuspect: row.name_warning !== null,
      },
    ]),
  );
}

type Successor =
  | { readonly is: 'certified'; readonly text: string; readonly evidence: readonly EvidenceSpot[] }
  | { readonly is: 'other' }
  | { readonly is: 'unknown'; readonly missing: string };

function readSuccessors(context: RuleContext): { of(item: RuleItem): Successor | null } {
  const items = context.read(readItems);
  const decisions = context.read(readDecisions);
  const byId = context.read(createConnectorIds);
  const attributeOf = context.read(readAttributes);
  const byConnector = Map.groupBy(items, (item) => item.connector);
  const byName = Map.groupBy(items, (item) => `${item.platform} ${item.name.toLowerCase()}`);
  const find = (item: RuleItem, text: string): readonly RuleItem[] => {
    const known = byId(item.platform, text);
    if (known !== null) return byConnector.get(known.connector) ?? [];
    const named = byName.get(`${item.platform} ${text.trim().toLowerCase()}`) ?? [];
    return new Set(named.map((one) => one.connector)).size === 1 ? named : [];
  };
  return {
    of(item) {
      const link = attributeOf(item.connector, 'replaced-by');
      if (link === undefined) return null;
      const successors = find(item, link.value).filter((one) => one.connector !== item.connector);
      const [first] = successors;
      if (first === undefined) {
        return {
          is: 'unknown',
          missing: `Whether the successor of ${item.name}, "${link.value}" in the register of applications, is granted: no grant of exactly one app of that id or name was imported.`,
        };
      }
      const [own, other] = [item.connector, first.connector].map(
        (connector) => attributeOf(connector, 'purpose-code')?.value,
      );
      if (own !== undefined && other !== undefined && own !== other) return { is: 'other' };
      const last = successors.flatMap((one) => decisions.all(one).slice(-1)).find(certifies);
      if (last !== undefined) {
        const purpose = own !== undefined && own === other ? ` for the same purpose (${own})` : '';
        return {
          is: 'certified',
          text: `the register of applications says that ${first.name} replaces it${purpose}, which is granted and certified: ${decisionText(last)}`,
          evidence: [...link.evidence, ...last.evidence],
        };
      }
      if (decisions.hasEarlier) return { is: 'other' };
      return {
        is: 'unknown',
        missing: `Whether ${first.name}, which replaces ${item.name} by the register of applications, is certified: no register of prior decisions was imported, and this case had no decision on it by ${dateText(context.asOf)}.`,
      };
    },
  };
}

function certifies(decided: Decided): boolean {
  return decided.decision === 'certify' || decided.decision === 'conditional';
}
