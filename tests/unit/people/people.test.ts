import { randomUUID } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PDF } from '@libpdf/core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { approve, sign } from '../../../electron/engine/handlers/report.ts';
import { checkActs } from '../../../electron/engine/review/integrity.ts';
import { itemsDecidedBy } from '../../../electron/engine/review/own-review.ts';
import { readJournal } from '../../../electron/engine/review/journal.ts';
import { checkCheckpoints } from '../../../electron/engine/verify/checkpoints.ts';
import { verifyBundle } from '../../../electron/engine/verify/verify-bundle.ts';
import { ROLES, type Role } from '../../../shared/contract/people.ts';
import { decideParams, type QueueRow } from '../../../shared/contract/review.ts';
import { type EngineCase, startEngine, waitForJob } from '../engine/engine-case.ts';
import { type KeyOnDisk, keyOnDisk, PASSPHRASE, register, signIn } from './people-case.ts';

let started: EngineCase;
let queue: readonly QueueRow[];
const keys = new Map<Role, KeyOnDisk>();

const key = (role: Role): KeyOnDisk => {
  const found = keys.get(role);
  if (found === undefined) throw new Error(`no key of a ${role}`);
  return found;
};
const database = () => started.engine.context.open().db;
const token = (path: string) => started.files.register(path);
const entries = () => [...readJournal(database())];
const ask = () => started.engine.handlers;

async function printed(): Promise<{ pdf: Uint8Array; pages: number }> {
  const pdf = PDF.create();
  pdf.addPage({ size: 'a4' }).drawText('Report', { x: 50, y: 700, size: 20 });
  return { pdf: await pdf.save(), pages: 1 };
}

beforeAll(async () => {
  started = startEngine(undefined, { print: printed });
  await ask()['workspace.openSample']({}, {});
  queue = (await ask()['review.queue']({ filter: { state: 'all' }, offset: 0, limit: 500 }, {})).rows;
  for (const role of ROLES) {
    keys.set(role, keyOnDisk(started.folder, role));
    await register(started, key(role), [role]);
  }
});
afterAll(() => started.dispose());

const decideOn = async (index: number) =>
  ask()['review.decide'](
    decideParams.parse({ itemId: queue[index]?.itemId, decision: 'revoke', reason: 'Nobody needs it.' }),
    {},
  );
const signWith = (person: KeyOnDisk, meaning: 'prepared' | 'reviewed' | 'approved') =>
  sign(started.engine.context, {
    keyPath: person.path,
    passphrase: PASSPHRASE,
    meaning,
    target: join(started.folder, `${randomUUID()}.zip`),
  });

describe('the first person', () => {
  let fresh: EngineCase;
  beforeEach(async () => {
    fresh = startEngine();
    await fresh.engine.handlers['workspace.create'](
      {
        saveToken: fresh.files.register(join(fresh.folder, 'case.countersign')),
        details: { name: 'C', client: '', engagement: '', periodFrom: null, periodTo: null, reviewer: 'Rita' },
      },
      {},
    );
    return () => fresh.dispose();
  });

  test('a case without people has one reviewer who may do everything', () => {
    expect(fresh.engine.context.acting()).toEqual({ name: 'Rita', person: null, roles: ROLES });
  });

  test('opens their key, prepares, and is signed in', async () => {
    const first = keyOnDisk(fresh.folder, 'First');
    const add = (over: object) =>
      fresh.engine.handlers['people.add'](
        {
          token: fresh.files.register(first.path),
          manager: '',
          roles: ['preparer', 'reviewer'],
          reason: 'Starts the review',
          passphrase: PASSPHRASE,
          ...over,
        },
        {},
      );
    await expect(add({ passphrase: null })).rejects.toThrow('first person of a case signs in at once');
    await expect(add({ passphrase: 'wrong passphrase' })).rejects.toThrow('does not open this key file');
    await expect(add({ roles: ['reviewer'] })).rejects.toThrow('needs the role of a preparer');
    await expect(add({ roles: ['preparer', 'observer'] })).rejects.toThrow('cannot stand beside another');
    expect(await fresh.engine.handlers['people.list']({}, {})).toEqual([]);
    expect(await add({})).toMatchObject({ name: 'First', email: 'first@example.com', roles: ['preparer', 'reviewer'] });
    expect(fresh.engine.context.acting()).toMatchObject({ name: 'First', person: first.fingerprint });
    const [created, added, checkpoint] = readJournal(fresh.engine.context.open().db);
    expect([created?.actor, added?.actor, checkpoint?.actor]).toEqual(['Rita', 'Rita', 'First']);
    expect(checkpoint?.payload).toMatchObject({ statement: { act: 'sign-in', count: 2, head: added?.hash } });
  });
});

describe('people', () => {
  test('are known by their certificate, once', async () => {
    await signIn(started, key('preparer'));
    expect((await ask()['people.list']({}, {})).map(({ name, isSignedIn }) => [name, isSignedIn])).toEqual([
      ['approver', false],
      ['observer', false],
      ['preparer', true],
      ['reviewer', false],
    ]);
    await expect(register(started, key('reviewer'), ['approver'])).rejects.toThrow('takes part in this case already');
  });

  test('a key file is described without its passphrase, and other files are refused', async () => {
    const describe = (path: string) => ask()['people.describe']({ token: token(path) }, {});
    expect(await describe(key('reviewer').path)).toMatchObject({
      name: 'reviewer',
      hasKey: true,
      id: key('reviewer').fingerprint,
    });
    expect(await describe(key('reviewer').certificatePath)).toMatchObject({ name: 'reviewer', hasKey: false });
    const other = join(started.folder, 'other.pem');
    writeFileSync(other, 'no key');
    await expect(describe(other)).rejects.toThrow('holds no certificate');
    writeFileSync(other, readFileSync(key('reviewer').certificatePath, 'utf8').replace(/MII/, 'AAA'));
    await expect(describe(other)).rejects.toThrow('is damaged');
    await expect(describe(join(started.folder, 'nowhere.pem'))).rejects.toThrow('is not there');
  });

  test('the last preparer cannot lose the role, and who is taken out can be taken in again', async () => {
    await signIn(started, key('preparer'));
    const change = (person: KeyOnDisk, roles: Role[]) =>
      ask()['people.change'](
        { person: person.fingerprint, manager: 'boss@example.com', roles, reason: 'Moved on' },
        {},
      );
    await expect(change(key('preparer'), ['reviewer'])).rejects.toThrow('only preparer');
    await expect(change(key('preparer'), [])).rejects.toThrow('only preparer');
    expect(await change(key('observer'), [])).toMatchObject({ roles: [] });
    await expect(signIn(started, key('observer'))).rejects.toThrow('no longer takes part');
    await expect(change(key('observer'), [])).rejects.toThrow('has already');
    await register(started, key('observer'), ['observer']);
    expect(entries().at(-1)).toMatchObject({
      type: 'person-added',
      actor: 'preparer',
      payload: { name: 'observer', roles: ['observer'], by: key('preparer').fingerprint },
    });
    expect(() => database().prepare(`UPDATE person_act SET roles = '["approver"]'`).run()).toThrow('kept');
  });

  test('somebody whose roles were taken while signed in can do nothing more', async () => {
    const extra = keyOnDisk(started.folder, 'extra');
    await signIn(started, key('preparer'));
    await register(started, extra, ['preparer']);
    await signIn(started, extra);
    await ask()['people.change']({ person: extra.fingerprint, manager: '', roles: [], reason: 'Left' }, {});
    expect(() => started.engine.context.acting()).toThrow('extra no longer takes part');
  });
});

describe('signing in', () => {
  test('takes the key and its passphrase, and leaves a signed checkpoint', async () => {
    await signIn(started, key('preparer'));
    const before = entries().length;
    await expect(signIn(started, key('reviewer'), 'wrong passphrase')).rejects.toThrow('does not open this key file');
    await expect(signIn(started, keyOnDisk(started.folder, 'stranger'))).rejects.toThrow(
      'belongs to nobody in this case',
    );
    expect(entries()).toHaveLength(before);
    expect(started.engine.context.acting().name).toBe('preparer');
    await signIn(started, key('reviewer'));
    expect(started.engine.context.acting()).toMatchObject({ name: 'reviewer', roles: ['reviewer'] });
    expect(checkCheckpoints(entries())).toMatchObject({ unsealed: 0 });
  });

  test('signing out leaves nobody who could act, and seals when the key is given', async () => {
    await signIn(started, key('reviewer'));
    await ask()['people.signOut']({ seal: null }, {});
    expect(entries().at(-1)).toMatchObject({ type: 'signed-out', actor: 'reviewer' });
    await expect(decideOn(0)).rejects.toThrow('nobody is signed in');
    await signIn(started, key('reviewer'));
    await ask()['people.signOut']({ seal: { keyToken: token(key('reviewer').path), passphrase: PASSPHRASE } }, {});
    expect(entries().at(-1)?.payload).toMatchObject({ statement: { act: 'sign-out' } });
    expect(started.engine.context.session.person).toBeNull();
  });

  test('only the own key seals', async () => {
    await signIn(started, key('reviewer'));
    const seal = (person: KeyOnDisk) =>
      ask()['people.seal']({ keyToken: token(person.path), passphrase: PASSPHRASE }, {});
    await expect(seal(key('approver'))).rejects.toThrow('This is the key of approver, but reviewer is signed in');
    const { length } = entries();
    expect(await seal(key('reviewer'))).toEqual({ count: length });
  });

  test('a new engine on the same case knows nobody as signed in', async () => {
    await signIn(started, key('preparer'));
    const path = started.engine.context.open().path;
    await ask()['workspace.close']({}, {});
    const second = startEngine(join(started.folder, 'second'));
    await second.engine.handlers['workspace.open']({ token: second.files.register(path) }, {});
    expect(await second.engine.handlers['people.session']({}, {})).toEqual({ hasPeople: true, person: null });
    expect(() => second.engine.context.acting()).toThrow('nobody is signed in');
    await second.engine.close();
    await ask()['workspace.open']({ token: token(path) }, {});
    expect(() => started.engine.context.acting()).toThrow('nobody is signed in');
  });
});

/** Acts that are refused or not by role alone; what they do beyond that does not matter here. */
const ACTS: Readonly<Record<string, { roles: readonly Role[]; run: () => unknown }>> = {
  'import files': { roles: ['preparer'], run: () => ask()['imports.run']({ orders: [] }, {}) },
  'state a total': { roles: ['preparer'], run: () => ask()['imports.stateTotal']({ importId: 1, total: null }, {}) },
  'save the policy': {
    roles: ['preparer'],
    run: () => ask()['policy.save']({ name: '', values: {}, reason: 'r' }, {}),
  },
  suppress: {
    roles: ['preparer', 'reviewer'],
    run: () => ask()['suppressions.revoke']({ seq: 999_999, reason: 'r' }, {}),
  },
  'merge vendors': {
    roles: ['preparer'],
    run: () => ask()['vendors.merge']({ vendor: 'no', connectorIds: [], reason: 'r' }, {}),
  },
  'change the catalog': {
    roles: ['preparer'],
    run: () => ask()['catalog.revoke']({ overrideId: 999, reason: 'r' }, {}),
  },
  'add people': {
    roles: ['preparer'],
    run: () => register(started, keyOnDisk(started.folder, randomUUID()), ['observer']),
  },
  decide: { roles: ['reviewer'], run: () => decideOn(1) },
  'sign as prepared': { roles: ['preparer'], run: () => signWith(key('observer'), 'prepared') },
  'sign as reviewed': { roles: ['reviewer'], run: () => signWith(key('observer'), 'reviewed') },
  'sign as approved': { roles: ['approver'], run: () => signWith(key('observer'), 'approved') },
};

describe.each(ROLES)('as %s', (role) => {
  test.each(Object.keys(ACTS))('%s', async (name) => {
    const act = ACTS[name];
    await signIn(started, key(role));
    const outcome = await Promise.resolve()
      .then(() => act?.run())
      .then(
        async (result) => {
          if (name === 'import files') await waitForJob(started, Number(Object(result).jobId));
          return 'done';
        },
        (error: unknown) => String(error),
      );
    if (act?.roles.includes(role) === true) expect(outcome).not.toContain('has no role for this');
    else expect(outcome).toMatch(/has no role for this|is no reviewer in this case/);
  });
});

describe('the report', () => {
  test('is signed by who is signed in, with their own key, and what was signed is sealed', async () => {
    await signIn(started, key('reviewer'));
    await expect(signWith(key('approver'), 'reviewed')).rejects.toThrow('This is the key of approver');
    const result = await signWith(key('reviewer'), 'reviewed');
    const [signed, checkpoint] = entries().slice(-2);
    expect(signed).toMatchObject({ type: 'report-signed', payload: { fingerprint: key('reviewer').fingerprint } });
    expect(checkpoint?.payload).toMatchObject({
      statement: { act: 'submission', count: signed?.seq, head: signed?.hash },
    });
    expect(checkCheckpoints(entries()).unsealed).toBe(0);
    const report = verifyBundle(readFileSync(result.path));
    expect(report).toMatchObject({ ok: true, signers: [{ role: 'reviewer' }] });
    expect(report.checks.find(({ id }) => id === 'checkpoints')).toMatchObject({ ok: true });
  });

  test('a signed bundle of the case is approved by one of its approvers only', async () => {
    await signIn(started, key('reviewer'));
    const { path } = await signWith(key('reviewer'), 'reviewed');
    const approveWith = (person: KeyOnDisk) =>
      approve(started.engine.context, {
        bundlePath: path,
        keyPath: person.path,
        passphrase: PASSPHRASE,
        target: join(started.folder, `${randomUUID()}.zip`),
      });
    await expect(approveWith(key('observer'))).rejects.toThrow('observer is no approver in this case');
    const { report } = await approveWith(key('approver'));
    expect(report).toMatchObject({ ok: true, signers: [{ name: 'reviewer' }, { name: 'approver' }] });
    const [approved, checkpoint] = entries().slice(-2);
    expect(approved).toMatchObject({ type: 'report-approved', actor: 'approver' });
    expect(checkpoint?.payload).toMatchObject({ statement: { act: 'approval', count: approved?.seq } });
    expect(checkCheckpoints(entries()).checkpoints.filter(({ problem }) => problem !== null)).toEqual([]);
  });

  test('nobody approves their own review, not even with a second key', async () => {
    const both = keyOnDisk(started.folder, 'Both', 'both@example.com');
    const again = keyOnDisk(started.folder, 'Both again', 'Both@Example.com');
    await signIn(started, key('preparer'));
    await register(started, both, ['reviewer', 'approver']);
    await register(started, again, ['approver']);
    await signIn(started, both);
    expect(itemsDecidedBy(database(), both.fingerprint)).toBe(0);
    await decideOn(3);
    await expect(signWith(both, 'approved')).rejects.toThrow('Both decided one of the items in this report');
    await signIn(started, again);
    await expect(signWith(again, 'approved')).rejects.toThrow('nobody approves their own review');
    await signIn(started, key('approver'));
    const result = await signWith(key('approver'), 'approved');
    expect(verifyBundle(readFileSync(result.path)).signers).toMatchObject([{ role: 'approver', name: 'approver' }]);
    expect(entries().at(-1)?.payload).toMatchObject({ statement: { act: 'approval' } });
  });
});

test('roles that another program gave somebody are found', () => {
  const db = database();
  expect(checkActs(db)).toEqual([]);
  const altered = db.transaction(() => {
    db.exec('DROP TRIGGER person_act_no_update');
    db.prepare(`UPDATE person_act SET roles = '["approver"]' WHERE name = 'observer'`).run();
    const faults = checkActs(db).join();
    throw new Error(faults);
  });
  expect(altered).toThrow(/3 acts on people not as the journal says/);
  expect(checkActs(db)).toEqual([]);
});
