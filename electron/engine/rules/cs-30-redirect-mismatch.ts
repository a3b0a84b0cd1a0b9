import { isProduction } from '../importers/parts/environment-words.ts';
import { registrableDomain } from '../lib/registrable-domain.ts';
import { readAppChanges, type AppChange } from './app-changes.ts';
import { readEnvironments } from './environments.ts';
import { distinctSpots } from './evidence.ts';
import { itemsByConnector, readItems, type RuleItem } from './items.ts';
import { readRedirect, type Redirect } from './redirects.ts';
import { defineRule, type EvidenceSpot, type RuleContext, type Verdict } from './rule.ts';
import { readAttributes } from './stated-attributes.ts';
import { detailSpot, readDetails, type StatedDetail } from './stated-details.ts';
import { dateText, listed } from './wording.ts';
import { clear, finding, notApplicable, undeterminable } from './verdicts.ts';

/**
 * Per connector: its tokens go to an address that is not the publisher's, not encrypted, a bare network address, open to any
 * host, or on the machine of the user though the app is in production; or reply addresses or publisher changed since the last
 * certification, or since the export before. Two addresses belong together when their last labels are equal: those that a
 * registry lets somebody register, told by a short table of suffixes. That an address went away is no finding.
 */
export default defineRule({
  id: 'CS-30',
  title: 'Publisher or redirect mismatch or change',
  controls: {
    owasp: ['NHI3:2025', 'NHI4:2025'],
    csf: ['ID.RA-07'],
    cis: ['15.6'],
    iso: ['A.5.22'],
    nist: ['SA-9'],
    soc2: ['CC9.2'],
  },
  recommendation: 'need-info',
  recommendedAction: 'Ask the publisher to explain the addresses; until then a condition.',
  *evaluate(context) {
    const read = {
      detailsOf: context.read(readDetails),
      changesOf: context.read(readAppChanges),
      isProduction: context.read(createProduction),
    };
    for (const items of itemsByConnector(context.read(readItems))) yield judge(context, items, read);
  },
});

interface Sources {
  readonly detailsOf: ReturnType<typeof readDetails>;
  readonly changesOf: (item: RuleItem) => readonly AppChange[];
  readonly isProduction: (items: readonly [RuleItem, ...RuleItem[]]) => boolean;
}

interface Fault {
  readonly text: string;
  readonly evidence: readonly EvidenceSpot[];
}

interface Address {
  readonly detail: StatedDetail;
  readonly redirect: Redirect;
}

function judge(context: RuleContext, items: readonly [RuleItem, ...RuleItem[]], sources: Sources): Verdict {
  const [first] = items;
  const subject = { connector: first.connector, item: null };
  if (first.origin === 'platform') return notApplicable(subject);
  const stated = sources.detailsOf(first.connector, 'redirect');
  if (stated.length === 0)
    return undeterminable(
      subject,
      `The reply addresses of ${first.name}: no imported export states any. The export of its service principal or registration would.`,
    );
  const addresses = stated.flatMap((detail) => {
    const redirect = readRedirect(detail.value);
    return redirect === null ? [] : [{ detail, redirect }];
  });
  const domains = domainsOf(context, first, sources);
  const changes = sources.changesOf(first);
  const faults = [
    ...changes.map(({ text, spot }) => ({ text, evidence: [spot] })),
    ...formFaults(addresses, sources.isProduction(items)),
    ...mismatch(context, addresses, domains),
  ];
  if (faults.length > 0) {
    return finding(subject, {
      severity: changes.length > 0 ? 'high' : 'medium',
      sentence: `${first.name}: ${listed(
        faults.map((fault) => fault.text),
        6,
      )} (export as of ${dateText(Math.max(...stated.map((detail) => detail.asOf)))}).`,
      evidence: distinctSpots(faults.flatMap((fault) => fault.evidence)),
    });
  }
  if (domains.length > 0 || addresses.every((address) => !isElsewhere(context, address.redirect, [])))
    return clear(subject);
  const help =
    first.isInternal === true
      ? 'the policy names no domain of the company and the export no domain of the publisher'
      : 'no imported export states its domain or home page';
  return undeterminable(
    subject,
    `Whose the reply addresses of ${first.name} are (${listed(addresses.map(({ redirect }) => redirect.host))}): ${help}.`,
  );
}

/** Registered domains of the publisher, and the company's own for its own apps. */
function domainsOf({ policy }: RuleContext, first: RuleItem, { detailsOf }: Sources): readonly string[] {
  const stated = [
    ...detailsOf(first.connector, 'publisher-domain').map((detail) => detail.value),
    ...detailsOf(first.connector, 'homepage').flatMap((detail) => readRedirect(detail.value)?.host ?? []),
    ...(first.isInternal === true ? policy.internalDomains : []),
  ];
  return [...new Set(stated.flatMap((domain) => registrableDomain(domain) ?? []))].toSorted();
}

/** What is wrong with an address whoever owns it. */
function formFaults(addresses: readonly Address[], isProduction: boolean): readonly Fault[] {
  const kinds: readonly (readonly [string, (redirect: Redirect) => boolean])[] = [
    ['takes tokens without encryption at', (one) => one.scheme === 'http' && !one.isLoopback],
    ['takes tokens at a network address without a name,', (one) => one.isAddress && !one.isLoopback],
    ['takes tokens on the machine of the user though it is in production, at', (one) => one.isLoopback && isProduction],
    ['takes tokens at any address that fits', (one) => one.hasWildcard],
  ];
  return kinds.flatMap(([words, applies]) => {
    const bad = addresses.filter(({ redirect }) => applies(redirect));
    return bad.length === 0 ? [] : [faultOf(words, bad)];
  });
}

function mismatch(context: RuleContext, addresses: readonly Address[], domains: readonly string[]): readonly Fault[] {
  if (domains.length === 0) return [];
  const foreign = addresses.filter(({ redirect }) => isElsewhere(context, redirect, domains));
  return foreign.length === 0
    ? []
    : [faultOf(`takes tokens outside the publisher's ${listed(domains)}, judged by equal last labels, at`, foreign)];
}

function isElsewhere({ policy }: RuleContext, redirect: Redirect, domains: readonly string[]): boolean {
  if (redirect.isLoopback || redirect.isAddress) return false;
  const domain = registrableDomain(redirect.host);
  if (domain === null) return false;
  const isBroker = policy.redirectBrokers.some((broker) => {
    const own = broker.trim().toLowerCase();
    return redirect.host === own || redirect.host.endsWith(`.${own}`);
  });
  return !isBroker && !domains.includes(domain);
}

function faultOf(words: string, addresses: readonly Address[]): Fault {
  return {
    text: `${words} ${listed(
      addresses.map(({ redirect }) => redirect.written),
      3,
    )}`,
    evidence: addresses.map(({ detail }) => detailSpot(detail, 'reply address')),
  };
}

/** Whether an app is in production: as the register of applications says of it, else as that of environments says of its tenants. */
function createProduction(context: RuleContext): (items: readonly [RuleItem, ...RuleItem[]]) => boolean {
  const attributeOf = context.read(readAttributes);
  const environmentOf = context.read(readEnvironments);
  return (items) => {
    const stated = attributeOf(items[0].connector, 'environment');
    if (stated !== undefined) return isProduction(stated.value) === 'yes';
    return items.some((item) => environmentOf(item.tenant)?.isProduction === true);
  };
}
