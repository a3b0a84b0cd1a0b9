import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { canonicalJson } from '../../../electron/engine/evidence/canonical-json.ts';
import { checkActs } from '../../../electron/engine/review/integrity.ts';
import { readJournal } from '../../../electron/engine/review/journal.ts';
import { checkCheckpoints } from '../../../electron/engine/verify/checkpoints.ts';
import { keyOnDisk, PASSPHRASE, register, signIn } from '../people/people-case.ts';
import { samples } from './sample.ts';
import { act, wholeQueue } from './scripted.ts';

const openSample = samples();

const thinking = (reason: string, decision: 'revoke' | 'need-info' = 'revoke') => ({
  decision,
  reason,
  trace: {
    shownAt: '2026-10-05T08:00:00.000Z',
    activeMs: 60_000,
    panels: ['usage', 'change'],
    provisional: null,
    revealed: false,
  },
});

test('a submission is signed with the own key, says what it covers, and closes what was decided for good', async () => {
  const started = await openSample();
  const { handlers, context } = started.engine;
  const { db } = context.open();
  const ada = keyOnDisk(started.folder, 'Ada');
  const ben = keyOnDisk(started.folder, 'Ben');
  await register(started, ada, ['preparer', 'reviewer']);
  await register(started, ben, ['reviewer']);
  await signIn(started, ben);
  const [first, second, third] = await wholeQueue(started);
  if (first === undefined || second === undefined || third === undefined) throw new Error('no items');

  const submit = async (key = ben, passphrase = PASSPHRASE) =>
    handlers['review.submit']({ keyToken: started.files.register(key.path), passphrase }, {});
  await expect(submit()).rejects.toThrow(/no decision that is not submitted/);
  await act(started, first.itemId, thinking('Nobody answers for it any more.'));
  await act(started, second.itemId, thinking('Who runs this?', 'need-info'));

  await expect(submit(ada)).rejects.toThrow(/key of Ada.*Ben is signed in/s);
  await expect(submit(ben, 'wrong')).rejects.toThrow();
  expect(await handlers['quality.own']({}, {})).toMatchObject({ name: 'Ben', toSubmit: 1, submissions: [] });

  const shown = await handlers['quality.own']({}, {});
  const done = await submit();
  expect(done).toMatchObject({ decisions: 1, undecided: 53 });
  const entry = db
    .prepare<[number], { type: string; payload: string }>('SELECT type, payload FROM journal WHERE seq = ?')
    .get(done.journalSeq);
  expect(entry?.type).toBe('submission');
  const payload: unknown = JSON.parse(entry?.payload ?? '');
  expect(payload).toMatchObject({
    person: ben.fingerprint,
    attestation: shown?.attestation,
    figuresDigest: createHash('sha256')
      .update(canonicalJson(shown?.statement.figures ?? null))
      .digest('hex'),
  });
  const checkpoint = checkCheckpoints(readJournal(db)).checkpoints.at(-1);
  expect(checkpoint).toMatchObject({
    act: 'submission',
    person: ben.fingerprint,
    problem: null,
    seq: done.journalSeq + 1,
  });
  expect(checkActs(db)).toEqual([]);

  await expect((async () => handlers['review.undo']({ itemId: first.itemId }, {}))()).rejects.toThrow(
    /submitted and signed for/,
  );
  await expect(act(started, first.itemId, thinking('Changed my mind.'))).rejects.toThrow(/another campaign/);
  // What keeps an item open stays open, and what comes later is another submission.
  await act(started, second.itemId, thinking('It is a sync that ended in spring.'));
  await act(started, third.itemId, thinking('The contract ended.'));
  await handlers['review.undo']({ itemId: third.itemId }, {});
  expect(await submit()).toMatchObject({ decisions: 1 });
  expect((await handlers['quality.own']({}, {}))?.submissions.map(({ decisions }) => decisions)).toEqual([1, 1]);
  expect(() => db.exec('UPDATE submission SET decisions = 9')).toThrow(/kept/);
});

test('figures are the own ones; those of the review are for preparers and approvers, per person only by the plan', async () => {
  const started = await openSample();
  const { handlers } = started.engine;
  const ada = keyOnDisk(started.folder, 'Ada');
  const ben = keyOnDisk(started.folder, 'Ben');
  await register(started, ada, ['preparer', 'reviewer']);
  await register(started, ben, ['reviewer']);
  const [first, second] = await wholeQueue(started);
  await act(started, first?.itemId ?? '', thinking('Nobody answers for it any more.'));
  const whole = await handlers['quality.whole']({}, {});
  expect(whole?.people).toBeNull();
  await signIn(started, ben);
  expect((await handlers['quality.own']({}, {}))?.statement.figures.decisions).toBe(0);
  await act(started, second?.itemId ?? '', thinking('The contract ended.'));
  expect((await handlers['quality.own']({}, {}))?.statement.figures.decisions).toBe(1);
  expect(await handlers['quality.whole']({}, {})).toBeNull();
  await handlers['people.signOut']({ seal: null }, {});
  expect(await handlers['quality.own']({}, {})).toBeNull();
});

test('in a case with one reviewer the report is what is signed', async () => {
  const started = await openSample();
  const key = keyOnDisk(started.folder, 'Ada');
  await expect(
    (async () =>
      started.engine.handlers['review.submit'](
        { keyToken: started.files.register(key.path), passphrase: PASSPHRASE },
        {},
      ))(),
  ).rejects.toThrow(/Sign the report instead/);
});
