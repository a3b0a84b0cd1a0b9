import type Database from 'better-sqlite3';
import {
  type Grade,
  gradeSchema,
  type Platform,
  PLATFORM_LABELS,
  PLATFORMS,
  platformSchema,
} from '../../../shared/domain/vocabulary.ts';
import { logWindows } from '../db/queries/overview.ts';

/** What one log of one tenant covers. */
export type ReportWindow = ReturnType<typeof logWindows>[number] & {
  readonly tenant: string;
  readonly platform: Platform;
  readonly grade: Grade;
};

/** Windows of all logs, by platform, tenant and log. */
export function readWindows(db: Database.Database): ReportWindow[] {
  const rows = db
    .prepare<[], { tenant: string; log: string; platform: string; grade: string }>(
      'SELECT tenant, log, platform, grade FROM log_window ORDER BY platform, tenant, log',
    )
    .all();
  return rows.flatMap(({ tenant, log, platform, grade }) =>
    logWindows(db, platform, [tenant])
      .filter((window) => window.log === log)
      .map((window) => ({
        ...window,
        tenant,
        platform: platformSchema.parse(platform),
        grade: gradeSchema.parse(grade),
      })),
  );
}

/** Names of the platforms that have review items but no log. */
export function platformsWithoutLog(
  items: readonly { readonly platform: Platform }[],
  windows: readonly ReportWindow[],
): string[] {
  const covered = new Set(windows.map((window) => window.platform));
  return PLATFORMS.filter((platform) => !covered.has(platform) && items.some((item) => item.platform === platform)).map(
    (platform) => PLATFORM_LABELS[platform],
  );
}
