import type Database from 'better-sqlite3';
import { type Platform, PLATFORM_LABELS, platformSchema } from '../../../shared/domain/vocabulary.ts';
import { bulkInsert } from '../db/bulk-insert.ts';
import { brokerOf, isProgramAccount } from './brokers.ts';
import { compare } from './entities.ts';

/** Members of one vendor on other platforms that a broker is linked to, at most. */
const MOST_MEMBERS = 50;
/** Vendors that are platforms themselves: their apps are many and share nothing but the maker. */
const PLATFORM_VENDOR = /^(?:microsoft|google|salesforce|slack|github|okta)\b/i;

interface Connector {
  readonly id: number;
  readonly key: string;
  readonly platform: Platform;
  readonly name: string;
  readonly vendor: string | null;
  readonly basis: string | null;
  readonly broker: { readonly product: string; readonly what: string } | null;
}

interface Spot {
  readonly import_id: number;
  readonly line: number;
}

interface Edge extends Spot {
  readonly from: string;
  readonly to: string;
  readonly kind: 'grant' | 'acts-as' | 'uses' | 'calls' | 'same-vendor' | 'owns';
  readonly isInferred: boolean;
  readonly tierRank: number | null;
  readonly note: string;
}

/**
 * Rebuilds the graph of trust: which connectors reach which data, directly, through the accounts that hold their grants,
 * through the APIs of other connectors, or because a broker is at home on several platforms. Grants of sign-in scopes pass
 * nothing on. Rests on items, scopes, vendors and attributes, so those come first.
 */
export function deriveTrust(db: Database.Database): void {
  db.exec('DELETE FROM trust_node; DELETE FROM trust_edge;');
  const connectors = readConnectors(db);
  const byId = new Map(connectors.map((connector) => [connector.id, connector]));
  const data = dataEdges(db, byId);
  const spotOf = new Map(data.map((edge) => [edge.from, edge]));
  const accounts = readAccounts(db);
  const edges = [
    ...data,
    ...accountEdges(db, byId, accounts),
    ...apiEdges(db, byId),
    ...vendorEdges(
      connectors.filter((one) => spotOf.has(nodeOf(one))),
      spotOf,
    ),
    ...ownerEdges(db, byId, accounts),
  ];
  writeEdges(db, edges);
  writeNodes(db, edges, connectors, accounts);
}

function nodeOf(connector: Connector): string {
  return `connector:${connector.key}`;
}

function readConnectors(db: Database.Database): readonly Connector[] {
  const agents = new Set(
    db.prepare<[], number>(`SELECT connector FROM app_attribute WHERE field = 'agent' AND value = 'yes'`).pluck().all(),
  );
  return db
    .prepare<
      [],
      {
        id: number;
        key: string;
        platform: string;
        name: string;
        native_id: string;
        name_warning: string | null;
        vendor: string | null;
        basis: string | null;
      }
    >(
      `SELECT connector.id, connector.key, platform, name, native_id, name_warning, vendor, basis
       FROM connector LEFT JOIN vendor_member ON vendor_member.connector = connector.id
       WHERE connector.in_population = 1
       ORDER BY connector.key`,
    )
    .all()
    .map((row) => ({
      id: row.id,
      key: row.key,
      platform: platformSchema.parse(row.platform),
      name: row.name,
      vendor: row.vendor,
      basis: row.basis,
      broker:
        brokerOf({
          platform: row.platform,
          nativeId: row.native_id,
          name: row.name,
          hidesSomething: row.name_warning !== null,
        }) ?? (agents.has(row.id) ? { product: row.name, what: 'agent by the register of applications' } : null),
    }));
}

/** What each connector may do itself, per tenant: its item of the highest tier. */
function dataEdges(db: Database.Database, byId: ReadonlyMap<number, Connector>): Edge[] {
  const firstGrant = db.prepare<[number, number], Spot>(
    `SELECT import_id, line FROM consent_grant WHERE connector = ? AND item = ? ORDER BY principal, line LIMIT 1`,
  );
  const items = db
    .prepare<[], { id: number; connector: number; tenant: string; tier_rank: number }>(
      `SELECT id, connector, tenant, tier_rank FROM item
       WHERE EXISTS (SELECT 1 FROM item_scope WHERE item_scope.item = item.id AND is_passive = 0)
       ORDER BY connector, tenant, tier_rank DESC, key`,
    )
    .all();
  return [...Map.groupBy(items, (item) => `${item.connector} ${item.tenant}`).values()].flatMap(([item]) => {
    const connector = item === undefined ? undefined : byId.get(item.connector);
    if (item === undefined || connector === undefined) return [];
    const spot = firstGrant.get(connector.id, item.id);
    if (spot === undefined) return [];
    return [
      {
        ...spot,
        from: nodeOf(connector),
        to: `data:${connector.platform}:${item.tenant}`,
        kind: 'grant',
        isInferred: false,
        tierRank: item.tier_rank,
        note: 'grant in the export',
      },
    ];
  });
}

interface Account {
  readonly node: string;
  readonly label: string;
}

/** Accounts that programs use, by principal. People are left out: that somebody uses several apps is no chain. */
function readAccounts(db: Database.Database): ReadonlyMap<number, Account> {
  const rows = db.prepare<[], [number, string]>('SELECT id, key FROM principal WHERE email IS NOT NULL').raw().all();
  return new Map(
    rows.filter(([, key]) => isProgramAccount(key)).map(([id, key]) => [id, { node: `account:${key}`, label: key }]),
  );
}

/** A grant that reaches beyond sign-in. */
const IS_ACTIVE = 'EXISTS (SELECT 1 FROM item_scope WHERE item_scope.item = consent_grant.item AND is_passive = 0)';

/** Grants held by accounts of programs. */
function accountEdges(
  db: Database.Database,
  byId: ReadonlyMap<number, Connector>,
  accounts: ReadonlyMap<number, Account>,
): Edge[] {
  if (accounts.size === 0) return [];
  // By the index alone: there may be millions of grants and few of such accounts.
  const held = db
    .prepare<[string], { connector: number; principal: number }>(
      `SELECT DISTINCT connector, principal FROM consent_grant WHERE principal IN (SELECT value FROM json_each(?))`,
    )
    .all(JSON.stringify([...accounts.keys()]));
  const firstGrant = db.prepare<[number, number], Spot>(
    `SELECT import_id, line FROM consent_grant WHERE connector = ? AND principal = ? AND ${IS_ACTIVE} ORDER BY line LIMIT 1`,
  );
  return held.flatMap((row): Edge[] => {
    const [connector, account] = [byId.get(row.connector), accounts.get(row.principal)];
    const spot = firstGrant.get(row.connector, row.principal);
    if (connector === undefined || account === undefined || spot === undefined) return [];
    const fact = { ...spot, isInferred: false, tierRank: null };
    return [
      {
        ...fact,
        from: nodeOf(connector),
        to: account.node,
        kind: 'acts-as',
        note: 'its grant is held by this account',
      },
      { ...fact, from: account.node, to: nodeOf(connector), kind: 'uses', note: 'the account holds a grant to it' },
    ];
  });
}

/** Grants on the API of another connector, which has grants of its own. Only Entra names the API of a grant. */
function apiEdges(db: Database.Database, byId: ReadonlyMap<number, Connector>): Edge[] {
  const called = db
    .prepare<[], { connector: number; api: number }>(
      `SELECT DISTINCT item.connector, api.id AS api
       FROM item_scope JOIN item ON item.id = item_scope.item
       JOIN connector AS api ON api.native_id = item_scope.resource AND api.platform = 'entra' AND api.in_population = 1
       WHERE is_passive = 0 AND item.connector <> api.id`,
    )
    .all();
  const firstGrant = db.prepare<[number, number], Spot>(
    `SELECT import_id, line FROM consent_grant WHERE connector = ? AND resource = ? AND ${IS_ACTIVE} ORDER BY principal, line LIMIT 1`,
  );
  return called.flatMap((row): Edge[] => {
    const [connector, api] = [byId.get(row.connector), byId.get(row.api)];
    const spot = firstGrant.get(row.connector, row.api);
    if (connector === undefined || api === undefined || spot === undefined) return [];
    return [
      {
        ...spot,
        from: nodeOf(connector),
        to: nodeOf(api),
        kind: 'calls',
        isInferred: false,
        tierRank: null,
        note: 'grant on the API of this app',
      },
    ];
  });
}

/** A broker on one platform and the same product, or another app of its vendor, on another; both ways. */
function vendorEdges(connectors: readonly Connector[], spotOf: ReadonlyMap<string, Spot>): Edge[] {
  const groups = [
    ...Map.groupBy(connectors, (one) => one.broker?.product ?? ''),
    ...Map.groupBy(connectors, (one) => one.vendor ?? ''),
  ].filter(([name]) => name !== '' && !PLATFORM_VENDOR.test(name));
  const edges = new Map<string, Edge>();
  const link = (from: Connector, to: Connector): void => {
    const spot = spotOf.get(nodeOf(to));
    const key = `${from.key}\n${to.key}`;
    if (spot === undefined || edges.has(key)) return;
    const isSame = from.broker !== null && from.broker.product === to.broker?.product;
    edges.set(key, {
      import_id: spot.import_id,
      line: spot.line,
      from: nodeOf(from),
      to: nodeOf(to),
      kind: 'same-vendor',
      isInferred: true,
      tierRank: null,
      note: `inferred: ${isSame ? `both are ${from.broker.product}` : (to.basis ?? 'same vendor')}`,
    });
  };
  for (const [, own] of groups)
    for (const broker of own.filter((one) => one.broker !== null))
      for (const other of own.filter((one) => one.platform !== broker.platform).slice(0, MOST_MEMBERS)) {
        link(broker, other);
        link(other, broker);
      }
  return [...edges.values()];
}

/** Whoever owns an app registration can give it new credentials; that an account of a program would is inferred. */
function ownerEdges(
  db: Database.Database,
  byId: ReadonlyMap<number, Connector>,
  accounts: ReadonlyMap<number, Account>,
): Edge[] {
  const rows = db
    .prepare<[], { connector: number; principal: number } & Spot>(
      `SELECT c.id AS connector, p.id AS principal, import_id, line
       FROM owner_fact JOIN import ON import.id = import_id AND status = 'complete'
       JOIN entity c ON c.ref = client JOIN entity p ON p.ref = owner
       WHERE role = 'technical'
       ORDER BY connector, principal, as_of DESC, line, sha256`,
    )
    .all();
  const edges = new Map<string, Edge>();
  for (const row of rows) {
    const [connector, account] = [byId.get(row.connector), accounts.get(row.principal)];
    if (connector === undefined || account === undefined) continue;
    const key = `${account.node}\n${connector.key}`;
    if (!edges.has(key))
      edges.set(key, {
        import_id: row.import_id,
        line: row.line,
        from: account.node,
        to: nodeOf(connector),
        kind: 'owns',
        isInferred: true,
        tierRank: null,
        note: 'inferred: the account owns the app registration',
      });
  }
  return [...edges.values()];
}

function writeEdges(db: Database.Database, edges: readonly Edge[]): void {
  const rows = bulkInsert(db, 'trust_edge', [
    'from_node',
    'to_node',
    'kind',
    'is_inferred',
    'tier_rank',
    'import_id',
    'line',
    'note',
  ]);
  for (const edge of edges.toSorted(
    (a, b) => compare(a.from, b.from) || compare(a.to, b.to) || compare(a.kind, b.kind),
  ))
    rows.add(
      edge.from,
      edge.to,
      edge.kind,
      edge.isInferred ? 1 : 0,
      edge.tierRank,
      edge.import_id,
      edge.line,
      edge.note,
    );
  rows.flush();
}

/** Every connector of the population, and the accounts and tenants that edges name. */
function writeNodes(
  db: Database.Database,
  edges: readonly Edge[],
  connectors: readonly Connector[],
  accounts: ReadonlyMap<number, Account>,
): void {
  const rows = bulkInsert(db, 'trust_node', ['node', 'kind', 'connector', 'platform', 'label', 'broker']);
  for (const one of connectors)
    rows.add(
      nodeOf(one),
      'connector',
      one.id,
      one.platform,
      `${one.name} (${PLATFORM_LABELS[one.platform]})`,
      one.broker === null ? null : one.broker.what,
    );
  const named = new Set(edges.flatMap((edge) => [edge.from, edge.to]));
  for (const { node, label } of accounts.values())
    if (named.has(node)) rows.add(node, 'account', null, '', label, null);
  for (const node of named) {
    const [kind, platform = '', ...tenant] = node.split(':');
    if (kind !== 'data') continue;
    const known = platformSchema.parse(platform);
    rows.add(node, 'data', null, known, `${PLATFORM_LABELS[known]} tenant ${tenant.join(':')}`, null);
  }
  rows.flush();
}
