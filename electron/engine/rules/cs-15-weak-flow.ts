import { createGrantSpots } from './evidence.ts';
import { LEGACY_BASES, readFlows, WEAK_FLOWS, WEAK_TOKENS } from './flows.ts';
import { itemsByConnector, readItems, type RuleItem } from './items.ts';
import { isPlainHttp } from './redirects.ts';
import { defineRule, type EvidenceSpot, type RuleContext, type Verdict } from './rule.ts';
import { detailSpot, readDetails } from './stated-details.ts';
import { counted, dateText, listed } from './wording.ts';
import { clear, finding, undeterminable } from './verdicts.ts';

/**
 * Per connector: grants or logs show a way of signing in that is out of date: a flow of the table in flows.ts, a token
 * without rotation, a scope of a legacy mail protocol, or a reply address without encryption. Without any statement of a
 * flow or kind of token nothing is said.
 */
export default defineRule({
  id: 'CS-15',
  title: 'Legacy or weak flow in use',
  controls: {
    owasp: ['NHI4:2025'],
    csf: ['PR.AA-03'],
    cis: [],
    iso: ['A.8.5'],
    nist: ['IA-5', 'IA-9'],
    pci: ['8.6.1'],
    soc2: ['CC6.1'],
  },
  recommendation: 'conditional',
  recommendedAction: 'Set a date by which the app signs in another way; revoke when the date passes.',
  *evaluate(context) {
    const read = {
      flowsOf: context.read(readFlows),
      detailsOf: context.read(readDetails),
      spots: context.read(createGrantSpots),
    };
    for (const items of itemsByConnector(context.read(readItems))) yield judge(context, items, read);
  },
});

interface Sources {
  readonly flowsOf: ReturnType<typeof readFlows>;
  readonly detailsOf: ReturnType<typeof readDetails>;
  readonly spots: ReturnType<typeof createGrantSpots>;
}

interface Weakness {
  readonly text: string;
  readonly evidence: readonly EvidenceSpot[];
  readonly scopes?: readonly string[];
}

function judge(context: RuleContext, items: readonly [RuleItem, ...RuleItem[]], sources: Sources): Verdict {
  const [first] = items;
  const subject = { connector: first.connector, item: null };
  const { flowsOf, detailsOf } = sources;
  const found = [...seen(first, sources), ...stated(first, sources), ...granted(items, sources)];
  if (found.length > 0) {
    return finding(subject, {
      severity: 'high',
      sentence: `${first.name} ${listed(
        found.map((one) => one.text),
        6,
      )} (evidence as of ${dateText(context.asOf)}).`,
      scopes: found.flatMap((one) => one.scopes ?? []),
      evidence: found.flatMap((one) => one.evidence),
    });
  }
  const isStated =
    flowsOf(first.connector).length > 0 ||
    detailsOf(first.connector, 'flow').length > 0 ||
    detailsOf(first.connector, 'token-type').length > 0;
  if (isStated) return clear(subject);
  return undeterminable(
    subject,
    `How ${first.name} signs in: no imported log or export states its flow or kind of token. A sign-in log with the client or protocol column would.`,
  );
}

function seen(first: RuleItem, { flowsOf }: Sources): readonly Weakness[] {
  return flowsOf(first.connector).flatMap((use) => {
    const how = WEAK_FLOWS.get(use.flow);
    if (how === undefined) return [];
    const span =
      dateText(use.first) === dateText(use.last)
        ? `on ${dateText(use.first)}`
        : `from ${dateText(use.first)} to ${dateText(use.last)}`;
    return [
      {
        text: `signed in ${how} ${counted(use.count, 'time', 'times')} ${span} (${use.log})`,
        evidence: [{ importId: use.importId, line: use.line, note: `sign-in ${how}` }],
      },
    ];
  });
}

function stated(first: RuleItem, { detailsOf }: Sources): readonly Weakness[] {
  const { connector, platform } = first;
  const flows = detailsOf(connector, 'flow').flatMap((detail) => {
    const how = WEAK_FLOWS.get(detail.value);
    return how === undefined
      ? []
      : [{ text: `is set up to sign in ${how}`, evidence: [detailSpot(detail, 'flow the app is set up for')] }];
  });
  const tokens = detailsOf(connector, 'token-type')
    .filter((detail) => WEAK_TOKENS[platform]?.test(detail.value) === true)
    .map((detail) => ({
      text: `holds a token of a kind without rotation ("${detail.value}")`,
      evidence: [detailSpot(detail, 'kind of token')],
    }));
  const plain = detailsOf(connector, 'redirect').filter((detail) => isPlainHttp(detail.value));
  const redirects =
    plain.length === 0
      ? []
      : [
          {
            text: `takes its tokens at an address without encryption: ${listed(plain.map((detail) => detail.value))}`,
            evidence: plain.map((detail) => detailSpot(detail, 'reply address')),
          },
        ];
  return [...flows, ...tokens, ...redirects];
}

function granted(items: readonly RuleItem[], { spots }: Sources): readonly Weakness[] {
  const holders = items.flatMap((item) =>
    item.scopes.flatMap((scope) => {
      const protocols = scope.basis
        .flatMap((token) => token.split('+'))
        .flatMap((token) => LEGACY_BASES.get(token) ?? []);
      return protocols.length === 0 ? [] : [{ item, scope: scope.scope, protocols }];
    }),
  );
  if (holders.length === 0) return [];
  const scopes = [...new Set(holders.map((holder) => holder.scope))].toSorted();
  const protocols = [...new Set(holders.flatMap((holder) => holder.protocols))].toSorted();
  return [
    {
      text: `may use a legacy mail protocol (${listed(protocols)}) through ${listed(scopes)}`,
      evidence: [...new Set(holders.map((holder) => holder.item))].flatMap((item) => spots(item)),
      scopes,
    },
  ];
}
