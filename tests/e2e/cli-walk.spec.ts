import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { expect, test } from './fixtures.ts';
import { JUDGES, judgeBundle, missingPrograms } from './helpers/bundle.ts';
import { cli, json } from './helpers/cli.ts';
import { flipped, placesToFlip } from './helpers/flips.ts';
import { ARCHIVE_NAME, IMPORTED, mixedFolder, REFUSED, UNKNOWN } from './helpers/mixed-folder.ts';
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
      '--whole',
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
  const without = (reason: string) =>
    decide(wide.itemId, '--decision', 'reduce', '--scopes', scope, '--reason', reason);
  // What stops observed operations is answered for; the refusal says how.
  const refused = without('Beyond the stated purpose.');
  expect(refused).toMatchObject({ code: 2, stdout: '' });
  const [, line = ''] = /Add a line that begins “([^”]+)”/.exec(refused.stderr) ?? [];
  expect(line).toMatch(/^Stops .+:$/);
  const reduce = without(`Beyond the stated purpose.\n${line} The work moves to another connector this month.`);
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
  const again = cli('verify', bundle, ...all.flatMap((path) => ['--originals', path]), '--json');
  expect(again).toMatchObject({ code: 0, stderr: '' });
  expect(json(again)).toMatchObject({ ok: true, reperformance: { ok: true } });
  const withoutOne = cli('verify', bundle, ...all.slice(1).flatMap((path) => ['--originals', path]));
  expect(withoutOne.code).toBe(1);
  expect(withoutOne.stdout).toMatch(/is not among the files given/);
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

const looked = z.array(
  z.object({
    file: z.string(),
    format: z.string().nullable(),
    verdict: z.string(),
    container: z.object({ name: z.string() }).nullable(),
    questions: z.object({ zone: z.boolean() }),
  }),
);
const taken = z.array(
  z.union([
    z.object({ file: z.string(), error: z.string() }),
    z.object({ file: z.string(), notice: z.string() }),
    z.object({
      file: z.string(),
      read: z.int(),
      accepted: z.int(),
      rejected: z.int(),
      notRelevant: z.int(),
      statedTotal: z.int().nullable(),
      firstEvent: z.string().nullable(),
    }),
  ]),
);

test('a folder and an archive are opened on the command line, and what is stated is kept', ({ folder }) => {
  test.setTimeout(180_000);
  const handedOver = mixedFolder(folder);
  const archive = join(handedOver, ARCHIVE_NAME);
  const inside = cli('inspect', archive, '--json');
  expect(inside).toMatchObject({ code: 0, stderr: '' });
  expect(looked.parse(json(inside)).map(({ verdict }) => verdict)).toEqual([
    'notice',
    'recognized',
    'recognized',
    'recognized',
  ]);
  const all = looked.parse(json(cli('inspect', handedOver, '--json')));
  expect(all.filter(({ verdict }) => verdict === 'unusable').map(({ file }) => file)).toEqual(Object.keys(REFUSED));
  expect(all.filter(({ verdict }) => verdict === 'unknown').map(({ file }) => file)).toEqual([UNKNOWN]);
  expect(all.filter(({ container }) => container?.name === ARCHIVE_NAME)).toHaveLength(3);
  expect(all.filter(({ questions }) => questions.zone).map(({ file }) => file)).toEqual(['LoginHistory1764000000.csv']);

  const workspace = join(folder, 'mixed.countersign');
  const stated = ['--tenant', 'firm.example', '--as-of', '2026-10-01T06:00:00Z', '--extracted-by', 'Erik Extractor'];
  const run = cli(
    'import',
    '--workspace',
    workspace,
    ...stated,
    '--zone',
    'America/Los_Angeles',
    '--part',
    handedOver,
    '--json',
  );
  // Three files could not be imported: the answer is no, and the others are in.
  expect(run.code).toBe(1);
  const results = taken.parse(json(run));
  const failed = results.filter((one) => 'error' in one).map(({ file }) => file);
  expect(failed.toSorted()).toEqual([...Object.keys(REFUSED), UNKNOWN].toSorted());
  const counts = results.flatMap((one) =>
    'read' in one ? [[one.file, [one.read, one.accepted, one.rejected, one.notRelevant]] as const] : [],
  );
  expect(Object.fromEntries(counts)).toEqual(IMPORTED);
  // 4:11 in the afternoon of the 14th there is 11 at night in UTC.
  expect(results.find(({ file }) => file.startsWith('LoginHistory'))).toMatchObject({
    firstEvent: '2026-09-14T23:11:09.000Z',
  });

  expect(JSON.stringify(json(cli('query', 'journal', '--workspace', workspace, '--json')))).toContain(
    String.raw`\"completeness\":\"part\"`,
  );
  const total = cli(
    'import',
    '--whole',
    '--workspace',
    join(folder, 'total.countersign'),
    ...stated,
    '--total',
    '6',
    join(handedOver, 'gam tokens 2026-10.csv'),
    '--json',
  );
  expect(total).toMatchObject({ code: 0 });
  expect(taken.parse(json(total))).toMatchObject([{ read: 5, statedTotal: 6 }]);
});

test('the collection kits are printed on the command line', () => {
  const listed = z
    .array(z.object({ id: z.string(), caps: z.array(z.string()).min(1) }))
    .parse(json(cli('collect', '--json')));
  expect(listed.length).toBeGreaterThan(20);
  const one = cli('collect', 'google.gam');
  expect(one).toMatchObject({ code: 0, stderr: '' });
  expect(one.stdout).toContain('gam');
  expect(cli('collect', 'no-such-kit')).toMatchObject({ code: 2, stdout: '' });
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
