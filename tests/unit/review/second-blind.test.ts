import { describe, expect, test } from 'vitest';
import { planOf } from '../campaign/plans.ts';
import { among, OTHER, OUTSIDER, sampleCampaign, YAEL } from '../campaign/sample-campaign.ts';

const { call, db, signIn, stage, acceptAll } = sampleCampaign();

const rest = { scopes: [], principals: [], until: null, owner: null, agreed: null, trace: null };
/** A date that a condition on an app without an owner may have, whenever this runs. */
const SOON = new Date(Date.now() + 14 * 86_400_000).toISOString().slice(0, 10);
const FIRST = 'The consent pattern looks illicit to me.';
const SECOND = 'Nobody can say what this one is for.';

describe('the second review', () => {
  test('sees nothing of the first before it is in itself; who settles what differs sees both', async () => {
    signIn(YAEL, OUTSIDER, OTHER);
    const second = { people: [OUTSIDER.id], fromTier: 4, samplePercent: 0, nonce: '', nonceDigest: '' } as const;
    await stage(planOf({ ...among(YAEL), second: { ...second, people: [...second.people] } }));
    await acceptAll();
    await call()['campaign.open']({ reason: 'Ready.' }, {});
    const { rows } = await call()['review.queue']({ filter: { state: 'all' }, offset: 0, limit: 500 }, {});
    const itemId = rows.find((row) => row.highestTier === 4 && row.reviewer === YAEL.name)?.itemId ?? '';

    await call()['review.decide']({ itemId, decision: 'revoke', reason: FIRST, round: 'first', ...rest }, {});
    signIn(OUTSIDER, YAEL, OTHER);
    const blind = await call()['review.item']({ itemId }, {});
    expect(blind).toMatchObject({ round: 'second', decision: null, history: [], disputed: [] });
    expect(JSON.stringify(blind)).not.toContain(FIRST);
    expect(blind.connector.items.map(({ decision }) => decision)).toEqual(blind.connector.items.map(() => null));

    await call()['review.decide'](
      { itemId, decision: 'conditional', reason: SECOND, round: 'second', ...rest, until: SOON },
      {},
    );
    const own = await call()['review.item']({ itemId }, {});
    expect(own).toMatchObject({ decision: null, item: { status: 'disagreement' } });

    signIn(OTHER, YAEL, OUTSIDER);
    const settling = await call()['review.item']({ itemId }, {});
    expect(settling).toMatchObject({ round: 'adjudication', decision: null, item: { status: 'disagreement' } });
    expect(settling.disputed.map(({ reason }) => reason)).toEqual([FIRST, SECOND]);
    await call()['review.decide'](
      { itemId, decision: 'revoke', reason: 'Both agree it must go.', round: 'adjudication', ...rest },
      {},
    );
    expect((await call()['review.item']({ itemId }, {})).item.status).toBe('decided');
    expect(db().prepare('SELECT count(*) FROM decision').pluck().get()).toBe(3);
  });
});
