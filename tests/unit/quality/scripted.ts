import type { EngineCase } from '../engine/engine-case.ts';
import type { DecisionTrace, QueueRow } from '../../../shared/contract/review.ts';
import type { Decision } from '../../../shared/domain/vocabulary.ts';

/** What a scripted reviewer does with an item. */
export interface Act {
  readonly decision: Decision;
  readonly reason: string;
  readonly trace: DecisionTrace | null;
  readonly agreed?: boolean | null;
}

export async function wholeQueue(test: EngineCase): Promise<readonly QueueRow[]> {
  return (await test.engine.handlers['review.queue']({ filter: { state: 'all' }, offset: 0, limit: 500 }, {})).rows;
}

/** Decides through the engine, with what the decision takes besides. */
export async function act(
  test: EngineCase,
  itemId: string,
  { decision, reason, trace, agreed = null }: Act,
): Promise<void> {
  const scopes =
    decision === 'reduce'
      ? (await test.engine.handlers['review.item']({ itemId }, {})).scopes.slice(0, 1).map(({ scope }) => scope)
      : [];
  await test.engine.handlers['review.decide'](
    {
      itemId,
      decision,
      reason,
      scopes,
      principals: [],
      until: decision === 'conditional' ? new Date(Date.now() + 20 * 86_400_000).toISOString().slice(0, 10) : null,
      owner: decision === 'assign-owner' ? 'ann@tarnbrook.example' : null,
      agreed,
      round: 'first',
      trace,
    },
    {},
  );
}

const trace = (activeMs: number, panels: readonly string[], provisional: Decision | null): DecisionTrace => ({
  shownAt: '2026-10-05T08:00:00.000Z',
  activeMs,
  panels: [...panels],
  provisional,
  revealed: provisional !== null,
});

/** A reason code, and as many words as it takes. */
const APPROVED = 'Needed for a current business process. Reviewed and approved by me.';

/** Approves everything at two seconds an item, opens what it must, and always says the same; answers how many items. */
export async function bot(test: EngineCase, isTraced = true): Promise<number> {
  const queue = await wholeQueue(test);
  for (const { itemId } of queue) {
    const { certifyLocked } = await test.engine.handlers['review.item']({ itemId }, {});
    await act(test, itemId, {
      decision: certifyLocked === null ? 'certify' : 'conditional',
      reason: APPROVED,
      trace: isTraced ? trace(2000, ['usage', 'change'], null) : null,
    });
  }
  return queue.length;
}

/** Takes its time, looks at the evidence, follows the recommendation most of the time, and says why in words of its own. */
export async function honest(test: EngineCase): Promise<number> {
  const queue = await wholeQueue(test);
  for (const [index, { itemId, name, highestTier }] of queue.entries()) {
    const { recommendation, certifyLocked, findings, scopes } = await test.engine.handlers['review.item'](
      { itemId },
      {},
    );
    const advised = recommendation?.decision ?? (certifyLocked === null ? 'certify' : 'escalate');
    const possible = advised === 'reduce' && scopes.length < 2 ? 'revoke' : advised;
    const own: Decision = index % 5 === 4 ? 'escalate' : possible;
    const isHigh = (highestTier ?? 3) >= 3;
    const chosen: Act = {
      decision:
        own === 'assign-owner' || own === 'need-info' || own === 'certify'
          ? certifyLocked === null
            ? 'certify'
            : 'escalate'
          : own,
      reason: `${name}: ${findings[index % Math.max(1, findings.length)]?.sentence ?? 'nothing speaks against it'} (${itemId})`,
      agreed: recommendation === null ? null : own === advised,
      trace: trace(
        isHigh ? 45_000 + ((index * 7919) % 200_000) : 7000 + ((index * 7919) % 30_000),
        isHigh ? ['usage', 'change', 'findings'] : ['usage'],
        isHigh ? own : null,
      ),
    };
    // What a guard asks more words for goes to somebody else.
    await act(test, itemId, chosen).catch(async () => act(test, itemId, { ...chosen, decision: 'escalate' }));
  }
  return queue.length;
}
