import { readFileSync, writeFileSync } from 'node:fs';
import { zipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { sha256 } from '../../../electron/engine/evidence/bundle-layout.ts';
import { canonicalJson } from '../../../electron/engine/evidence/canonical-json.ts';
import { nextEntry } from '../../../electron/engine/evidence/hash-chain.ts';
import { PACKET_FILES } from '../../../electron/engine/evidence/packet-layout.ts';
import { writeCanonicalZip } from '../../../electron/engine/evidence/zip.ts';
import { readCanonicalZip } from '../../../electron/engine/evidence/zip-read.ts';
import { checkPacket } from '../../../electron/engine/exchange/read-packet.ts';
import { setRoles, somebody, standingText } from './exchange-case.ts';
import {
  home,
  away,
  pia,
  rita,
  database,
  journalLength,
  path,
  receive,
  merge,
  inspect,
  packetFromAway,
  resigned,
} from './two-machines.ts';

describe('a packet that does not belong here is refused with the reason', () => {
  const refused = async (file: string, sentence: RegExp): Promise<void> => {
    const before = [standingText(database(home)), journalLength(home)];
    await expect(inspect(home, file)).rejects.toThrow(sentence);
    await expect(merge(file)).rejects.toThrow(sentence);
    expect([standingText(database(home)), journalLength(home)]).toEqual(before);
  };

  test('of another case, campaign or population', async () => {
    const file = await packetFromAway();
    await refused(
      await resigned(file, rita, (_, { case: of }) => ({ case: { ...of, id: 'f'.repeat(32), name: 'Elsewhere' } })),
      /belongs to another case, named “Elsewhere”/,
    );
    await refused(
      await resigned(file, rita, (_, { campaign }) => ({ campaign: { ...campaign, id: 'another' } })),
      /another campaign/,
    );
    await refused(
      await resigned(file, rita, (_, { campaign }) => ({ campaign: { ...campaign, root: 'b'.repeat(64) } })),
      /another population/,
    );
  });

  test('of somebody unknown, or who never reviewed', async () => {
    const file = await packetFromAway();
    const sven = somebody(home.folder, 'Sven Stranger', ['reviewer']);
    await refused(await resigned(file, sven, () => ({})), /no key of theirs is known/);
    setRoles(database(home), sven, ['observer']);
    await refused(await resigned(file, sven, () => ({})), /never a reviewer or approver/);
    // The same name with another key is somebody else.
    await refused(await resigned(file, somebody(home.folder, 'Rita Reviewer', []), () => ({})), /no key of theirs/);
  });

  test('with acts that were edited before signing', async () => {
    const file = await packetFromAway();
    const edit = (from: string, to: string) =>
      resigned(file, rita, (acts) => {
        acts[0] = acts[0]?.replace(from, to) ?? '';
        return {};
      });
    await refused(await edit('"decision":"revoke"', '"decision":"certify"'), /act 1 in it does not fit together/);
    await refused(await edit('"activeMs":5', '"activeMs":50000'), /act 1 in it/);
    await refused(await edit('"type":"decision"', '"type":"import"'), /act 1 in it/);
    await refused(
      await resigned(file, rita, (acts) => {
        acts.pop();
        return {};
      }),
      /the number of acts/,
    );
  });

  test('acts of somebody else, without what their decision needs, or of a role never held are refused one by one', async () => {
    const file = await packetFromAway();
    // Written by a program of somebody's own: each act fits together, and says what no reviewer here may say.
    const forged = await resigned(file, pia, () => ({}));
    const others = await merge(forged);
    expect(others.totals).toEqual({ read: 3, new: 0, known: 0, aside: 0, refused: 3 });
    expect(others.notes[0]?.sentence).toBe('It is not a decision of Pia Preparer, who signed the packet.');
    const made = await resigned(file, rita, (acts, statement) => {
      const [line = ''] = acts;
      const parsed = JSON.parse(line) as { entry: { payload: Record<string, unknown> }; trace: unknown };
      const variants = [
        { round: 'adjudication' },
        { decision: 'reduce' },
        { decision: 'conditional' },
        { decision: 'assign-owner' },
        { campaign: 'other' },
      ];
      const aside = ['uid', 'name', 'connector', 'tenant', 'kind', 'origin', 'blind', 'trace'];
      const forgeries = variants.map((variant) => {
        const entries = Object.entries({ ...parsed.entry.payload, ...variant });
        const said = Object.fromEntries(entries.filter(([key]) => !aside.includes(key)));
        const rest = Object.fromEntries(entries.filter(([key]) => aside.includes(key)));
        const payload = { ...rest, ...said, uid: sha256(canonicalJson(said)) };
        const entry = nextEntry(undefined, {
          at: '2026-10-02T00:00:00.000Z',
          actor: 'Rita',
          type: 'decision',
          payload: JSON.parse(JSON.stringify(payload)),
        });
        return canonicalJson({ entry, trace: parsed.trace });
      });
      acts.splice(0, acts.length, ...forgeries);
      return {
        acts: {
          ...statement.acts,
          decisions: variants.length,
          undos: 0,
          sha256: sha256(acts.map((act) => `${act}\n`).join('')),
        },
      };
    });
    const result = await merge(made);
    expect(result.totals).toEqual({ read: 5, new: 0, known: 0, aside: 0, refused: 5 });
    expect(result.notes.map(({ sentence }) => sentence)).toEqual([
      'Rita Reviewer was never an approver here, and only approvers settle what reviewers disagree about.',
      'It reduces scopes and names none.',
      'It is conditional and names no date.',
      'It assigns an owner and names none.',
      'It was taken in another campaign.',
    ]);
  });

  test('damaged at any byte, cut, lengthened, repacked, or no packet at all', async () => {
    const file = await packetFromAway();
    const bytes = readFileSync(file);
    const refusedBytes = (changed: Uint8Array): void => {
      expect(() => checkPacket(changed, 'p.cspacket')).toThrow(/p\.cspacket (was changed|is not a packet)/);
    };
    for (let at = 0; at < bytes.length; at += 1) {
      const changed = Buffer.from(bytes);
      changed[at] = (changed[at] ?? 0) ^ (1 << (at % 8));
      refusedBytes(changed);
    }
    for (const length of [0, 10, bytes.length - 1, bytes.length >> 1]) refusedBytes(bytes.subarray(0, length));
    refusedBytes(Buffer.concat([bytes, Buffer.from('x')]));
    const files = readCanonicalZip(bytes);
    refusedBytes(writeCanonicalZip(new Map([...files, ['extra.txt', Buffer.from('x')]])));
    refusedBytes(
      zipSync(
        {
          [PACKET_FILES.statement]: files.get(PACKET_FILES.statement) ?? new Uint8Array(),
          bomb: new Uint8Array(50_000_000),
        },
        { level: 9 },
      ),
    );
    refusedBytes(Buffer.from('item,decision\n'));
    writeFileSync(path(home, 'note.txt'), 'hello');
    await refused(path(home, 'note.txt'), /not a packet of Countersign/);
    await refused(path(home, 'gone.cspacket'), /no longer there/);
  });

  test('of the wrong kind, or after the campaign was closed', async () => {
    const file = await packetFromAway();
    await refused(path(home, 'out.cspacket').replace('out', 'none'), /no longer there/);
    await expect(merge(path(home, 'out.cspacket'))).rejects.toThrow(/is a whole case/);
    await away.engine.handlers['workspace.close']({}, {});
    await expect(inspect(away, file)).rejects.toThrow(/Open that case first/);
    await expect(receive(file, 'x')).rejects.toThrow(/holds decisions of Rita Reviewer, not a case/);
    database(home).exec(
      `INSERT INTO campaign_version SELECT 1, campaign, id, 2, 'closed', plan, root, reason, acted_by, acted_at FROM campaign_version`,
    );
    await refused(file, /closed: what was decided in it is final/);
  });
});
