import type { EvidenceSpot, RuleContext } from './rule.ts';

/** A credential that somebody added to a connector, as the audit log tells it. Time is UTC milliseconds. */
export interface CredentialAddition {
  readonly tenant: string;
  readonly time: number;
  /** Name of who did it. */
  readonly actor: string;
  readonly isOwner: boolean;
  readonly spot: EvidenceSpot;
}

export interface CredentialAdditions {
  /** In time order, with an actor only. */
  of(connector: number): readonly CredentialAddition[];
  /** Whether anybody is known as owner of the connector. */
  hasOwner(connector: number): boolean;
}

export function readCredentialAdditions({ db }: RuleContext): CredentialAdditions {
  const owners = new Map(
    Map.groupBy(
      db.prepare<[], { connector: number; principal: number }>('SELECT connector, principal FROM owner').all(),
      (row) => row.connector,
    ),
  );
  const rows = db
    .prepare<
      [],
      {
        connector: number;
        tenant: string;
        time: number;
        actor: number;
        name: string;
        detail: string;
        import_id: number;
        line: number;
      }
    >(
      `SELECT lifecycle.connector, lifecycle.tenant, lifecycle.time, lifecycle.actor,
              coalesce(principal.email, principal.name, principal.key) AS name, lifecycle.detail, lifecycle.import_id, lifecycle.line
       FROM v_lifecycle AS lifecycle JOIN principal ON principal.id = lifecycle.actor
       WHERE lifecycle.kind = 'credential' AND lifecycle.result = 0
       ORDER BY lifecycle.connector, lifecycle.time, name, lifecycle.line`,
    )
    .all()
    .filter((row) => !/remov|delet|revok/i.test(row.detail));
  const additions = Map.groupBy(rows, (row) => row.connector);
  return {
    of: (connector) =>
      (additions.get(connector) ?? []).map((row) => ({
        tenant: row.tenant,
        time: row.time,
        actor: row.name,
        isOwner: (owners.get(connector) ?? []).some((owner) => owner.principal === row.actor),
        spot: { importId: row.import_id, line: row.line, note: 'credential added' },
      })),
    hasOwner: (connector) => owners.has(connector),
  };
}
