import type { Role } from '../../../shared/contract/people.ts';
import { canonicalJson } from '../../../electron/engine/evidence/canonical-json.ts';
import { appendJournal } from '../../../electron/engine/review/journal.ts';
import { refreshReviewState } from '../../../electron/engine/review/review-state.ts';
import type { EngineCase } from './engine-case.ts';

/** Who takes part; the letter stands for the fingerprint of the certificate. */
export interface PersonOfCase {
  readonly id: string;
  readonly name: string;
  readonly roles: readonly Role[];
}

/** Puts people into the open case, as an act of the journal like any other. */
export function addPeople({ engine }: EngineCase, people: readonly PersonOfCase[]): void {
  const { db } = engine.context.open();
  db.transaction(() => {
    for (const { id, name, roles } of people) {
      const at = engine.context.now();
      const email = `${name.toLowerCase().replaceAll(' ', '.')}@firm.example`;
      const act = {
        person: id,
        name,
        email,
        manager: '',
        certificate: '',
        roles: JSON.stringify(roles),
        reason: 'test',
      };
      const seq = appendJournal(db, {
        at,
        actor: 'Test',
        type: 'person-added',
        payload: { ...act, roles: [...roles] },
      });
      db.prepare(
        `INSERT INTO person_act (seq, person, name, email, manager, certificate, roles, reason, acted_by, acted_at)
         VALUES (@seq, @person, @name, @email, @manager, @certificate, @roles, @reason, 'Test', @at)`,
      ).run({ ...act, seq, at: new Date(at).toISOString() });
    }
  })();
}

/** Somebody signs in; null signs out. */
export function signIn({ engine }: EngineCase, person: string | null): void {
  engine.context.session.person = person;
}

/** How an item of the campaign is reviewed. */
export interface Assigned {
  readonly item: string;
  readonly reviewer: string | null;
  readonly second: string | null;
}

/** Opens a campaign over these items, in this order, with a plan as small as can be. */
export function openCampaign({ engine }: EngineCase, items: readonly Assigned[], plan: object = {}): void {
  const { db } = engine.context.open();
  const at = engine.context.now();
  db.transaction(() => {
    const seq = appendJournal(db, { at, actor: 'Test', type: 'campaign-opened', payload: { items: items.length } });
    db.prepare(
      `INSERT INTO campaign_version (seq, campaign, id, version, state, plan, root, reason, acted_by, acted_at)
       VALUES (?, 1, 'campaign-1', 1, 'open', ?, '', 'test', 'Test', ?)`,
    ).run(seq, canonicalJson(plan), new Date(at).toISOString());
    const insert = db.prepare(
      `INSERT INTO campaign_item (campaign, item, ordinal, connector, name, platform, tenant, kind, tier, tier_rank, grants, people, facts, reviewer, second_reviewer, second_because, due)
       SELECT 1, item.key, ?, connector.key, connector.name, connector.platform, item.tenant, item.kind, item.tier, item.tier_rank, item.grants, item.people, '', ?, ?, iif(? IS NULL, NULL, 'sample'), '2026-12-01'
       FROM item JOIN connector ON connector.id = item.connector WHERE item.key = ?`,
    );
    for (const [index, { item, reviewer, second }] of items.entries())
      insert.run(index + 1, reviewer, second, second, item);
    refreshReviewState(db);
  })();
}
