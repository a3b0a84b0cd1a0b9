import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { expect, test } from './fixtures.ts';
import { JUDGES, judgeBundle, missingPrograms } from './helpers/bundle.ts';
import { cli, json } from './helpers/cli.ts';
import { flipped, placesToFlip } from './helpers/flips.ts';
import { sampleFiles, TENANTS } from './helpers/sample.ts';

const inspected = z.array(
  z.object({
    file: z.string(),
    sha256: z.hex().length(64),
    bytes: z.int().positive(),
    encoding: z.string(),
    format: z.string(),
    confidence: z.number().positive(),
    reason: z.string().min(1),
    records: z.int().positive(),
  }),
);
const imported = z.array(
  z
    .object({
      file: z.string(),
      format: z.string(),
      read: z.int(),
      accepted: z.int(),
      rejected: z.int(),
      duplicate: z.int(),
      notRelevant: z.int(),
      connectors: z.int(),
      grants: z.int(),
      events: z.int(),
    })
    .refine((one) => one.read === one.accepted + one.rejected + one.duplicate + one.notRelevant, 'the ledger closes'),
);
const items = z.array(
  z.object({ itemId: z.string(), name: z.string(), scopes: z.array(z.object({ scope: z.string() })) }),
);

const lacking = missingPrograms(JUDGES);

test('the same walk on the command line alone, without a display', ({ folder }) => {
  test.setTimeout(240_000);
  const workspace = join(folder, 'tarnbrook.countersign');
  const all = [...sampleFiles('register'), ...sampleFiles('entra'), ...sampleFiles('google')];

  const inspect = cli('inspect', ...all, '--json');
  expect(inspect).toMatchObject({ code: 0, stderr: '' });
  expect(inspected.parse(json(inspect))).toHaveLength(all.length);

  for (const system of ['entra', 'register', 'google'] as const) {
    const { tenant, asOf, extractedBy, method, system: name } = TENANTS[system];
    const stated = ['--system', name, '--tenant', tenant, '--as-of', `${asOf}:00Z`, '--extracted-by', extractedBy];
    const run = cli(
      'import',
      '--workspace',
      workspace,
      ...stated,
      '--method',
      method,
      ...sampleFiles(system),
      '--json',
    );
    expect(run).toMatchObject({ code: 0, stderr: '' });
    expect(imported.parse(json(run))).toHaveLength(sampleFiles(system).length);
  }
  for (const what of ['connectors', 'grants', 'events', 'usage']) {
    const rows = json(cli('query', what, '--workspace', workspace, '--json'));
    expect(Array.isArray(rows) && rows.length > 0, what).toBe(true);
  }

  const queue = items.parse(json(cli('query', 'items', '--workspace', workspace, '--json')));
  expect(queue.length).toBeGreaterThan(30);
  const wide = queue.find((item) => item.scopes.length > 1);
  const [first, second] = queue.filter((item) => item !== wide);
  if (first === undefined || second === undefined || wide === undefined)
    throw new Error('the sample has too few items');
  const decide = (itemId: string, ...rest: string[]) =>
    cli('decide', '--workspace', workspace, '--item', itemId, '--by', 'Ida Marlowe', ...rest, '--json');
  const revoke = decide(first.itemId, '--decision', 'revoke', '--reason', 'Nobody can say what it is for.');
  expect(revoke).toMatchObject({ code: 0, stderr: '' });
  expect(json(revoke)).toMatchObject({ itemId: first.itemId, decision: { decision: 'revoke', by: 'Ida Marlowe' } });
  const scope = wide.scopes[0]?.scope ?? '';
  const reduce = decide(
    wide.itemId,
    '--decision',
    'reduce',
    '--scopes',
    scope,
    '--reason',
    'Beyond the stated purpose.',
  );
  expect(json(reduce)).toMatchObject({ decision: { decision: 'reduce', scopes: [scope] }, progress: { decided: 2 } });
  decide(second.itemId, '--decision', 'escalate', '--reason', 'Beyond my authority.');
  expect(json(decide(second.itemId, '--undo'))).toMatchObject({ decision: null, progress: { decided: 2 } });
  expect(json(cli('query', 'decisions', '--workspace', workspace, '--json'))).toHaveLength(2);

  const bundle = join(folder, 'tarnbrook.zip');
  const key = join(folder, 'marlowe.key.pem');
  const passphraseFile = join(folder, 'passphrase');
  writeFileSync(passphraseFile, 'lantern orchid gravel seventeen\n');
  const newKey = cli(
    'key',
    'new',
    '--out',
    key,
    '--passphrase-file',
    passphraseFile,
    '--name',
    'Ida Marlowe',
    '--json',
  );
  expect(newKey).toMatchObject({ code: 0, stderr: '' });
  const report = cli(
    'report',
    '--workspace',
    workspace,
    '--key',
    key,
    '--passphrase-file',
    passphraseFile,
    '--out',
    bundle,
    '--json',
  );
  expect(report).toMatchObject({ code: 0, stderr: '' });
  expect(json(report)).toMatchObject({ bundle, verified: true, signer: 'Ida Marlowe' });

  const verified = cli('verify', bundle, '--json');
  expect(verified).toMatchObject({ code: 0, stderr: '' });
  expect(json(verified)).toMatchObject({ ok: true, signers: [{ name: 'Ida Marlowe' }] });
  const altered = join(folder, 'altered.zip');
  for (const { what, offset } of placesToFlip(readFileSync(bundle), 5, 31)) {
    writeFileSync(altered, flipped(bundle, offset));
    const refused = cli('verify', altered, '--json');
    expect(refused.code, `${what}, byte ${offset}`).toBe(1);
    expect(json(refused)).toMatchObject({ ok: false });
  }
  if (lacking.length > 0) {
    test.info().annotations.push({ type: 'not judged', description: `not installed here: ${lacking.join(', ')}` });
    return;
  }
  const { qpdf, pdfsig, cms, sums } = judgeBundle(bundle, join(folder, 'unpacked'));
  expect(pdfsig.stdout).toContain('Signature is Valid.');
  for (const judge of [qpdf, cms, sums]) expect(judge).toMatchObject({ code: 0 });
});

test('the command line tells done, no, wrong call and failure apart', ({ folder }) => {
  const empty = join(folder, 'empty.csv');
  writeFileSync(empty, '');
  const no = cli('inspect', empty, '--json');
  expect(no.code).toBe(1);
  expect(json(no)).toMatchObject([{ format: null, reason: expect.stringContaining('empty') }]);
  const wrong = cli('decide', '--workspace', join(folder, 'x'), '--json');
  expect(wrong).toMatchObject({ code: 2, stdout: '' });
  expect(wrong.stderr).toContain('--item');
  const failed = cli('query', 'items', '--workspace', join(folder, 'not-there'), '--json');
  expect(failed).toMatchObject({ code: 3, stdout: '' });
  expect(failed.stderr).toContain('not-there');
  expect(cli('no-such-command')).toMatchObject({ code: 2, stdout: '' });
});
