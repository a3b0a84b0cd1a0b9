import { writeFileSync } from 'node:fs';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { canonicalJsonBytes } from '../../../electron/engine/evidence/canonical-json.ts';
import { checkpointPayload } from '../../../electron/engine/evidence/checkpoint-layout.ts';
import { nextEntry, verifyChain, type ChainEntry } from '../../../electron/engine/evidence/hash-chain.ts';
import { makeCheckpoint } from '../../../electron/engine/review/checkpoint.ts';
import { appendJournal, journalHead, readJournal } from '../../../electron/engine/review/journal.ts';
import { openKeyFile } from '../../../electron/engine/signing/open-key.ts';
import type { Signer } from '../../../electron/engine/signing/signer.ts';
import { checkCheckpoints } from '../../../electron/engine/verify/checkpoints.ts';
import { checkJournal } from '../../../electron/engine/verify/data-checks.ts';
import { type EngineCase, newCase } from '../engine/engine-case.ts';
import { hasTool, inFolder, journalBytes, newKey, newSigner, PASSPHRASE, run, SIGNED_AT } from '../signing/fixtures.ts';

const AT = SIGNED_AT.getTime();
let started: EngineCase;
let signer: Signer;

beforeEach(async () => {
  started = await newCase();
  signer = newSigner('Ada Approver');
});
afterEach(() => started.dispose());

const database = () => started.engine.context.open().db;
const act = (name: string) =>
  appendJournal(database(), { at: AT, actor: 'Ada', type: 'policy-saved', payload: { name, version: 1, reason: 'r' } });

/** The same acts with one of them altered, chained anew: a chain that is fine in itself. */
function rewritten(entries: readonly ChainEntry[], seq: number): ChainEntry[] {
  const chain: ChainEntry[] = [];
  for (const entry of entries)
    chain.push(nextEntry(chain.at(-1), entry.seq === seq ? { ...entry, actor: 'Somebody else' } : entry));
  return chain;
}

test('a checkpoint names the last entry, and what follows it is unsealed', async () => {
  act('one');
  const before = journalHead(database());
  expect(await makeCheckpoint(database(), signer, 'seal', AT)).toEqual({ seq: before.count + 1, ...before });
  expect(checkCheckpoints(readJournal(database()))).toMatchObject({
    unsealed: 0,
    checkpoints: [{ act: 'seal', name: 'Ada Approver', person: signer.fingerprint, problem: null }],
  });
  act('two');
  act('three');
  expect(checkCheckpoints(readJournal(database()))).toMatchObject({ entries: before.count + 3, unsealed: 2 });
});

test('a journal without checkpoints is unsealed as a whole', () => {
  act('one');
  expect(checkCheckpoints(readJournal(database()))).toEqual({ checkpoints: [], entries: 2, unsealed: 2 });
});

test('a chain that was rewritten as a whole is a chain, but fails at the checkpoint', async () => {
  act('one');
  await makeCheckpoint(database(), signer, 'seal', AT);
  const chain = rewritten([...readJournal(database())], 2);
  expect(verifyChain(chain)).toMatchObject({ ok: true, count: 3 });
  const result = checkCheckpoints(chain);
  expect(result.checkpoints[0]?.problem).toContain('The head at the checkpoint differs');
  expect(result.unsealed).toBe(3);
});

test('entries cut off after a checkpoint leave no trace, entries cut off before it do', async () => {
  act('one');
  act('two');
  await makeCheckpoint(database(), signer, 'seal', AT);
  act('three');
  const entries = [...readJournal(database())];
  // The tail nobody signed for: what remains is a sound journal, which is why the number of unsealed entries is shown.
  expect(checkCheckpoints(entries.slice(0, -1))).toMatchObject({ unsealed: 0, checkpoints: [{ problem: null }] });
  const cut = rewritten([...entries.slice(0, 2), ...entries.slice(3)], 0);
  expect(verifyChain(cut).ok).toBe(true);
  expect(checkCheckpoints(cut).checkpoints[0]?.problem).toContain('journal of 3 entries, but stands after 2');
});

test('a changed statement, a changed signature and a key of a stranger are found', async () => {
  appendJournal(database(), {
    at: AT,
    actor: 'Rita',
    type: 'person-added',
    payload: { person: signer.fingerprint, name: 'Ada Approver' },
  });
  await makeCheckpoint(database(), signer, 'seal', AT);
  const entries = [...readJournal(database())];
  const last = entries.at(-1);
  const payload = checkpointPayload.parse(last?.payload);
  const problemWith = (other: unknown): string | null => {
    const at = last?.at ?? '';
    const entry = nextEntry(entries.at(-2), {
      at,
      actor: 'Ada',
      type: 'checkpoint',
      payload: JSON.parse(JSON.stringify(other)),
    });
    return checkCheckpoints([...entries.slice(0, -1), entry]).checkpoints[0]?.problem ?? null;
  };
  expect(problemWith(payload)).toBeNull();
  expect(problemWith({ ...payload, statement: { ...payload.statement, act: 'approval' } })).toContain('was changed');
  expect(problemWith({ ...payload, signature: payload.signature.replace(/^.{8}/, 'AAAAAAAA') })).toContain(
    'does not hold',
  );
  expect(problemWith({ statement: payload.statement })).toContain('can read');

  await makeCheckpoint(database(), newSigner('Stranger'), 'seal', AT);
  expect(checkCheckpoints(readJournal(database())).checkpoints.map(({ problem }) => problem)).toEqual([
    null,
    'Its key belongs to nobody whom this journal registers.',
  ]);
});

test('a checkpoint of another case does not fit', async () => {
  await makeCheckpoint(database(), signer, 'seal', AT);
  database().prepare(`UPDATE meta SET value = 'f' WHERE key = 'case_id'`).run();
  await makeCheckpoint(database(), signer, 'seal', AT);
  expect(checkCheckpoints(readJournal(database())).checkpoints.at(-1)?.problem).toContain('another case');
});

test('a certificate that is not valid at the time signs nothing', async () => {
  const before = journalHead(database());
  await expect(makeCheckpoint(database(), signer, 'seal', AT + 4 * 365 * 86_400_000)).rejects.toThrow('expired');
  expect(journalHead(database())).toEqual(before);
});

test.skipIf(!hasTool('openssl'))('openssl accepts the signature over the statement, and no other (needs openssl)', () =>
  inFolder(async (path) => {
    const key = newKey('Ada Approver');
    await makeCheckpoint(database(), openKeyFile(key.pem, PASSPHRASE), 'approval', AT);
    const { statement, signature } = checkpointPayload.parse([...readJournal(database())].at(-1)?.payload);
    writeFileSync(path('c.pem'), key.certificatePem);
    writeFileSync(path('s.p7s'), Buffer.from(signature, 'base64'));
    writeFileSync(path('good'), canonicalJsonBytes(statement));
    writeFileSync(path('bad'), canonicalJsonBytes({ ...statement, count: statement.count + 1 }));
    const verify = (content: string) =>
      run(
        'openssl',
        `cms -verify -cades -binary -inform DER -in ${path('s.p7s')} -content ${path(content)} -CAfile ${path('c.pem')} -attime ${Math.floor(AT / 1000)} -out ${path('out')}`.split(
          ' ',
        ),
      );
    expect(verify('good')).toMatchObject({ status: 0 });
    expect(verify('bad').status).not.toBe(0);
  }),
);

test('a bundle says who sealed its journal, and fails when the journal before a checkpoint was rewritten', async () => {
  act('one');
  await makeCheckpoint(database(), signer, 'seal', AT);
  const entries = [...readJournal(database())];
  const checks = (journal: readonly ChainEntry[]) =>
    checkJournal(new Map([['journal.jsonl', journalBytes(journal)]]), []).filter(({ id }) => id === 'checkpoints');
  expect(checks(entries)).toMatchObject([{ ok: true, file: 'journal.jsonl' }]);
  expect(checks(rewritten(entries, 2))).toMatchObject([
    { ok: false, detail: expect.stringContaining('entry 3: The head at the checkpoint differs') },
  ]);
});
