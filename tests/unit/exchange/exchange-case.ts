import { copyFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type Database from 'better-sqlite3';
import { populationRoot, queueOrder } from '../../../electron/engine/evidence/frozen-population.ts';
import { openDatabase } from '../../../electron/engine/db/open.ts';
import type { Acting } from '../../../electron/engine/handlers/context.ts';
import { writePem } from '../../../electron/engine/lib/pem.ts';
import { appendJournal } from '../../../electron/engine/review/journal.ts';
import { refreshReviewState } from '../../../electron/engine/review/review-state.ts';
import { createSigningKey } from '../../../electron/engine/signing/create-key.ts';
import { openKeyFile } from '../../../electron/engine/signing/open-key.ts';
import type { Signer } from '../../../electron/engine/signing/signer.ts';
import type { Role } from '../../../shared/contract/people.ts';
import { type EngineCase, importFiles, RESOURCES, startEngine } from '../engine/engine-case.ts';

export const PASSPHRASE = 'correct horse battery';

/** Somebody with a key of their own. */
export interface Somebody {
  readonly name: string;
  readonly keyPath: string;
  readonly signer: Signer;
  readonly acting: Acting;
}

/** Makes a key for somebody and keeps it in a folder. */
export function somebody(folder: string, name: string, roles: readonly Role[]): Somebody {
  const key = createSigningKey({
    name,
    email: `${name.split(' ')[0]?.toLowerCase()}@example.com`,
    passphrase: PASSPHRASE,
    now: new Date('2026-09-01T00:00:00Z'),
  });
  const keyPath = join(folder, `${name}.pem`);
  writeFileSync(keyPath, key.pem);
  const signer = openKeyFile(key.pem, PASSPHRASE);
  return { name, keyPath, signer, acting: { name, person: signer.fingerprint, roles } };
}

/** Records the roles that somebody has from now on. */
export function setRoles(db: Database.Database, { name, signer }: Somebody, roles: readonly Role[]): void {
  const at = new Date(Date.UTC(2026, 9, 1)).toISOString();
  const terms = {
    person: signer.fingerprint,
    name,
    email: '',
    manager: '',
    certificate: writePem('CERTIFICATE', signer.certificate),
    roles: [...roles],
    reason: 'r',
  };
  db.transaction(() => {
    const seq = appendJournal(db, { at: Date.parse(at), actor: 'Pia', type: 'person-added', payload: terms });
    db.prepare(
      `INSERT INTO person_act (seq, person, name, email, manager, certificate, roles, reason, acted_by, acted_at)
       VALUES (?, ?, ?, '', '', ?, ?, 'r', 'Pia', ?)`,
    ).run(seq, signer.fingerprint, name, terms.certificate, JSON.stringify(roles), at);
  })();
}

/** Who reviews an item, by its place in the order of the keys. */
export type Assign = (index: number) => { readonly reviewer: string | null; readonly second: string | null };

/** Freezes all items of the case into an open campaign. */
export function openCampaign(db: Database.Database, assign: Assign, id = 'campaign-1'): void {
  const items = db
    .prepare<[], Record<string, string | number | null>>(
      `SELECT item.key, connector.key AS connector, connector.name, connector.platform, item.tenant, item.kind, item.tier, item.tier_rank
       FROM item JOIN connector ON connector.id = item.connector ORDER BY item.key`,
    )
    .all();
  const at = new Date(Date.UTC(2026, 9, 1)).toISOString();
  const root = populationRoot(items.map((item) => ({ item: String(item['key']), facts: '' })));
  const order = queueOrder(
    root,
    items.map((item) => ({ item: String(item['key']), rank: Number(item['tier_rank']) })),
  );
  db.transaction(() => {
    const payload = { id, root, campaign: 1, version: 1, state: 'open', plan: {}, reason: '' };
    const seq = appendJournal(db, { at: Date.parse(at), actor: 'Pia', type: 'campaign-opened', payload });
    db.prepare(
      `INSERT INTO campaign_version (seq, campaign, id, version, state, plan, root, reason, acted_by, acted_at)
       VALUES (?, 1, ?, 1, 'open', '{}', ?, '', 'Pia', ?)`,
    ).run(seq, id, root, at);
    const add = db.prepare(
      `INSERT INTO campaign_item (campaign, item, ordinal, connector, name, platform, tenant, kind, tier, tier_rank, grants, people, facts, reviewer, second_reviewer, second_because)
       VALUES (1, @key, @ordinal, @connector, @name, @platform, @tenant, @kind, @tier, @tier_rank, 1, 1, '', @reviewer, @second, @because)`,
    );
    items.forEach((item, index) => {
      const { reviewer, second } = assign(index);
      add.run({
        ...item,
        ordinal: order.indexOf(String(item['key'])) + 1,
        reviewer,
        second,
        because: second === null ? null : 'tier',
      });
    });
    refreshReviewState(db);
  })();
}

/** A small case of real exports, without people. */
export async function smallCase(): Promise<EngineCase> {
  const started = startEngine();
  await started.engine.handlers['workspace.create'](
    {
      saveToken: started.files.register(join(started.folder, 'base.countersign')),
      details: {
        name: 'Tarnbrook',
        client: '',
        engagement: '',
        periodFrom: null,
        periodTo: null,
        reviewer: 'Pia Preparer',
      },
    },
    {},
  );
  const result = await importFiles(started, [
    { path: join(RESOURCES, 'sample/google/gam-tokens.csv'), format: 'google.gam.tokens' },
  ]);
  if (result.outcome !== 'done') throw new Error(JSON.stringify(result));
  return started;
}

/** Another machine with the same case; the one it comes from must be closed. */
export function copyOfCase(from: string, to: string): Database.Database {
  copyFileSync(from, to);
  return openDatabase(to, { create: false });
}

/** Where everything stands, the same on every machine that knows the same acts. */
export function standingText(db: Database.Database): string {
  const states = db
    .prepare(
      `SELECT item.key, s.status, s.is_open, s.second_waits, decision.uid, decision.decided_by
       FROM review_state AS s JOIN item ON item.id = s.item LEFT JOIN decision ON decision.id = s.decision ORDER BY item.key`,
    )
    .all();
  const counts = db
    .prepare('SELECT * FROM review_count WHERE items > 0 ORDER BY in_campaign, reviewer, status, is_high, is_submitted')
    .all();
  const acts = db.prepare('SELECT uid, undone_seq IS NOT NULL AS undone FROM decision ORDER BY uid').all();
  const inForce = db.prepare('SELECT uid FROM v_decision_in_force ORDER BY uid').all();
  const traces = db
    .prepare('SELECT uid, t.salt FROM review_trace AS t JOIN decision ON decision.id = t.decision ORDER BY uid')
    .all();
  return JSON.stringify({ states, counts, acts, inForce, traces });
}
