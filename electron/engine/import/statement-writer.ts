import type { ClientReference, ConnectorFact, OwnerFact, PrincipalFact, RegisterFact } from '../importers/importer.ts';
import { redactSecrets } from '../lib/redact.ts';
import type { Dictionary } from './dictionary.ts';
import type { createFactTables } from './fact-tables.ts';

const LONGEST_NAME = 500;

interface Context {
  readonly importId: number;
  readonly tables: ReturnType<typeof createFactTables>;
  readonly dictionary: Dictionary;
  /** The number of a client reference; its name is noted on the way. */
  readonly client: (reference: ClientReference) => number;
  /** False for a key that this import wrote before. */
  readonly isNew: (key: string) => boolean;
  /** Clients that the import speaks of. */
  readonly connectors: Set<number>;
}

/**
 * Writers of what an export states about apps, people, owners and registers, as against what happened. Each answers
 * whether the statement was new.
 */
export function createStatementWriter({ importId, tables, dictionary, client, isNew, connectors }: Context) {
  const { connectorRows, aliases, credentials, details, permissions, principals, owners, registers } = tables;
  return {
    connector(fact: ConnectorFact, line: number): boolean {
      const clientId = client(fact.client);
      if (!isNew(`connector ${importId} ${JSON.stringify(fact)}`)) return false;
      connectors.add(clientId);
      connectorRows.add(
        importId,
        line,
        clientId,
        fact.client.name === undefined ? null : shortText(fact.client.name),
        fact.publisher === undefined ? null : shortText(fact.publisher),
        flag(fact.publisherVerified),
        fact.ownerTenant ?? null,
        flag(fact.enabled),
        fact.createdAt ?? null,
        fact.lastUsedAt ?? null,
        fact.statedUsers ?? null,
      );
      for (const other of fact.sameAs ?? []) aliases.add(importId, clientId, client(other));
      for (const entry of fact.credentials ?? [])
        credentials.add(
          importId,
          line,
          clientId,
          entry.kind,
          entry.start,
          entry.end,
          entry.keyId === undefined ? null : shortText(entry.keyId),
          entry.name === undefined ? null : shortText(entry.name),
        );
      for (const entry of fact.details ?? []) details.add(importId, line, clientId, entry.kind, shortText(entry.value));
      for (const entry of fact.permissions ?? [])
        permissions.add(importId, clientId, entry.id, entry.kind, entry.value);
      return true;
    },

    principal(fact: PrincipalFact, line: number): boolean {
      const [first, ...others] = fact.ids.map((id) => dictionary.principal(id));
      if (first === undefined || !isNew(`principal ${importId} ${JSON.stringify(fact)}`)) return false;
      for (const other of others) if (other !== first) aliases.add(importId, first, other);
      if (fact.name !== undefined || fact.register)
        principals.add(
          importId,
          line,
          first,
          fact.name ?? null,
          fact.department ?? null,
          fact.status ?? null,
          fact.manager ?? null,
          fact.leftOn ?? null,
          fact.register ? 1 : 0,
        );
      return true;
    },

    owner(fact: OwnerFact, line: number): boolean {
      if (!isNew(`owner ${importId} ${JSON.stringify(fact)}`)) return false;
      owners.add(
        importId,
        line,
        client(fact.client),
        dictionary.principal(fact.owner),
        fact.role,
        fact.since ?? null,
        fact.purpose ?? null,
      );
      return true;
    },

    register(fact: RegisterFact, line: number): boolean {
      if (!isNew(`register ${importId} ${JSON.stringify(fact)}`)) return false;
      const values = Object.fromEntries(Object.entries(fact.values).map(([name, text]) => [name, shortText(text)]));
      const clientId = fact.client === undefined ? null : client(fact.client);
      registers.add(importId, line, fact.register, shortText(fact.key), clientId, JSON.stringify(values));
      return true;
    },
  };
}

/** Names and statements of third parties: of bearable length, without secrets that somebody put into them. */
export function shortText(text: string): string {
  return redactSecrets(text.slice(0, LONGEST_NAME)).text;
}

function flag(value: boolean | null | undefined): number | null {
  return value === undefined || value === null ? null : value ? 1 : 0;
}
