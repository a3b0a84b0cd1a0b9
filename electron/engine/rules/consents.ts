import type { RuleContext } from './rule.ts';

/** A person's own consent to a connector. Time is UTC milliseconds. */
export interface Consent {
  readonly connector: number;
  readonly tenant: string;
  readonly time: number;
  readonly principal: number;
  readonly ip: string | null;
  readonly importId: number;
  readonly line: number;
}

interface Row {
  readonly connector: number;
  readonly tenant: string;
  readonly time: number;
  readonly principal: number;
  readonly ip: string | null;
  readonly import_id: number;
  readonly line: number;
}

/** Consents of people for themselves, as the logs show them, in time order. */
export interface Consents {
  of(connector: number, tenant: string): readonly Consent[];
  /** Consents to other connectors of the tenant from `from` up to, but not including, `until`. */
  toOthers(connector: number, tenant: string, from: number, until: number): number;
}

export function readConsents({ db }: RuleContext): Consents {
  const own = new Map<string, Consent[]>();
  const times = new Map<string, number[]>();
  const rows = db.prepare<[], Row>(
    `SELECT lifecycle.connector, lifecycle.tenant, lifecycle.time, lifecycle.principal, text.value AS ip,
            lifecycle.import_id, lifecycle.line
     FROM v_lifecycle AS lifecycle LEFT JOIN text ON text.id = lifecycle.ip
     WHERE lifecycle.kind = 'consent' AND lifecycle.result = 0 AND lifecycle.is_tenant_wide = 0 AND lifecycle.principal <> 0
     ORDER BY lifecycle.time, lifecycle.connector, lifecycle.principal`,
  );
  for (const row of rows.iterate()) {
    const consent = {
      connector: row.connector,
      tenant: row.tenant,
      time: row.time,
      principal: row.principal,
      ip: row.ip,
      importId: row.import_id,
      line: row.line,
    };
    append(own, `${row.connector} ${row.tenant}`, consent);
    append(times, row.tenant, row.time);
  }
  const of = (connector: number, tenant: string): readonly Consent[] => own.get(`${connector} ${tenant}`) ?? [];
  return {
    of,
    toOthers(connector, tenant, from, until) {
      const all = between(times.get(tenant) ?? [], from, until);
      return (
        all -
        between(
          of(connector, tenant).map((consent) => consent.time),
          from,
          until,
        )
      );
    },
  };
}

function append<T>(map: Map<string, T[]>, key: string, value: T): void {
  const known = map.get(key);
  if (known === undefined) map.set(key, [value]);
  else known.push(value);
}

/** How many of the sorted times lie in [from, until). */
function between(times: readonly number[], from: number, until: number): number {
  return firstAtLeast(times, until) - firstAtLeast(times, from);
}

function firstAtLeast(times: readonly number[], bound: number): number {
  let [low, high] = [0, times.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((times[middle] ?? Infinity) < bound) low = middle + 1;
    else high = middle;
  }
  return low;
}
