import type { ScopeUsage } from '../../../shared/contract/connectors.ts';
import type { ReviewItem } from '../../../shared/contract/review.ts';
import { type Platform, tierRank, USAGE_STATUS_LABELS } from '../../../shared/domain/terms.ts';
import { TIER_TEXTS, TierBadge } from '../../components/Badge.tsx';
import { formatCounted } from '../../components/format.ts';
import { Name } from '../../components/Name.tsx';
import { Facts } from '../../components/Page.tsx';
import { useEngineQuery } from '../../engine/hooks.ts';
import { kindLabel } from '../catalog/kinds.ts';
import styles from './ItemDrawers.module.css';

/** Each granted scope in plain words: what it allows, on whose data, and what could come of it at worst. */
export function ScopeCards({ item }: { readonly item: ReviewItem }) {
  const sorted = item.scopes.toSorted((left, right) => tierRank(right.tier) - tierRank(left.tier));
  if (sorted.length === 0) return <p className={styles.quiet}>This item holds no scopes.</p>;
  return (
    <ul className={styles.cards}>
      {sorted.map((scope) => (
        <li key={`${scope.resource ?? ''} ${scope.scope}`} className={styles.card}>
          <ScopeCard
            scope={scope}
            platform={item.item.platform}
            kind={item.item.kind === 'application' ? 'application' : 'delegated'}
          />
        </li>
      ))}
    </ul>
  );
}

function ScopeCard({
  scope,
  platform,
  kind,
}: {
  readonly scope: ScopeUsage;
  readonly platform: Platform;
  readonly kind: 'application' | 'delegated';
}) {
  const search = useEngineQuery('catalog.search', {
    text: scope.scope.slice(0, 200),
    platform,
    overridden: false,
    offset: 0,
    limit: 50,
  });
  const same = search.data?.rows.filter((row) => row.scope.toLowerCase() === scope.scope.toLowerCase()) ?? [];
  // Platforms that do not tell kinds apart have one row only.
  const known = same.find((row) => row.kind === kind) ?? same[0];
  return (
    <>
      <h3 className={styles.cardHead}>
        <TierBadge tier={scope.tier} override={scope.tierOverride} />
        <Name strong wrap>
          {scope.label}
        </Name>
        <Name mono wrap>
          {scope.scope}
        </Name>
      </h3>
      <Facts
        rows={[
          ...(known === undefined
            ? [
                {
                  label: 'Catalog',
                  value: search.isPending ? 'Looking it up' : 'Not in the catalog: what it allows is not known.',
                },
              ]
            : [
                { label: 'Allows', value: VERB_TEXTS[known.verb] ?? known.verb },
                { label: 'On whose data', value: REACH_TEXTS[known.breadth] ?? known.breadth },
                { label: 'Granted as', value: kindLabel(platform, known.kind) },
                ...(known.limit === null ? [] : [{ label: 'Limit', value: known.limit }]),
                ...(known.includes.length === 0
                  ? []
                  : [
                      {
                        label: 'Includes',
                        value: (
                          <span title={known.includes.join('\n')}>
                            {formatCounted(known.includes.length, 'other scope')}
                          </span>
                        ),
                      },
                    ]),
              ]),
          { label: 'At worst', value: TIER_TEXTS[`${scope.tier}`] },
          ...(scope.basis.length === 0 ? [] : [{ label: 'Basis of the tier', value: scope.basis.join(', ') }]),
          { label: 'Evidence', value: `${USAGE_STATUS_LABELS[scope.status]}. ${scope.statement}` },
        ]}
      />
    </>
  );
}

/** The verbs of the catalog in words for people. */
const VERB_TEXTS: Readonly<Record<string, string>> = {
  identity: 'To sign people in',
  offline: 'To keep access while nobody is signed in',
  read: 'To read',
  write: 'To read and change',
  admin: 'To administer',
};

/** The reach of the catalog in words for people. */
const REACH_TEXTS: Readonly<Record<string, string>> = {
  own: 'Of the signed-in person',
  shared: 'Of the signed-in person, and what is shared with them',
  selected: 'Of what was selected for the app',
  tenant: 'Of the whole tenant',
  unknown: 'Not stated by the platform',
};
