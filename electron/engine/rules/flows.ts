import { FLOWS, type Flow } from '../importers/importer.ts';
import type { Platform } from '../../../shared/domain/vocabulary.ts';
import type { RuleContext } from './rule.ts';

/** A way of signing in that a log shows for a connector. Times are UTC milliseconds. */
export interface SeenFlow {
  readonly flow: Flow;
  readonly count: number;
  readonly first: number;
  readonly last: number;
  /** Label of the log of the first time. */
  readonly log: string;
  readonly importId: number;
  readonly line: number;
}

/** The ways of signing in that logs show, per connector, each flow once for every tenant. */
export function readFlows({ db }: RuleContext): (connector: number) => readonly SeenFlow[] {
  const rows = db
    .prepare<
      [],
      {
        connector: number;
        value: string;
        count: number;
        first_time: number;
        last_time: number;
        log_label: string | null;
        format_label: string;
        import_id: number;
        line: number;
      }
    >(
      `SELECT trait.connector, trait.value, trait.count, trait.first_time, trait.last_time, import.log_label,
              import.format_label, trait.import_id, trait.line
       FROM v_trait AS trait JOIN import ON import.id = trait.import_id
       WHERE trait.kind = 'flow'
       ORDER BY trait.connector, trait.value, trait.first_time, trait.tenant, trait.is_app`,
    )
    .all();
  const flows = Map.groupBy(rows, (row) => row.connector);
  return (connector) =>
    (flows.get(connector) ?? []).flatMap((row) => {
      const flow = FLOWS.find((known) => known === row.value);
      if (flow === undefined) return [];
      return [
        {
          flow,
          count: row.count,
          first: row.first_time,
          last: row.last_time,
          log: row.log_label ?? row.format_label,
          importId: row.import_id,
          line: row.line,
        },
      ];
    });
}

/**
 * Flows that give a password or a token away where they need not. Sources: RFC 9700 (best current practice for OAuth 2.0
 * security) on the implicit and password grants; the platforms' announcements on basic authentication.
 */
export const WEAK_FLOWS: ReadonlyMap<string, string> = new Map([
  ['password', 'by user name and password handed to the app'],
  ['implicit', 'by the implicit flow, which puts the token into an address'],
  ['legacy-protocol', 'by a legacy protocol with basic authentication'],
]);

/** Kinds of token that live on without rotation, by platform; compared with what the export writes. */
export const WEAK_TOKENS: Partial<Readonly<Record<Platform, RegExp>>> = {
  github: /^personal access token(?: \(classic\))?$/i,
  okta: /\bSSWS\b/,
  slack: /legacy|non-?rotating/i,
};

/** Tokens of the catalog's basis that mark scopes of legacy mail protocols with the whole mailbox behind them. */
export const LEGACY_BASES: ReadonlyMap<string, string> = new Map([
  ['ews', 'Exchange Web Services'],
  ['imap', 'IMAP'],
  ['pop', 'POP'],
  ['smtp', 'SMTP'],
  ['eas', 'ActiveSync'],
]);
