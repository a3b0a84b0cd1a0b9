import type Database from 'better-sqlite3';
import { type Platform, PLATFORM_LABELS, platformSchema } from '../../../../shared/domain/vocabulary.ts';
import type { CampaignRecord } from '../../db/queries/campaign.ts';
import type { Policy } from '../../rules/policy.ts';
import { counted, dateText } from '../../rules/wording.ts';

const DAY = 86_400_000;

/** What the staging check says of a source. */
export interface EvidenceFinding {
  readonly kind: 'stale-export' | 'no-log' | 'evidence';
  readonly group: string;
  readonly round: null;
  readonly person: null;
  readonly key: string;
  readonly sentence: string;
  readonly item: null;
}

/**
 * What is wrong with the evidence under a frozen population: exports that were older than the policy allows (EV-7) on the
 * day of the freeze, platforms of the population without any log, and what the other checks of the evidence found.
 */
export function readStagingEvidence(
  db: Database.Database,
  campaign: CampaignRecord,
  policy: Policy,
): EvidenceFinding[] {
  const sources = db
    .prepare<[number], { platform: string; tenant: string; items: number }>(
      'SELECT platform, tenant, count(*) AS items FROM campaign_item WHERE campaign = ? GROUP BY 1, 2 ORDER BY 1, 2',
    )
    .all(campaign.number);
  const platforms = new Set(sources.map((source) => source.platform));
  return [
    ...staleExports(db, Date.parse(campaign.frozenAt), policy, platforms),
    ...withoutLog(db, sources),
    ...otherChecks(db, platforms),
  ];
}

function toFinding(kind: EvidenceFinding['kind'], key: readonly unknown[], sentence: string): EvidenceFinding {
  return { kind, group: kind, round: null, person: null, key: JSON.stringify(key), sentence, item: null };
}

/** The newest export of each kind, held against the day of the freeze. Registers are of no day. */
function staleExports(
  db: Database.Database,
  frozenAt: number,
  policy: Policy,
  platforms: ReadonlySet<string>,
): EvidenceFinding[] {
  return db
    .prepare<[], { platform: string; tenant: string; format: string; format_label: string; as_of: number }>(
      `SELECT platform, tenant, format, format_label, max(as_of) AS as_of FROM import
       WHERE status = 'complete' AND format NOT LIKE 'register.%' GROUP BY platform, tenant, format ORDER BY platform, tenant, format`,
    )
    .all()
    .filter((row) => platforms.has(row.platform))
    .flatMap((row) => {
      const days = Math.floor((frozenAt - row.as_of) / DAY);
      if (days <= policy.staleDays) return [];
      const { platform, tenant, format } = row;
      return [
        toFinding(
          'stale-export',
          [platform, tenant, format, new Date(row.as_of).toISOString()],
          `${row.format_label} of ${tenant}: as of ${dateText(row.as_of)}, ${counted(days, 'day', 'days')} before the population was frozen. The policy allows ${counted(policy.staleDays, 'day', 'days')}.`,
        ),
      ];
    });
}

function withoutLog(
  db: Database.Database,
  sources: readonly { readonly platform: string; readonly tenant: string; readonly items: number }[],
): EvidenceFinding[] {
  const logged = new Set(
    db
      .prepare<[], { platform: string; tenant: string }>('SELECT DISTINCT platform, tenant FROM log_window')
      .all()
      .map(({ platform, tenant }) => `${platform}\n${tenant}`),
  );
  return sources
    .filter(({ platform, tenant }) => !logged.has(`${platform}\n${tenant}`))
    .map(({ platform, tenant, items }) =>
      toFinding(
        'no-log',
        [platform, tenant],
        `${nameOf(platformSchema.parse(platform))}, ${tenant}: no log was imported, so the use of ${counted(items, 'item', 'items')} cannot be observed.`,
      ),
    );
}

function nameOf(platform: Platform): string {
  return PLATFORM_LABELS[platform];
}

/**
 * Findings of the checks on files of the population's platforms, on registers and on the case as a whole. EV-7 and logs that
 * are missing altogether are said above, against the day of the freeze.
 */
function otherChecks(db: Database.Database, platforms: ReadonlySet<string>): EvidenceFinding[] {
  const ofCase = new Set(
    db
      .prepare<[], string>(`SELECT DISTINCT platform FROM item JOIN connector ON connector.id = item.connector`)
      .pluck()
      .all(),
  );
  const rows = db
    .prepare<[], { check: string; platform: string | null; tenant: string | null; sentence: string }>(
      `SELECT "check", platform, tenant, sentence FROM evidence_check
       WHERE outcome = 'finding' AND "check" <> 'EV-7'
         AND NOT ("check" = 'EV-4' AND NOT EXISTS (
           SELECT 1 FROM log_window WHERE log_window.platform = evidence_check.platform AND log_window.tenant = evidence_check.tenant))
       ORDER BY "check", platform, tenant, sentence`,
    )
    .all()
    .filter(({ platform }) => platform === null || platforms.has(platform) || !ofCase.has(platform));
  // Two files may say the same in the same words.
  return [
    ...new Map(
      rows.map(({ check, platform, tenant, sentence }) => {
        const key = [check, platform, tenant, sentence];
        return [JSON.stringify(key), toFinding('evidence', key, `${check}: ${sentence}`)];
      }),
    ).values(),
  ];
}
