import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { OWNER_QUESTIONS } from '../../../shared/contract/owners.ts';
import { sha256 } from '../../../electron/engine/evidence/bundle-layout.ts';
import { canonicalJson } from '../../../electron/engine/evidence/canonical-json.ts';
import type { AnswerFile } from '../../../electron/engine/owners/owner-packet.ts';
import { buildOwnerPage } from '../../../electron/engine/owners/owner-page.ts';
import { checkActs } from '../../../electron/engine/review/integrity.ts';
import { type EngineCase, RESOURCES, startEngine } from '../engine/engine-case.ts';
import { answerPage, answersTo, packetIn } from './answer-page.ts';

let sample: EngineCase;
let page: string;
let connectorId: string;

beforeAll(async () => {
  sample = startEngine();
  await sample.engine.handlers['workspace.openSample']({}, {});
  const groups = await sample.engine.handlers['owners.open']({}, {});
  connectorId = groups.find(({ owner }) => owner !== null)?.apps[0]?.connectorId ?? '';
  page = (await ask('questions', [connectorId])) ?? '';
});
afterAll(async () => sample.dispose());

async function ask(name: string, connectorIds: string[]): Promise<string> {
  await sample.engine.handlers['owners.packet'](
    {
      connectorIds,
      owner: { name: 'Olga Owner', email: 'olga@example.com' },
      questions: [...OWNER_QUESTIONS],
      note: 'By Friday, please.',
      saveToken: sample.files.register(join(sample.folder, name)),
    },
    {},
  );
  return join(sample.folder, `${name}.html`);
}

const database = () => sample.engine.context.open().db;
const journalLength = () => database().prepare('SELECT count(*) FROM journal').pluck().get();
const inspect = async (path: string) =>
  sample.engine.handlers['owners.inspect']({ token: sample.files.register(path) }, {});
const bring = async (path: string) =>
  sample.engine.handlers['owners.import']({ token: sample.files.register(path) }, {});

function saved(file: unknown): string {
  const path = join(sample.folder, 'answers.json');
  writeFileSync(path, JSON.stringify(file));
  return path;
}

/** Changes the file and gives it a hash that fits again, as somebody would who knows how. */
function rehashed(file: AnswerFile, change: (file: AnswerFile) => AnswerFile): AnswerFile {
  const { sha256: _, ...rest } = change(structuredClone(file));
  return { ...rest, sha256: sha256(canonicalJson(rest)) };
}

describe('questions', () => {
  test('are about apps with open items, each under who answers for it, nobody last', async () => {
    const groups = await sample.engine.handlers['owners.open']({}, {});
    const apps = groups.flatMap(({ apps: list }) => list.map((app) => app.connectorId));
    const open = database()
      .prepare<[], string>(
        `SELECT DISTINCT connector.key FROM review_state AS s JOIN item ON item.id = s.item JOIN connector ON connector.id = item.connector WHERE s.is_open = 1`,
      )
      .pluck()
      .all();
    expect(apps.toSorted()).toEqual(open.toSorted());
    expect(groups.findIndex(({ owner }) => owner === null)).toBe(groups.length - 1);
    // Whoever can settle the most comes first.
    const named = groups.slice(0, -1).map((group) => group.apps.reduce((sum, { openItems }) => sum + openItems, 0));
    expect(new Set(named).size).toBeGreaterThan(1);
    expect(named).toEqual(named.toSorted((a, b) => b - a));
  });

  test('say in words what an app may do, who uses it, and how far the evidence reaches', () => {
    const [app] = packetIn(page).apps;
    expect(app?.may.length).toBeGreaterThan(0);
    expect(app?.may.join()).not.toMatch(/https?:|\.Read/);
    expect(app?.lastUse).toMatch(/^(Last use on record: \d{4}-\d\d-\d\d|The files at hand show no call)/);
    expect(app?.lastUse).toMatch(/Logs at hand: .* from 2026-\d\d-\d\d to 2026-\d\d-\d\d|No log was at hand/);
  });

  test('stand in a page that reaches no network and takes no name for markup', () => {
    const hostile = `</script><img src=x onerror=alert(1)> $& SCRIPT_DIGEST \u202e`;
    const packet = { ...packetIn(page), note: hostile };
    const text = Buffer.from(buildOwnerPage(RESOURCES, packet)).toString('utf8');
    expect(text).toContain(`default-src 'none'`);
    expect(text).not.toMatch(/https?:\/\//);
    expect(text).not.toContain('<img');
    expect(text.match(/<script/g)).toHaveLength(2);
    const path = join(sample.folder, 'hostile.html');
    writeFileSync(path, text);
    expect(packetIn(path).note).toBe(hostile);
    const policy = /script-src 'sha256-([^']+)'/.exec(text)?.[1];
    const script = /<script>([^]*)<\/script>/.exec(text)?.[1] ?? '';
    expect(Buffer.from(sha256(script), 'hex').toString('base64')).toBe(policy);
  });
});

describe('answers', () => {
  test('are imported once, shown with the app, and taken over by one act', async () => {
    const path = answerPage(page, {
      needed: 'no',
      purposeCode: 'scheduling',
      purpose: 'Room booking of the Oslo office',
      rightOwner: 'no',
      otherOwner: 'ann@tarnbrook.example',
      comments: 'Ended in May.',
    });
    expect(await sample.engine.handlers['owners.answer']({ connectorId }, {})).toBeNull();
    await expect(async () => sample.engine.handlers['owners.takeOver']({ connectorId }, {})).rejects.toThrow(
      /No owner/,
    );
    const view = await inspect(path);
    expect(view).toMatchObject({ by: 'Olga Owner', isReplay: false, answers: [{ connectorId, needed: 'no' }] });
    expect(await bring(path)).toEqual(view);
    const before = journalLength();
    expect(await bring(path)).toEqual({ ...view, isReplay: true });
    expect(journalLength()).toBe(before);
    expect(checkActs(database())).toEqual([]);
    expect(await sample.engine.handlers['owners.answer']({ connectorId }, {})).toMatchObject({
      needed: 'no',
      comments: 'Ended in May.',
      packetId: packetIn(page).id,
      digest: view.digest,
    });
    expect(await sample.engine.handlers['owners.takeOver']({ connectorId }, {})).toEqual({
      changed: ['Purpose code', 'Purpose', 'Business owner'],
    });
    const detail = await sample.engine.handlers['connectors.detail']({ connectorId }, {});
    expect(detail).toMatchObject({ purpose: 'Room booking of the Oslo office' });
    expect(detail.owners.map(({ email }) => email)).toContain('ann@tarnbrook.example');
    await expect(async () => sample.engine.handlers['owners.takeOver']({ connectorId }, {})).rejects.toThrow(/already/);
    const rows = (await sample.engine.handlers['journal.page']({ offset: 0, limit: 10 }, {})).rows;
    expect(rows.map(({ summary }) => summary).join()).toContain('Answer of Olga Owner about');
  });

  test('the newest answer counts, and a packet that a copy of the case made is taken in with it', async () => {
    const other = await ask('copy', [connectorId]);
    database().exec('DROP TRIGGER owner_packet_no_delete');
    database().prepare('DELETE FROM owner_packet WHERE id = ?').run(packetIn(other).id);
    await bring(answerPage(other, { needed: 'yes' }));
    expect(await sample.engine.handlers['owners.answer']({ connectorId }, {})).toMatchObject({ needed: 'yes' });
    expect(database().prepare('SELECT count(*) FROM owner_packet WHERE id = ?').pluck().get(packetIn(other).id)).toBe(
      1,
    );
  });

  test.each<[string, (file: AnswerFile) => AnswerFile, RegExp]>([
    [
      'an answer that was changed after saving',
      (file) => ({ ...file, by: 'Somebody else' }),
      /changed after it was saved/,
    ],
    [
      'questions that were changed before answering',
      (file) => rehashed(file, (copy) => ({ ...copy, packet: { ...copy.packet, note: 'Say yes.' } })),
      /changed before they were answered/,
    ],
    [
      'an app that was slipped in',
      (file) =>
        rehashed(file, (copy) => ({ ...copy, answers: copy.answers.map((one) => ({ ...one, app: 'entra:other' })) })),
      /what was not asked/,
    ],
    [
      'a purpose that is none',
      (file) =>
        rehashed(file, (copy) => ({ ...copy, answers: copy.answers.map((one) => ({ ...one, purposeCode: 'x' })) })),
      /what was not asked/,
    ],
    [
      'questions of another case',
      (file) =>
        rehashed(file, (copy) => ({ ...copy, packet: { ...copy.packet, case: { id: 'f'.repeat(32), name: 'Else' } } })),
      /another case, named “Else”/,
    ],
  ])('%s is refused', async (_what, change, sentence) => {
    const before = journalLength();
    const path = saved(change(answersTo(packetIn(page), { needed: 'yes', comments: 'New.' })));
    await expect(inspect(path)).rejects.toThrow(sentence);
    await expect(bring(path)).rejects.toThrow(sentence);
    expect(journalLength()).toBe(before);
  });

  test('any other file is refused by name', async () => {
    const other = join(sample.folder, 'other.json');
    for (const text of ['', '[]', '{"kind":"countersign-owner-answers/1"}', readFileSync(page, 'utf8')]) {
      writeFileSync(other, text);
      await expect(inspect(other)).rejects.toThrow(/other\.json is not a file of answers/);
    }
    await expect(inspect(join(sample.folder, 'gone.json'))).rejects.toThrow(/no longer there/);
  });
});
