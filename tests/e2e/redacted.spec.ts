import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { leaksOf, personalValues } from '../unit/report/sample-people.ts';
import { expect, test } from './fixtures.ts';
import { missingPrograms, run } from './helpers/bundle.ts';
import { cli, json } from './helpers/cli.ts';
import { chooseRadio, createKey, sign } from './pages/report.ts';
import { goTo, openSampleCase } from './pages/shell.ts';

const PASSPHRASE = 'lantern orchid gravel seventeen';
/** Named nowhere but in what the signer writes. */
const WRITTEN = ['Tamsin Oakhollow'] as const;
const TOOLS = ['unzip', 'pdftotext', 'qpdf'];
const lacking = missingPrograms(TOOLS);

test('a redacted copy is signed with the report, names nobody, and proves one value that is opened', async ({
  page,
  dialogs,
  folder,
}) => {
  test.setTimeout(240_000);
  await openSampleCase(page);
  await goTo(page, 'Report');
  await createKey(page, dialogs, {
    path: join(folder, 'key.pem'),
    name: 'Quirin Unterzeichner',
    organization: 'Audit',
    email: 'quirin@audit.example',
    passphrase: PASSPHRASE,
  });
  await page.getByText('Draw a sample for an auditor’s test').click();
  await page.getByLabel('Seed, a word of the auditor').fill('gravel');
  await page.getByLabel('Items', { exact: true }).fill('5');
  await page.getByLabel('Basis of this size').fill(`As ${WRITTEN[0]} asked for.`);
  await page.getByRole('button', { name: 'Draw it' }).click();
  await chooseRadio(page, /^Reviewed/);
  await page.getByText('Also make a redacted copy').click();
  await page.getByText('Attach the original export files').click();
  if (process.env['COUNTERSIGN_PICTURES'] !== undefined)
    await page.screenshot({ path: join(process.env['COUNTERSIGN_PICTURES'], 'sign-extras.png') });
  const [bundle, copy] = [join(folder, 'full.zip'), join(folder, 'full-redacted.zip')];
  const card = await sign(page, dialogs, bundle, PASSPHRASE);
  await expect(card.getByText('full-redacted.zip')).toBeVisible();
  for (const path of [bundle, copy]) expect(cli('verify', path), path).toMatchObject({ code: 0 });
  expect(cli('verify', copy).stdout).toContain('This is a redacted copy');

  const { openings } = z
    .object({ openings: z.array(z.object({ token: z.string(), value: z.string() })) })
    .parse(JSON.parse(unzipped(bundle, 'redaction.json')));
  const one = openings.find(({ value }) => value.endsWith('@tarnbrook.example'));
  const opened = cli('open-commitment', bundle, '--token', one?.token ?? '');
  expect(json(opened)).toMatchObject({ value: one?.value ?? '' });
  const opening = join(folder, 'opening.json');
  writeFileSync(opening, opened.stdout);
  expect(cli('open-commitment', copy, '--opening', opening)).toMatchObject({ code: 0 });
  writeFileSync(opening, opened.stdout.replace('@tarnbrook.example', '@tarnbrook.test'));
  expect(cli('open-commitment', copy, '--opening', opening)).toMatchObject({ code: 1 });
  expect(cli('open-commitment', copy, '--full', bundle)).toMatchObject({ code: 0 });

  test.skip(lacking.length > 0, `not installed here: ${lacking.join(', ')}`);
  const values = personalValues(WRITTEN);
  const named = leaksOf(everyText(bundle), values);
  expect(named).toEqual(expect.arrayContaining([...WRITTEN]));
  expect(named.length).toBeGreaterThan(20);
  const redacted = everyText(copy);
  expect(leaksOf(redacted, values)).toEqual([]);
  expect(redacted).toContain('[person ');
});

/** All text of the report in a bundle: its pages, as they are and without line breaks, and its objects, unpacked. */
function everyText(path: string): string {
  const folder = `${path}.files`;
  expect(run('unzip', ['-q', path, '-d', folder])).toMatchObject({ code: 0 });
  expect(run('qpdf', ['--qdf', '--object-streams=disable', 'report.pdf', 'plain.pdf'], folder).code).toBe(0);
  const pages = run('pdftotext', ['-raw', 'report.pdf', '-'], folder).stdout;
  return [pages, pages.replaceAll(/\s+/g, ' '), readFileSync(join(folder, 'plain.pdf'), 'utf8')].join('\n');
}

function unzipped(path: string, name: string): string {
  return run('unzip', ['-p', path, name]).stdout;
}
