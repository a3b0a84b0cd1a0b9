import type { PlatformCatalog } from '../catalog/types.ts';
import { COMBINATIONS, COMBINATIONS_VERSION, type Combination } from './combinations.ts';
import { createGrantSpots } from './evidence.ts';
import { isTenantWide, itemsByConnector, NO_SCOPES, readItems, unknownScopes, type RuleItem } from './items.ts';
import { defineRule, type RuleContext, type Verdict } from './rule.ts';
import { listed } from './wording.ts';
import { clear, finding, notApplicable, undeterminable } from './verdicts.ts';

/**
 * Per connector: what it holds in one tenant, delegated and application permissions together, meets a combination of the
 * pattern pack, each scope counted with everything it includes. A combination is tenant-wide when the grants that reach
 * everybody meet it alone.
 */
export default defineRule({
  id: 'CS-11',
  title: 'Toxic scope combination',
  controls: {
    owasp: ['NHI5:2025'],
    csf: ['PR.AA-05'],
    cis: ['6.8'],
    iso: ['A.5.3', 'A.8.2'],
    nist: ['AC-5', 'AC-6'],
    pci: ['7.2.5'],
    soc2: ['CC6.3'],
  },
  recommendation: 'reduce',
  recommendedAction: 'Reduce the scopes so that no combination is left.',
  *evaluate(context) {
    const spots = context.read(createGrantSpots);
    for (const items of itemsByConnector(context.read(readItems))) yield judge(context, items, spots);
  },
});

/** A combination that is met in a tenant, with the scopes that meet it. */
interface Match {
  readonly combination: Combination;
  readonly tenant: string;
  readonly scopes: readonly (readonly string[])[];
  readonly isTenantWide: boolean;
  readonly items: readonly RuleItem[];
}

function judge(
  { catalog, policy }: RuleContext,
  items: readonly [RuleItem, ...RuleItem[]],
  spots: ReturnType<typeof createGrantSpots>,
): Verdict {
  const [first] = items;
  const subject = { connector: first.connector, item: null };
  const platform = catalog.platform(first.platform);
  const asked = COMBINATIONS.filter(
    ({ id, parts }) =>
      platform !== undefined &&
      !policy.ignoredCombinations.includes(id) &&
      parts.every((part) => part.scopes[platform.platform] !== undefined),
  );
  if (platform === undefined || asked.length === 0) return notApplicable(subject);
  const byTenant = [...Map.groupBy(items, (item) => item.tenant)].toSorted(([a], [b]) => (a < b ? -1 : 1));
  const matches = byTenant.flatMap(([tenant, own]) =>
    asked.flatMap((combination) => matchOf(platform, combination, tenant, own)),
  );
  const [match] = matches.toSorted((a, b) => Number(b.isTenantWide) - Number(a.isTenantWide));
  if (match !== undefined) {
    return finding(subject, {
      severity: match.isTenantWide ? 'critical' : 'high',
      sentence: sentenceOf(first.name, match, matches),
      scopes: [...new Set(matches.flatMap((one) => one.scopes.flat()))].toSorted(),
      evidence: match.items.flatMap((item) => spots(item)),
    });
  }
  if (items.some((item) => item.scopes.length === 0)) return undeterminable(subject, NO_SCOPES);
  const unknown = items.flatMap((item) => unknownScopes(item)).map((scope) => scope.scope);
  if (unknown.length === 0) return clear(subject);
  return undeterminable(
    subject,
    `What ${listed([...new Set(unknown)].toSorted())} allows: the scope catalog does not know it, so it may complete a combination.`,
  );
}

function matchOf(
  platform: PlatformCatalog,
  combination: Combination,
  tenant: string,
  items: readonly RuleItem[],
): readonly Match[] {
  const wide = items.filter((item) => isTenantWide(item));
  const wideScopes = meeting(platform, combination, wide);
  const scopes = wideScopes ?? meeting(platform, combination, items);
  if (scopes === null) return [];
  const meets = new Set(scopes.flat());
  const holders = (wideScopes === null ? items : wide).filter((item) =>
    item.scopes.some((scope) => meets.has(scope.scope)),
  );
  return [{ combination, tenant, scopes, isTenantWide: wideScopes !== null, items: holders }];
}

/** For each part the scopes that meet it, or null when a part is not met. */
function meeting(
  platform: PlatformCatalog,
  { parts }: Combination,
  items: readonly RuleItem[],
): readonly (readonly string[])[] | null {
  const held = [...new Set(items.flatMap((item) => item.scopes.map((scope) => scope.scope)))].toSorted();
  const scopes = parts.map((part) => {
    const wanted = part.scopes[platform.platform] ?? [];
    return held.filter((scope) => wanted.some((lower) => platform.includes(scope, lower)));
  });
  return scopes.every((part) => part.length > 0) ? scopes : null;
}

function sentenceOf(name: string, match: Match, matches: readonly Match[]): string {
  const [reads, writes] = match.combination.parts.map(
    (part, index) => `${part.does} (${listed(match.scopes[index] ?? [], 3)})`,
  );
  const others = [...new Set(matches.map((one) => one.combination))].filter((one) => one !== match.combination);
  const rest =
    others.length === 0
      ? ''
      : `; it also ${listed(others.map(({ parts }) => `${parts[0].does} and ${parts[1].does}`))}`;
  const reach = match.isTenantWide ? ' for the whole tenant' : '';
  return `${name} ${reads ?? ''} and ${writes ?? ''}${reach} in tenant ${match.tenant}; together they ${match.combination.allows}${rest} (scopes granted, combinations version ${COMBINATIONS_VERSION}).`;
}
