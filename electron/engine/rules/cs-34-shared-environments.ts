import { isProduction } from '../importers/parts/environment-words.ts';
import { environmentKey, readEnvironments, type Environment } from './environments.ts';
import { itemsByConnector, readItems, type RuleItem } from './items.ts';
import { isLoopback, isWebAddress, nonProductionSign } from './non-production.ts';
import { defineRule, type EvidenceSpot, type RuleContext, type Verdict } from './rule.ts';
import { readAttributes } from './stated-attributes.ts';
import { readDetails, type StatedDetail } from './stated-details.ts';
import { dateText, listed } from './wording.ts';
import { clear, finding, notApplicable, undeterminable } from './verdicts.ts';

const MOST_SPOTS = 6;

/**
 * Per connector: one client id in tenants of different environments, or a grant in production of an app whose addresses or
 * register entry say otherwise. An app of others in several tenants is what such services are for: it counts only when
 * the app is the customer's own, or the register of environments names one owner for tenants that differ.
 */
export default defineRule({
  id: 'CS-34',
  title: 'Shared across environments',
  controls: {
    owasp: ['NHI8:2025', 'NHI9:2025'],
    csf: ['PR.PS-01', 'PR.AA-05'],
    cis: ['16.8'],
    iso: ['A.8.31'],
    nist: ['AC-6'],
    soc2: ['CC6.1'],
  },
  recommendation: 'revoke',
  recommendedAction:
    'Register an app of its own for each environment, and revoke the side that is not production or its addresses.',
  *evaluate(context) {
    const sources: Sources = {
      environmentOf: context.read(readEnvironments),
      attributeOf: context.read(readAttributes),
      detailsOf: context.read(readDetails),
    };
    for (const items of itemsByConnector(context.read(readItems))) yield judge(context, sources, items);
  },
});

interface Sources {
  readonly environmentOf: ReturnType<typeof readEnvironments>;
  readonly attributeOf: ReturnType<typeof readAttributes>;
  readonly detailsOf: ReturnType<typeof readDetails>;
}

interface Place {
  readonly tenant: string;
  readonly environment: Environment | null;
}

/** Something that shows an app of production to belong elsewhere. */
interface Sign {
  readonly text: string;
  readonly evidence: readonly EvidenceSpot[];
}

function judge({ asOf }: RuleContext, sources: Sources, items: readonly [RuleItem, ...RuleItem[]]): Verdict {
  const [connector] = items;
  const subject = { connector: connector.connector, item: null };
  const places = [...new Set(items.map((item) => item.tenant))]
    .toSorted()
    .map((tenant) => ({ tenant, environment: sources.environmentOf(tenant) }));
  const said = places.flatMap(({ environment }) => environment ?? []);
  const differ = new Set(said.map((one) => environmentKey(one.label))).size > 1;
  const signs = signsOf(connector, places, sources);
  if (differ && (connector.origin === 'internal' || haveOneOwner(said))) {
    const whose = connector.origin === 'internal' ? "the customer's own app" : 'tenants of one owner';
    return finding(subject, {
      severity: 'high',
      sentence: `${connector.name} holds grants with one client id (${connector.nativeId}) in ${listed(places.flatMap(placeText))}, by the register of environments on ${dateText(asOf)} (${whose})${
        signs.length === 0
          ? ''
          : `; and ${listed(
              signs.map((sign) => sign.text),
              3,
            )}`
      }.`,
      evidence: [...said.map((one) => one.spot), ...signs.flatMap((sign) => sign.evidence)].slice(0, MOST_SPOTS),
    });
  }
  const production = places.find(({ environment }) => environment?.isProduction === true);
  if (production !== undefined && signs.length > 0) {
    return finding(subject, {
      severity: 'high',
      sentence: `${connector.name} holds a grant in ${listed(placeText(production))}, but ${listed(
        signs.map((sign) => sign.text),
        3,
      )}, by the exports and registers of ${dateText(asOf)}.`,
      evidence: [
        ...signs.flatMap((sign) => sign.evidence),
        ...(production.environment === null ? [] : [production.environment.spot]),
      ].slice(0, MOST_SPOTS),
    });
  }
  return withoutFinding(subject, connector, places, differ, sources);
}

function withoutFinding(
  subject: { readonly connector: number; readonly item: null },
  connector: RuleItem,
  places: readonly Place[],
  differ: boolean,
  { detailsOf }: Sources,
): Verdict {
  const nameless = places.filter(({ environment }) => environment === null);
  if (nameless.length > 0)
    return undeterminable(
      subject,
      `The environment of tenant ${listed(nameless.map(({ tenant }) => tenant))}: no register of environments names it.`,
    );
  if (differ && connector.origin === null)
    return undeterminable(
      subject,
      `Whose app ${connector.name} is: it holds grants in tenants of different environments, and neither its export nor an owner of these tenants says so.`,
    );
  if (places.every(({ environment }) => environment?.isProduction !== true))
    return differ ? clear(subject) : notApplicable(subject);
  return detailsOf(connector.connector, 'redirect').length === 0
    ? undeterminable(subject, `The redirect addresses of ${connector.name}: no export that lists them was imported.`)
    : clear(subject);
}

/** One owner answers for tenants of different environments. */
function haveOneOwner(said: readonly Environment[]): boolean {
  return [...Map.groupBy(said, (one) => one.owner)].some(
    ([owner, own]) => owner !== '' && new Set(own.map((one) => environmentKey(one.label))).size > 1,
  );
}

function placeText({ tenant, environment }: Place): string[] {
  return environment === null ? [] : [`tenant ${tenant} (${environment.label})`];
}

function signsOf(connector: RuleItem, places: readonly Place[], { attributeOf, detailsOf }: Sources): readonly Sign[] {
  const redirects = detailsOf(connector.connector, 'redirect');
  const isWebApp = redirects.some((detail) => isWebAddress(detail.value));
  const addresses = [...redirects, ...detailsOf(connector.connector, 'homepage')].flatMap((detail): Sign[] => {
    const sign = isWebApp && isLoopback(detail.value) ? 'the machine of a developer' : nonProductionSign(detail.value);
    return sign === null ? [] : [{ text: `${detail.value} (${sign})`, evidence: [spotOf(detail)] }];
  });
  const stated = attributeOf(connector.connector, 'environment');
  const isElsewhere = stated !== undefined && isProduction(stated.value) === 'no';
  return [
    ...(addresses.length === 0
      ? []
      : [
          {
            text: `its addresses are those of another environment: ${listed(
              addresses.map((sign) => sign.text),
              3,
            )}`,
            evidence: addresses.flatMap((sign) => sign.evidence),
          },
        ]),
    ...(isElsewhere && places.some(({ environment }) => environment?.isProduction === true)
      ? [{ text: `the register of applications calls it ${stated.value}`, evidence: stated.evidence }]
      : []),
  ];
}

function spotOf(detail: StatedDetail): EvidenceSpot {
  return { importId: detail.importId, line: detail.line, note: `address ${detail.value}` };
}
