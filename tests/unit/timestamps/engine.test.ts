import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PDF } from '@libpdf/core';
import { describe, expect, it, vi } from 'vitest';
import { commands } from '../../../electron/engine/cli/commands.ts';
import { approve, sign } from '../../../electron/engine/handlers/report.ts';
import { readJournal } from '../../../electron/engine/review/journal.ts';
import { verifyBundle } from '../../../electron/engine/verify/verify-bundle.ts';
import { startEngine } from '../engine/engine-case.ts';
import { keyOnDisk, PASSPHRASE } from '../people/people-case.ts';
import { hasTool, inFolder, newBundle, newSigner } from '../signing/fixtures.ts';
import { newAuthority } from './authority.ts';

async function printed(): Promise<{ pdf: Uint8Array; pages: number }> {
  const pdf = PDF.create();
  pdf.addPage({ size: 'a4' }).drawText('Report', { x: 50, y: 700, size: 20 });
  return { pdf: await pdf.save(), pages: 1 };
}

/** Runs a command in this process; `out` is everything it wrote to standard output. */
async function run(...argv: string[]): Promise<{ code: number; out: string }> {
  let out = '';
  const write = vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    out += String(text);
    return true;
  });
  const [name = '', ...rest] = argv;
  try {
    return { code: (await commands.get(name)?.run(rest)) ?? -1, out };
  } finally {
    write.mockRestore();
  }
}

describe.skipIf(!hasTool('openssl'))('time-stamp requests (needs openssl)', () => {
  it('outlast the engine, and the case that signed a bundle knows its stamped copy', () =>
    inFolder(async (path) => {
      const authority = newAuthority(path);
      const first = startEngine(path('.'), { print: printed });
      await first.engine.handlers['workspace.openSample']({}, {});
      const rita = keyOnDisk(path('.'), 'Rita');
      const signed = join(path('.'), 'signed.zip');
      const order = { keyPath: rita.path, passphrase: PASSPHRASE, target: signed };
      await sign(first.engine.context, { ...order, meaning: 'reviewed' });
      const token = first.files.register(signed);
      const handlers = first.engine.handlers;
      const targets = await handlers['timestamps.targets']({ token }, {});
      expect(targets.filter(({ refusal }) => refusal === null).map(({ target }) => target)).toEqual([
        'review',
        'document',
        'signature',
      ]);
      const { id } = await handlers['timestamps.draft']({ token, target: 'signature' }, {});
      expect(await handlers['timestamps.list']({}, {})).toMatchObject([{ id, state: 'draft', fileName: null }]);
      await handlers['timestamps.export']({ id, saveToken: first.files.register(path('request')) }, {});
      // Without a case, in an engine that was started again: the list lies in the data folder.
      await handlers['workspace.close']({}, {});
      const again = startEngine(path('.'), { print: printed });
      const ask = again.engine.handlers;
      expect(await ask['timestamps.list']({}, {})).toMatchObject([{ id, state: 'exported', fileName: 'request.tsq' }]);
      writeFileSync(path('answer.tsr'), authority.reply(readFileSync(path('request.tsq'))));
      const take = {
        id,
        answerToken: again.files.register(path('answer.tsr')),
        authorityToken: again.files.register(authority.path('root')),
        saveToken: again.files.register(path('stamped')),
      };
      const key = { token: again.files.register(rita.path), passphrase: PASSPHRASE };
      await expect(ask['timestamps.import']({ ...take, key: null }, {})).rejects.toThrow(/Choose their key/);
      await ask['workspace.openSample']({}, {});
      const { request, verification } = await ask['timestamps.import']({ ...take, key }, {});
      expect(request).toMatchObject({ state: 'imported', result: { file: 'stamped.zip', trusted: true } });
      expect(verification).toMatchObject({ ok: true, timestamps: [{ authority: 'tsa authority' }] });
      await ask['timestamps.remove']({ id }, {});
      expect(await ask['timestamps.list']({}, {})).toEqual([]);
      await again.engine.close();
      await first.engine.close();
    }));

  it('are told to the journal of the open case, and the stamped copy is approved as its bundle', () =>
    inFolder(async (path) => {
      const authority = newAuthority(path);
      const { engine, files } = startEngine(path('.'), { print: printed });
      const ask = engine.handlers;
      await ask['workspace.openSample']({}, {});
      const signed = path('signed.zip');
      const rita = keyOnDisk(path('.'), 'Rita');
      await sign(engine.context, { keyPath: rita.path, passphrase: PASSPHRASE, meaning: 'reviewed', target: signed });
      const { id } = await ask['timestamps.draft']({ token: files.register(signed), target: 'document' }, {});
      await ask['timestamps.export']({ id, saveToken: files.register(path('request.tsq')) }, {});
      writeFileSync(path('answer.tsr'), authority.reply(readFileSync(path('request.tsq'))));
      const order = { id, answerToken: files.register(path('answer.tsr')), authorityToken: null, key: null };
      await ask['timestamps.import']({ ...order, saveToken: files.register(path('stamped.zip')) }, {});
      const last = () => [...readJournal(engine.context.open().db)].at(-1);
      expect(last()).toMatchObject({ type: 'report-timestamped', payload: { target: 'document' } });
      await approve(engine.context, {
        bundlePath: path('stamped.zip'),
        keyPath: keyOnDisk(path('.'), 'Ann').path,
        passphrase: PASSPHRASE,
        target: path('approved.zip'),
      });
      expect([...readJournal(engine.context.open().db)].at(-2)).toMatchObject({ type: 'report-approved' });
      expect(verifyBundle(readFileSync(path('approved.zip'))).ok).toBe(true);
      await engine.close();
    }));

  it('go out and come back on the command line', () =>
    inFolder(async (path) => {
      const authority = newAuthority(path);
      writeFileSync(path('signed.zip'), await newBundle(newSigner(), undefined, new Date()));
      const list = ['--requests', path('requests')];
      const asked = await run('timestamp', 'request', '--bundle', path('signed.zip'), ...list, '--out', path('x.tsq'));
      expect(asked.code).toBe(0);
      writeFileSync(path('x.tsr'), authority.reply(readFileSync(path('x.tsq'))));
      const take = (answer: string, ...more: string[]) =>
        run('timestamp', 'import', ...list, '--answer', path(answer), '--out', path('stamped.zip'), ...more);
      writeFileSync(path('other.tsr'), newAuthority(path, 'other').reply(Buffer.from(readFileSync(path('x.tsq')))));
      writeFileSync(path('none.tsr'), 'x');
      await expect(take('none.tsr')).rejects.toThrow(/is not an answer to a time-stamp request/);
      expect((await run('timestamp', 'list', ...list)).out).toMatch(/ failed {2}review {2}signed.zip {2}This file/);
      await expect(take('other.tsr', '--authority', authority.path('root'))).rejects.toThrow(/do not lead to/);
      expect(existsSync(path('stamped.zip'))).toBe(false);
      expect((await take('x.tsr', '--authority', authority.path('root'))).code).toBe(0);
      expect((await run('timestamp', 'list', ...list)).out).toMatch(/imported .*time proven by tsa authority on 20/);
      const shown = await run('verify', path('stamped.zip'), '--authority', authority.path('root'));
      expect(shown.out).toMatch(/Time proven by tsa authority on 20.*existed then\.\n/);
      expect(shown.code).toBe(0);
      expect((await run('verify', path('stamped.zip'), '--authority', path('other-root'))).code).toBe(1);
      expect((await run('verify', path('stamped.zip'))).out).toContain('authority was not judged');
      await expect(take('x.tsr')).rejects.toThrow(/imported already/);
    }));
});
