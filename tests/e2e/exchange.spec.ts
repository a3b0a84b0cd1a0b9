import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, chromium, type ElectronApplication, type Locator, type Page } from '@playwright/test';
import { createSigningKey } from '../../electron/engine/signing/create-key.ts';
import { expect, launchApp, test } from './fixtures.ts';
import { expectAccessible } from './helpers/accessible.ts';
import { cli } from './helpers/cli.ts';
import { type PreparedDialogs, prepareDialogs } from './helpers/dialogs.ts';
import { chooseByKey, decisions, itemOfAddress, lookAtUsage } from './pages/review.ts';
import { goTo, gridRow, openSampleCase, settled, toast } from './pages/shell.ts';

const CHROMIUM = '/usr/bin/chromium';
const PASSPHRASE = 'four unrelated short words';
const GRANTS = resolve(import.meta.dirname, '../../resources/sample/google/gam-tokens.csv');

interface Colleague {
  readonly name: string;
  readonly key: string;
  readonly certificate: string;
}

function colleague(folder: string, name: string): Colleague {
  const made = createSigningKey({
    name,
    email: `${name.split(' ')[0]?.toLowerCase()}@firm.example`,
    passphrase: PASSPHRASE,
  });
  const key = join(folder, `${name}.key.pem`);
  const certificate = join(folder, `${name}.crt.pem`);
  writeFileSync(key, made.pem);
  writeFileSync(certificate, made.certificatePem);
  return { name, key, certificate };
}

/** One computer: its own data folder, window and dialogs. */
interface Machine {
  readonly app: ElectronApplication;
  readonly page: Page;
  readonly dialogs: PreparedDialogs;
}

async function machine(folder: string, name: string): Promise<Machine> {
  const home = join(folder, name);
  mkdirSync(home, { recursive: true });
  const dialogs = prepareDialogs(home);
  const app = await launchApp({ dataFolder: join(home, 'data'), env: { COUNTERSIGN_TEST_DIALOGS: dialogs.file } });
  return { app, page: await app.firstWindow(), dialogs };
}

function ran(...args: readonly string[]): string {
  const { code, stdout, stderr } = cli(...args);
  if (code !== 0) throw new Error(`${args.join(' ')}: ${stderr}`);
  return stdout;
}

/** A case with an open campaign in which anybody may decide any item, and three people. */
function caseWithPeople(folder: string, people: readonly Colleague[]): string {
  const workspace = join(folder, 'review.countersign');
  const plan = join(folder, 'plan.json');
  ran(
    'import',
    '--whole',
    '--workspace',
    workspace,
    '--tenant',
    'tarnbrook.example',
    '--as-of',
    '2026-10-01T06:00:00Z',
    GRANTS,
  );
  writeFileSync(plan, ran('campaign', '--workspace', workspace, '--draft'));
  ran('campaign', '--workspace', workspace, '--plan', plan, '--stage');
  for (const group of ['stale-export', 'no-log'])
    ran('campaign', '--workspace', workspace, '--except', group, '--reason', 'Known, and accepted for this review.');
  ran('campaign', '--workspace', workspace, '--open', '--reason', 'The quarter has ended.');
  const [first, ...others] = people;
  if (first === undefined) throw new Error('nobody');
  const add = (one: Colleague, roles: string, ...by: string[]) =>
    ran('people', '--workspace', workspace, '--add', one.certificate, '--roles', roles, ...by);
  const withKey = ['--key', first.key, '--passphrase-file', join(folder, 'pass')];
  add(first, 'preparer,reviewer', '--by', 'Pia Preparer', ...withKey);
  for (const one of others) add(one, one.name.startsWith('Ada') ? 'approver' : 'reviewer', ...withKey);
  return workspace;
}

async function openCase({ page, dialogs }: Machine, path: string): Promise<void> {
  dialogs.answer('open:case', [path]);
  await page.getByRole('button', { name: 'Open case…' }).first().click();
  await expect(page.getByRole('heading', { level: 1, name: 'Start' })).toHaveCount(0);
  await settled(page);
}

async function signIn({ page, dialogs }: Machine, who: Colleague): Promise<void> {
  await goTo(page, 'Campaign');
  await page.getByRole('tab', { name: 'People' }).click();
  await page.getByRole('button', { name: `Sign in as ${who.name}` }).click();
  const dialog = page.getByRole('dialog', { name: 'Sign in' });
  dialogs.answer('open:key', [who.key]);
  await dialog.getByRole('button', { name: 'Use a key file…' }).click();
  await expect(dialog.getByRole('radio', { name: who.name })).toBeChecked();
  await dialog.getByLabel('Passphrase of the key').fill(PASSPHRASE);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: `Signed in: ${who.name}` })).toBeVisible();
}

async function exchangeTab(page: Page): Promise<void> {
  await goTo(page, 'Campaign');
  await page.getByRole('tab', { name: 'Exchange' }).click();
  await settled(page);
}

async function decideOn(page: Page, app: string, decision: 'revoke' | 'escalate', reason: string): Promise<void> {
  await goTo(page, 'Review');
  await gridRow(page, 'Review items', app).first().click();
  await expect(decisions(page)).toBeVisible();
  await itemOfAddress(page);
  await lookAtUsage(page);
  await chooseByKey(page, decision);
  await page.keyboard.type(reason);
  const before = page.url();
  await page.keyboard.press('Enter');
  await expect.poll(() => page.url()).not.toBe(before);
}

async function sendBack({ page, dialogs }: Machine, file: string): Promise<void> {
  await exchangeTab(page);
  await page.getByRole('button', { name: 'Send back…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Send your decisions back' });
  await dialog.getByLabel('Passphrase of the key').fill(PASSPHRASE);
  dialogs.answer('save:packet', file);
  await dialog.getByRole('button', { name: 'Sign and save…' }).click();
  await expect(dialog).toHaveCount(0, { timeout: 30_000 });
}

/** Chooses a packet to merge; the dialog shows what is in it, or why it is refused. */
async function offer({ page, dialogs }: Machine, file: string): Promise<Locator> {
  await exchangeTab(page);
  dialogs.answer('open:packet', [file]);
  await page.getByRole('button', { name: 'Merge a packet…' }).click();
  const dialog = page.getByRole('dialog', { name: /^Merge/ });
  await settled(page);
  return dialog;
}

async function picture(page: Page, name: string): Promise<void> {
  const folder = process.env['COUNTERSIGN_PICTURES'];
  if (folder !== undefined) await page.screenshot({ path: join(folder, `${name}.png`) });
}

test('two reviewers on two computers: handed out, decided apart, merged, and settled by an approver', async ({
  folder,
}) => {
  test.setTimeout(480_000);
  writeFileSync(join(folder, 'pass'), PASSPHRASE);
  const pia = colleague(folder, 'Pia Preparer');
  const rita = colleague(folder, 'Rita Reviewer');
  const ada = colleague(folder, 'Ada Approver');
  const workspace = caseWithPeople(folder, [pia, rita, ada]);
  const out = join(folder, 'out.cspacket');
  const back = join(folder, 'back.cspacket');
  const names = ran('query', '--workspace', workspace, 'items', '--json');
  const apps = (JSON.parse(names) as { name: string }[]).map(({ name }) => name);
  const [same = '', only = ''] = [...new Set(apps)];

  const home = await machine(folder, 'home');
  await test.step('a preparer hands the campaign out', async () => {
    const { page, dialogs } = home;
    await openCase(home, workspace);
    await signIn(home, pia);
    await exchangeTab(page);
    await picture(page, 'exchange');
    await expectAccessible(page, 'Exchange');
    await page.getByRole('button', { name: 'Hand out…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Hand out the campaign' });
    await dialog.getByRole('checkbox', { name: /^Rita Reviewer/ }).click({ force: true });
    await dialog.getByLabel('Passphrase of the key').fill(PASSPHRASE);
    await picture(page, 'exchange-hand-out');
    await expectAccessible(page, 'Hand out');
    dialogs.answer('save:packet', out);
    await dialog.getByRole('button', { name: 'Sign and save…' }).click();
    await expect(toast(page, 'The campaign is in out.cspacket.')).toBeVisible({ timeout: 30_000 });
    await expect(page.getByRole('row').filter({ hasText: 'Campaign handed out' })).toContainText('Pia Preparer');
  });

  const away = await machine(folder, 'away');
  await test.step('a reviewer opens it on another computer, decides and sends back', async () => {
    const { page, dialogs } = away;
    dialogs.answer('open:packet', [out]);
    await page.getByRole('button', { name: 'Open a packet…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Open a packet' });
    await expect(dialog.getByText('Rita Reviewer')).toBeVisible();
    await picture(page, 'exchange-open');
    await expectAccessible(page, 'Open a packet');
    dialogs.answer('save:case', join(folder, 'away', 'received.countersign'));
    await dialog.getByRole('button', { name: 'Choose place and open…' }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'review' })).toBeVisible({ timeout: 30_000 });
    await signIn(away, rita);
    await decideOn(page, same, 'revoke', 'Nobody could say who works with it.');
    await decideOn(page, only, 'escalate', 'Legal has to look at this one.');
    await sendBack(away, back);
  });

  await test.step('the first computer decides the same item otherwise, sees the conflict before and after merging', async () => {
    const { page } = home;
    await decideOn(page, same, 'escalate', 'Finance may rely on it.');
    const dialog = await offer(home, back);
    await expect(dialog.getByText('Of 2 acts in the packet: 2 new, 0 already here.')).toBeVisible();
    await expect(dialog.getByText('People will disagree about 1 item')).toBeVisible();
    await expect(dialog.getByText('Nobody could say who works with it.')).toBeVisible();
    await expect(dialog.getByText('Finance may rely on it.')).toBeVisible();
    await picture(page, 'exchange-merge');
    await expectAccessible(page, 'Merge a packet');
    await dialog.getByRole('button', { name: 'Merge', exact: true }).click();
    await expect(page.getByRole('dialog', { name: 'Merged' }).getByText('2 acts merged')).toBeVisible();
    await page.getByRole('button', { name: 'Done' }).click();
    await expect(page.getByRole('row').filter({ hasText: 'Decisions merged, number 1' })).toContainText(
      'Rita Reviewer',
    );
  });

  await test.step('the same packet again changes nothing, an edited one and one of another case are refused', async () => {
    const { page } = home;
    const again = await offer(home, back);
    await expect(again.getByText('Everything in this packet that belongs here is here already.')).toBeVisible();
    await expect(again.getByRole('button', { name: 'Merge', exact: true })).toBeDisabled();
    await again.getByRole('button', { name: 'Cancel' }).click();
    const edited = join(folder, 'edited.cspacket');
    const bytes = readFileSync(back);
    const at = bytes.indexOf('"decision":"revoke"');
    expect(at).toBeGreaterThan(0);
    bytes.write('"decision":"reduce"', at);
    writeFileSync(edited, bytes);
    const refused = await offer(home, edited);
    await expect(refused.getByText(/edited\.cspacket was changed after it was written/)).toBeVisible();
    await refused.getByRole('button', { name: 'Cancel' }).click();
    const elsewhere = join(folder, 'elsewhere');
    mkdirSync(elsewhere);
    copyFileSync(join(folder, 'pass'), join(elsewhere, 'pass'));
    const other = caseWithPeople(elsewhere, [pia, rita]);
    const items = JSON.parse(ran('query', '--workspace', other, 'items', '--json')) as { itemId: string }[];
    const asRita = ['--key', rita.key, '--passphrase-file', join(folder, 'pass')];
    ran(
      'decide',
      '--workspace',
      other,
      '--item',
      items[0]?.itemId ?? '',
      '--decision',
      'revoke',
      '--reason',
      'Elsewhere.',
      ...asRita,
    );
    const foreign = join(folder, 'foreign.cspacket');
    ran('packet', '--workspace', other, '--send-back', foreign, ...asRita);
    const strange = await offer(home, foreign);
    await expect(strange.getByText(/foreign\.cspacket belongs to another case/)).toBeVisible();
    await picture(page, 'exchange-refused');
    await strange.getByRole('button', { name: 'Cancel' }).click();
  });

  await test.step('an approver settles the conflict; merging the other way gives the same conflict there', async () => {
    const home2 = join(folder, 'home-back.cspacket');
    await sendBack(home, home2);
    const dialog = await offer(away, home2);
    await dialog.getByRole('button', { name: 'Merge', exact: true }).click();
    await expect(away.page.getByText('People disagree about 1 item')).toBeVisible();
    await away.page.getByRole('button', { name: 'Done' }).click();
    await signIn(home, ada);
    await decideOn(home.page, same, 'revoke', 'Finance named no process that needs it.');
    await goTo(home.page, 'Journal');
    await expect(home.page.getByText('Decisions of Rita Reviewer merged from back.cspacket')).toBeVisible();
  });
  await away.app.close();
  await home.app.close();
});

test.describe('questions to an owner', () => {
  test.skip(!existsSync(CHROMIUM), 'Chromium is not installed');

  test('are answered in a browser, resumed, imported and taken over; an edited file is refused', async ({
    page,
    dialogs,
    folder,
  }) => {
    test.setTimeout(240_000);
    const html = join(folder, 'questions.html');
    await openSampleCase(page);
    await exchangeTab(page);
    const ask = page.getByRole('button', { name: /^Ask (?!somebody)/ }).first();
    await ask.click();
    const dialog = page.getByRole('dialog', { name: /^Ask/ });
    await dialog.getByLabel('A word to the owner').fill('By Friday, please.');
    await picture(page, 'owners-ask');
    await expectAccessible(page, 'Ask an owner');
    dialogs.answer('save:page', html);
    await dialog.getByRole('button', { name: 'Save the page…' }).click();
    await expect(toast(page, /^Questions about/)).toBeVisible();

    const browser: Browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] });
    const answers = join(folder, 'answers.json');
    try {
      const owner = await browser.newPage({ viewport: { width: 1000, height: 900 } });
      const problems: string[] = [];
      owner.on('console', (message) => problems.push(message.text()));
      owner.on('request', (request) => {
        if (!/^(?:file|blob):/.test(request.url())) problems.push(request.url());
      });
      await owner.goto(pathToFileURL(html).href);
      await expect(owner.getByText('By Friday, please.')).toBeVisible();
      const first = owner.getByRole('article').first();
      await first.getByRole('group', { name: 'Is it still needed?' }).getByLabel('No', { exact: true }).check();
      await first.getByLabel('What is it for?', { exact: true }).selectOption('scheduling');
      await first.getByLabel('What is it for, in your words?').fill('Room booking of the Oslo office');
      await first
        .getByRole('group', { name: /right person/ })
        .getByLabel('No', { exact: true })
        .check();
      await first.getByLabel(/If not, who is/).fill('ann@tarnbrook.example');
      await first.getByLabel('Anything else?').fill('Ended in May.');
      await picture(owner, 'owners-page');
      await owner.getByRole('button', { name: 'Save answers' }).click();
      await expect(owner.getByText('Write your name first.')).toBeVisible();
      await owner.getByLabel('Your name').fill('Olga Owner');
      const [download] = await Promise.all([
        owner.waitForEvent('download'),
        owner.getByRole('button', { name: 'Save answers' }).click(),
      ]);
      await download.saveAs(answers);
      await owner.reload();
      await expect(first.getByLabel('Anything else?')).toHaveValue('');
      await owner.getByLabel('Go on from saved answers').setInputFiles(answers);
      await expect(first.getByLabel('Anything else?')).toHaveValue('Ended in May.');
      await expect(
        first.getByRole('group', { name: 'Is it still needed?' }).getByLabel('No', { exact: true }),
      ).toBeChecked();
      expect(problems).toEqual([]);
    } finally {
      await browser.close();
    }

    const choose = async (file: string): Promise<Locator> => {
      dialogs.answer('open:answers', [file]);
      await page.getByRole('button', { name: 'Import answers…' }).click();
      await settled(page);
      return page.getByRole('dialog', { name: 'Import answers of an owner' });
    };
    const edited = join(folder, 'edited.json');
    writeFileSync(edited, readFileSync(answers, 'utf8').replace('Ended in May.', 'Needed until 2030.'));
    const refused = await choose(edited);
    await expect(refused.getByText(/edited\.json was changed after it was saved/)).toBeVisible();
    await refused.getByRole('button', { name: 'Cancel' }).click();
    const good = await choose(answers);
    await expect(good.getByText('Ended in May.')).toBeVisible();
    await picture(page, 'owners-answers');
    await expectAccessible(page, 'Import answers');
    await good.getByRole('button', { name: 'Import', exact: true }).click();
    await expect(toast(page, /^Answers about .* imported\./)).toBeVisible();
    const again = await choose(answers);
    await expect(again.getByText('These answers are in the case already.')).toBeVisible();
    await again.getByRole('button', { name: 'Cancel' }).click();

    const { packet } = JSON.parse(readFileSync(answers, 'utf8')) as { packet: { apps: { name: string }[] } };
    await goTo(page, 'Review');
    await gridRow(page, 'Review items', packet.apps[0]?.name ?? '')
      .first()
      .click();
    await expect(decisions(page)).toBeVisible();
    await itemOfAddress(page);
    await page.keyboard.press('o');
    const context = page.getByRole('dialog', { name: /purpose and owner/ });
    await expect(context.getByText('Ended in May.')).toBeVisible();
    await context.getByRole('button', { name: 'Take over purpose and owner' }).click();
    await expect(toast(page, /^Stated as answered: Purpose code/)).toBeVisible();
    await picture(page, 'owners-context');
    await expect(context.getByText('Room booking of the Oslo office').first()).toBeVisible();
  });
});
