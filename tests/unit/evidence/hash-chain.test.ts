import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { entryHash, GENESIS, nextEntry, verifyChain } from '../../../electron/engine/evidence/hash-chain.ts';
import { newJournal } from '../signing/fixtures.ts';

describe('hash chain', () => {
  it('hashes the canonical text of everything but the hash', () => {
    const entry = nextEntry(undefined, {
      at: '2026-11-23T09:00:00.000Z',
      actor: 'ö',
      type: 't',
      payload: { b: 1, a: [] },
    });
    const text = `{"actor":"ö","at":"2026-11-23T09:00:00.000Z","payload":{"a":[],"b":1},"prev":"${GENESIS}","seq":1,"type":"t","v":1}`;
    expect(entry.hash).toBe(createHash('sha256').update(text).digest('hex'));
  });

  it('accepts what it made and reports head and count', () => {
    const entries = newJournal(30);
    expect(verifyChain(entries)).toEqual({ ok: true, head: entries[29]?.hash, count: 30 });
    expect(verifyChain([])).toEqual({ ok: true, head: GENESIS, count: 0 });
  });

  it.each([
    ['a changed payload', (e: Entries) => e.map((x) => (x.seq === 5 ? { ...x, payload: 'other' } : x)), 5, 'hash'],
    ['a changed actor', (e: Entries) => e.map((x) => (x.seq === 5 ? { ...x, actor: 'eve' } : x)), 5, 'hash'],
    [
      'a changed time',
      (e: Entries) => e.map((x) => (x.seq === 5 ? { ...x, at: '2026-01-01T00:00:00.000Z' } : x)),
      5,
      'hash',
    ],
    ['a removed entry', (e: Entries) => e.filter((x) => x.seq !== 5), 5, 'sequence'],
    ['a repeated entry', (e: Entries) => e.flatMap((x) => (x.seq === 5 ? [x, x] : [x])), 6, 'sequence'],
    [
      'a re-hashed entry',
      (e: Entries) => e.map((x) => (x.seq === 5 ? rehashed({ ...x, actor: 'eve' }) : x)),
      6,
      'prev',
    ],
  ])('finds %s', (_, tamper, at, why) => {
    expect(verifyChain(tamper(newJournal(10)))).toEqual({ ok: false, at, why });
  });

  it('holds to the genesis value that was agreed', () => {
    const genesis = 'ab'.repeat(32);
    const first = nextEntry(undefined, { at: 'x', actor: 'a', type: 't', payload: null }, genesis);
    expect(verifyChain([first], genesis).ok).toBe(true);
    expect(verifyChain([first])).toEqual({ ok: false, at: 1, why: 'prev' });
  });
});

type Entries = ReturnType<typeof newJournal>;

function rehashed(entry: Entries[number]): Entries[number] {
  return { ...entry, hash: entryHash(entry) };
}
