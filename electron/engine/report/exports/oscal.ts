import type { Finding } from '../../../../shared/contract/connectors.ts';
import { DECISION_LABELS } from '../../../../shared/domain/vocabulary.ts';
import type { JsonValue } from '../../evidence/canonical-json.ts';
import { allFindings, itemsInKeyOrder } from '../figures.ts';
import type { ReportItem, ReportModel } from '../model.ts';
import { PROGRAM } from '../version.ts';
import { partNote } from './part-note.ts';
import { nameUuid } from './uuid.ts';

const OSCAL_VERSION = '1.1.2';
/** Names the properties below; nothing is found there. */
const NAMESPACE = 'https://countersign.invalid/ns/oscal';

/**
 * The findings as OSCAL assessment results (NIST, JSON form of 1.1.2), marked experimental: its structure is tested, the
 * schema of NIST is not at hand. Each finding that counts is an observation and a risk; each control of SP 800-53 that a rule
 * with findings touches is not satisfied. No control is called satisfied: that nothing was found does not show it.
 */
export function buildOscal(model: ReportModel): JsonValue {
  const findings = allFindings(model);
  const items = itemsInKeyOrder(model);
  const at = model.asOf ?? model.createdAt;
  const scope = [model.details.name, model.details.engagement, at];
  const plan = nameUuid('plan', ...scope);
  const controls = new Map(model.rules.map(({ rule, controls: { nist } }) => [rule, (nist ?? []).map(controlId)]));
  const looked = [...new Set([...controls.values()].flat())].toSorted();
  const uuidOf = numberedUuids(findings);
  const note = partNote(model);
  return {
    'assessment-results': {
      uuid: nameUuid('results', ...scope),
      metadata: {
        title: `Review of OAuth grants: ${words(model.details.name)}`,
        'last-modified': at,
        version: model.reportId,
        'oscal-version': OSCAL_VERSION,
        props: [
          property('maturity', 'experimental'),
          property('program', `${PROGRAM.name} ${PROGRAM.version}`),
          property('rule-pack', model.digests.rulePack),
          property('policy', model.digests.policy),
          property('catalog', model.digests.catalog),
        ],
      },
      'import-ap': { href: `#${plan}` },
      results: [
        {
          uuid: nameUuid('result', ...scope),
          title: 'Findings of the rules',
          description: `${model.totals.items} review items on ${model.totals.connectors} apps. ${words(model.conclusion.label)}`,
          start: at,
          'local-definitions': { components: components(items, findings) },
          'reviewed-controls': {
            'control-selections': [
              looked.length === 0
                ? { description: note ?? 'No rule of this pack names a control of SP 800-53.' }
                : { 'include-controls': looked.map((id) => ({ 'control-id': id })) },
            ],
          },
          ...list(
            'observations',
            findings.map((finding) => observation(finding, uuidOf(finding), at)),
          ),
          ...list(
            'risks',
            findings.map((finding) => risk(finding, uuidOf(finding), items)),
          ),
          ...list(
            'findings',
            looked.flatMap((id) => {
              const about = findings.filter(({ rule }) => controls.get(rule)?.includes(id) === true);
              return about.length === 0 ? [] : [controlFinding(id, about.map(uuidOf), scope)];
            }),
          ),
        },
      ],
      'back-matter': {
        resources: [
          {
            uuid: plan,
            title: 'Assessment plan',
            description:
              'There is no plan in OSCAL. The method and the thresholds stand in report.pdf and report.json of the bundle.',
          },
        ],
      },
    },
  };
}

interface Uuids {
  readonly observation: string;
  readonly risk: string;
}

/** One pair for each finding. Two with the same rule, subject and words are told apart by their number. */
function numberedUuids(findings: readonly Finding[]): (finding: Finding) => Uuids {
  const seen = new Map<string, number>();
  const uuids = new Map(
    findings.map((finding): [Finding, Uuids] => {
      const parts = [finding.rule, finding.connectorId, finding.itemId ?? '', finding.sentence];
      const key = JSON.stringify(parts);
      const number = (seen.get(key) ?? 0) + 1;
      seen.set(key, number);
      const named = [...parts, String(number)];
      return [finding, { observation: nameUuid('observation', ...named), risk: nameUuid('risk', ...named) }];
    }),
  );
  return (finding) => uuids.get(finding) ?? { observation: '', risk: '' };
}

/** Every app with an item or a finding. */
function components(items: readonly ReportItem[], findings: readonly Finding[]): JsonValue {
  const apps = new Map([
    ...findings.map(({ connectorId, connectorName }) => [connectorId, connectorName] as const),
    ...items.map(({ connectorId, name }) => [connectorId, name] as const),
  ]);
  return [...apps]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([id, name]) => ({
      uuid: nameUuid('component', id),
      type: 'service',
      title: words(name),
      description: `OAuth app ${words(id)}`,
      props: [property('connector', id)],
      status: { state: 'operational' },
    }));
}

function observation(finding: Finding, uuids: Uuids, at: string): JsonValue {
  return {
    uuid: uuids.observation,
    title: `${finding.rule}: ${words(finding.title)}`,
    description: words(finding.sentence),
    props: [property('rule', finding.rule), property('severity', finding.severity)],
    methods: ['EXAMINE'],
    types: ['finding'],
    subjects: [{ 'subject-uuid': nameUuid('component', finding.connectorId), type: 'component' }],
    ...list(
      'relevant-evidence',
      [...new Set(finding.evidence.map((spot) => `${spot.file}, line ${spot.line}: ${spot.note}`))]
        .toSorted()
        .map((description) => ({ description: words(description) })),
    ),
    collected: at,
  };
}

function risk(finding: Finding, uuids: Uuids, items: readonly ReportItem[]): JsonValue {
  const decision = items.find((item) => item.itemId === finding.itemId)?.decision ?? null;
  return {
    uuid: uuids.risk,
    title: `${finding.rule}: ${words(finding.title)}`,
    description: words(finding.sentence),
    statement: words(finding.recommendedAction),
    props: [
      property('severity', finding.severity),
      ...(decision === null ? [] : [property('decision', DECISION_LABELS[decision.decision])]),
    ],
    status: 'open',
    'related-observations': [{ 'observation-uuid': uuids.observation }],
  };
}

function controlFinding(id: string, about: readonly Uuids[], scope: readonly string[]): JsonValue {
  return {
    uuid: nameUuid('finding', id, ...scope),
    title: `Findings that touch ${id}`,
    description: `${about.length} ${about.length === 1 ? 'finding' : 'findings'} of rules that are mapped to this control.`,
    target: { type: 'statement-id', 'target-id': `${id}_smt`, status: { state: 'not-satisfied' } },
    'related-observations': about.map((uuids) => ({ 'observation-uuid': uuids.observation })),
    'related-risks': about.map((uuids) => ({ 'risk-uuid': uuids.risk })),
  };
}

/** `AC-2(3)` is `ac-2.3` in the catalog of NIST. */
function controlId(control: string): string {
  return control.toLowerCase().replace(/\((\d+)\)$/, '.$1');
}

/** A value of a property is one line without white space at its ends, and not empty. */
function property(name: string, value: string): JsonValue {
  return { name, ns: NAMESPACE, value: words(value) };
}

function words(text: string): string {
  return text.toWellFormed().replace(/\s+/gu, ' ').trim() || '(empty)';
}

/** OSCAL allows no empty lists. */
function list(name: string, values: readonly JsonValue[]): { readonly [key: string]: JsonValue } {
  return values.length === 0 ? {} : { [name]: values };
}
