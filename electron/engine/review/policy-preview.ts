import type Database from 'better-sqlite3';
import type { PolicyPreview, PreviewExample, RulePreview } from '../../../shared/contract/policy.ts';
import { grantKindSchema, type Outcome, type Severity, severitySchema } from '../../../shared/domain/vocabulary.ts';
import type { Catalog } from '../catalog/types.ts';
import { prepared } from '../db/prepared.ts';
import { caseAsOf } from '../derive/as-of.ts';
import { deriveScopes } from '../derive/scopes.ts';
import { rules } from '../rules/index.ts';
import { PARAMETERS } from '../rules/parameters.ts';
import { changedParameters, type Policy } from '../rules/policy.ts';
import { type Rule, ruleContext } from '../rules/rule.ts';

const MOST_EXAMPLES = 20;

/** What a rule says of one subject; the subject by its row ids, which the preview does not change. */
interface Said {
  readonly rule: string;
  readonly outcome: Outcome;
  readonly connector: number;
  readonly item: number | null;
  readonly severity: Severity | null;
  readonly sentence: string;
}

/** Ends a transaction without keeping anything of it. */
const ROLL_BACK = new Error('what a preview derived is not kept');

/**
 * What the rules would say with another policy, compared with what they say now. Those that read a changed parameter run for
 * real, on the derived tables; where another window changes what is known of the scopes, those are derived too, in a transaction that is rolled back.
 */
export function previewPolicy(
  db: Database.Database,
  catalog: Catalog,
  current: Policy,
  candidate: Policy,
): PolicyPreview {
  const now = storedVerdicts(db);
  const changed = changedParameters(current, candidate);
  const touched = new Set<string>(changed.flatMap((name) => PARAMETERS[name].rules));
  const then = changed.includes('windowDays')
    ? judgeAnew(db, catalog, candidate)
    : [
        ...now.filter((said) => !touched.has(said.rule)),
        ...judge(
          db,
          catalog,
          candidate,
          rules.filter((rule) => touched.has(rule.id)),
        ),
      ];
  const shown = rules.map((rule) =>
    compareRule(
      db,
      rule,
      now.filter((said) => said.rule === rule.id),
      then.filter((said) => said.rule === rule.id),
    ),
  );
  const sum = (key: 'before' | 'after' | 'added' | 'removed' | 'changed'): number =>
    shown.reduce((total, rule) => total + rule[key], 0);
  return {
    before: sum('before'),
    after: sum('after'),
    added: sum('added'),
    removed: sum('removed'),
    changed: sum('changed'),
    rules: shown,
  };
}

function storedVerdicts(db: Database.Database): Said[] {
  return db
    .prepare<[], Said>(
      `SELECT rule, outcome, connector, item, severity, sentence FROM finding WHERE outcome IN ('finding', 'undeterminable') ORDER BY id`,
    )
    .all();
}

function judge(db: Database.Database, catalog: Catalog, policy: Policy, judges: readonly Rule[]): Said[] {
  const context = ruleContext(db, catalog, policy, caseAsOf(db));
  return judges.flatMap((rule) =>
    Array.from(rule.evaluate(context)).flatMap((verdict) =>
      verdict.outcome === 'finding' || verdict.outcome === 'undeterminable'
        ? [
            {
              rule: rule.id,
              outcome: verdict.outcome,
              connector: verdict.connector,
              item: verdict.item,
              severity: verdict.outcome === 'finding' ? (verdict.severity ?? 'medium') : null,
              sentence: verdict.sentence ?? '',
            },
          ]
        : [],
    ),
  );
}

function judgeAnew(db: Database.Database, catalog: Catalog, policy: Policy): Said[] {
  let said: Said[] = [];
  const attempt = db.transaction(() => {
    deriveScopes(db, catalog, policy, caseAsOf(db));
    said = judge(db, catalog, policy, rules);
    throw ROLL_BACK;
  });
  try {
    attempt.immediate();
  } catch (cause) {
    if (cause !== ROLL_BACK) throw cause;
  }
  return said;
}

/** Findings by subject; several of one rule on one subject by their order. */
function bySubject(said: readonly Said[]): ReadonlyMap<string, Said> {
  const found = new Map<string, Said>();
  for (const one of said) {
    if (one.outcome !== 'finding') continue;
    const subject = `${one.connector} ${one.item ?? ''}`;
    let key = subject;
    for (let nth = 2; found.has(key); nth += 1) key = `${subject} ${nth}`;
    found.set(key, one);
  }
  return found;
}

function compareRule(
  db: Database.Database,
  rule: { readonly id: string; readonly title: string },
  now: readonly Said[],
  then: readonly Said[],
): RulePreview {
  const [before, after] = [bySubject(now), bySubject(then)];
  const added = [...after].filter(([key]) => !before.has(key)).map(([, said]) => said);
  const removed = [...before].filter(([key]) => !after.has(key)).map(([, said]) => said);
  const changed = [...after].flatMap(([key, said]) => {
    const old = before.get(key);
    return old === undefined || (old.severity === said.severity && old.sentence === said.sentence)
      ? []
      : [{ old, said }];
  });
  const open = (said: readonly Said[]): number => said.filter((one) => one.outcome === 'undeterminable').length;
  return {
    rule: rule.id,
    title: rule.title,
    before: before.size,
    after: after.size,
    added: added.length,
    removed: removed.length,
    changed: changed.length,
    undeterminableBefore: open(now),
    undeterminableAfter: open(then),
    examples: [
      ...added.slice(0, MOST_EXAMPLES).map((said) => example(db, 'added', null, said)),
      ...removed.slice(0, MOST_EXAMPLES).map((said) => example(db, 'removed', said, null)),
      ...changed.slice(0, MOST_EXAMPLES).map(({ old, said }) => example(db, 'changed', old, said)),
    ],
  };
}

function example(
  db: Database.Database,
  change: PreviewExample['change'],
  before: Said | null,
  after: Said | null,
): PreviewExample {
  const said = after ?? before;
  const connector = prepared<[number], { key: string; name: string; name_warning: string | null }>(
    db,
    'SELECT key, name, name_warning FROM connector WHERE id = ?',
  ).get(said?.connector ?? 0);
  const item =
    said === null || said.item === null
      ? undefined
      : prepared<[number], { key: string; kind: string; tenant: string }>(
          db,
          'SELECT key, kind, tenant FROM item WHERE id = ?',
        ).get(said.item);
  return {
    change,
    connectorId: connector?.key ?? '',
    connector: connector?.name ?? '',
    nameWarning: connector?.name_warning ?? null,
    item: item === undefined ? null : { itemId: item.key, kind: grantKindSchema.parse(item.kind), tenant: item.tenant },
    before: before === null ? null : severitySchema.parse(before.severity),
    after: after === null ? null : severitySchema.parse(after.severity),
    sentence: said?.sentence ?? '',
  };
}
