import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, chownSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { missingPrograms } from '../e2e/helpers/bundle.ts';
import { createKey, sign } from '../e2e/pages/report.ts';
import { decideByKeys, decidedCount, startReview } from '../e2e/pages/review.ts';
import { goTo, gridRows, openSampleCase } from '../e2e/pages/shell.ts';
import { verifyBundle } from '../e2e/pages/verify.ts';
import { type Installed, type RunningApp, startInstalled } from './helpers/installed-app.ts';
import { nativeDialogs } from './helpers/native-dialogs.ts';
import { debFile, infoOf, tarFile } from './helpers/dist.ts';

/** A folder with a Debian system in which the package is installed already; by default it is installed into an empty folder. */
const system = process.env['COUNTERSIGN_SYSTEM'];
const isUserZero = process.getuid?.() === 0;
/** Not the root of a user namespace, who is nobody outside it and can be nobody else inside. */
const isRoot = isUserZero && readFileSync('/proc/self/uid_map', 'utf8').trim().split(/\s+/)[1] === '0';
const NOBODY = 65534;
const lacking = missingPrograms(['xdotool', 'setpriv']);
const PASSPHRASE = 'lantern orchid gravel seventeen';

test.describe.serial('from the package to a verified bundle, without a network', () => {
  test.skip(lacking.length > 0, `not installed here: ${lacking.join(', ')}`);
  let place = '';
  let home = '';
  let installed: Installed;
  let running: RunningApp | undefined;

  test.beforeAll(() => {
    place = mkdtempSync(join(system === undefined ? tmpdir() : join(system, 'tmp'), 'countersign-package-'));
    chmodSync(place, 0o755);
    home = join(place, 'home');
    mkdirSync(home);
    if (isRoot) chownSync(home, NOBODY, NOBODY);
  });
  test.afterAll(() => {
    running?.kill();
    rmSync(place, { recursive: true, force: true, maxRetries: 5 });
  });

  test('there is no network but loopback here', () => {
    const names = readFileSync('/proc/net/dev', 'utf8')
      .split('\n')
      .slice(2)
      .map((line) => line.split(':')[0]?.trim());
    test.skip(names.filter(Boolean).join() !== 'lo', 'not in a network namespace of its own');
  });

  test('it is installed', () => {
    installed = install();
    expect(existsSync(join(system ?? place, 'usr/bin/countersign')) || existsSync(join(place, 'countersign'))).toBe(
      true,
    );
  });

  test('a case is reviewed, signed and verified', async () => {
    test.setTimeout(300_000);
    const app = await start();
    const { page } = app;
    const dialogs = nativeDialogs();
    await openSampleCase(page);
    await goTo(page, 'Inventory');
    expect(await gridRows(page, 'Connectors').count()).toBeGreaterThan(10);
    await goTo(page, 'Review');
    await startReview(page);
    await decideByKeys(page, { decision: 'revoke', reason: 'No owner, and nobody can say what it is for.' });
    expect(await decidedCount(page)).toBeGreaterThan(0);
    await goTo(page, 'Report');
    const key = {
      path: seen('signer.key.pem'),
      name: 'Ida Marlowe',
      organization: 'Marlowe Assurance',
      email: 'ida@marlowe.example',
      passphrase: PASSPHRASE,
    };
    await createKey(page, dialogs, key);
    await sign(page, dialogs, seen('bundle.zip'), PASSPHRASE);
    expect(readFileSync(join(home, 'bundle.zip')).subarray(0, 2).toString()).toBe('PK');
    await goTo(page, 'Verify a bundle');
    await expect(await verifyBundle(page, dialogs, seen('bundle.zip'))).toHaveText('The bundle is intact');
    await expectAbout(page);
    expect(await app.close()).toBe(0);
    expect(app.said()).not.toMatch(/ERR_|getaddrinfo|ENOTFOUND/);
  });

  test('after a new start the case and the decision are there', async () => {
    const app = await start();
    await app.page
      .getByRole('button', { name: /^Open Tarnbrook/ })
      .first()
      .click();
    await goTo(app.page, 'Review');
    expect(await decidedCount(app.page)).toBeGreaterThan(0);
    expect(await app.close()).toBe(0);
  });

  test('removing and purging leaves cases, keys and settings alone', () => {
    const before = digests(home);
    expect(Object.keys(before).some((path) => path.endsWith('.countersign'))).toBe(true);
    remove();
    expect(existsSync(join(system ?? place, 'usr/lib/countersign'))).toBe(false);
    expect(digests(home)).toEqual(before);
  });

  async function start(): Promise<RunningApp> {
    running = await startInstalled(installed);
    return running;
  }

  /** A path of the home folder as the app sees it. */
  function seen(name: string): string {
    const path = join(home, name);
    return system === undefined ? path : path.slice(system.length);
  }

  /** As root with dpkg, run as somebody without rights, so that Chromium's sandbox is at work; else from the archive. */
  function install(): Installed {
    const env = { HOME: seen(''), DISPLAY: process.env['DISPLAY'] ?? '', PATH: '/usr/bin:/bin', LANG: 'C.UTF-8' };
    const asNobody = ['setpriv', `--reuid=${NOBODY}`, `--regid=${NOBODY}`, '--clear-groups'];
    if (system !== undefined) return { command: ['/usr/sbin/chroot', system, ...asNobody, 'countersign'], env };
    if (isRoot) {
      dpkg('-i', debFile());
      return { command: [...asNobody, join(place, 'usr/bin/countersign')], env };
    }
    execFileSync('tar', ['-xzf', tarFile(), '-C', place, '--strip-components=1']);
    return { command: [join(place, 'countersign'), ...(isUserZero ? ['--no-sandbox'] : [])], env };
  }

  function remove(): void {
    if (system !== undefined) execFileSync('chroot', [system, 'dpkg', '--purge', 'countersign']);
    else if (isRoot) dpkg('--purge', 'countersign');
    else rmSync(join(place, 'countersign'));
  }

  function dpkg(...args: readonly string[]): void {
    mkdirSync(join(place, 'var/lib/dpkg/info'), { recursive: true });
    mkdirSync(join(place, 'var/lib/dpkg/updates'), { recursive: true });
    execFileSync('touch', [join(place, 'var/lib/dpkg/status'), join(place, 'var/lib/dpkg/available')]);
    execFileSync('dpkg', [`--root=${place}`, '--force-depends', ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  }
});

/** About says how the package was made, and names the fallback. */
async function expectAbout(page: Page): Promise<void> {
  const { version, commit, runtime } = infoOf();
  await page.getByRole('button', { name: 'About Countersign' }).click();
  const dialog = page.getByRole('dialog', { name: 'About Countersign' });
  await expect(dialog).toContainText(version);
  await expect(dialog).toContainText(commit === null ? 'sources without a commit' : commit.slice(0, 12));
  await expect(dialog.getByText(/^Fallback runtime/)).toHaveCount(runtime.origin === 'registry' ? 1 : 0);
  await page.keyboard.press('Escape');
}

/** The SHA-256 of every file in a folder. */
function digests(folder: string): Record<string, string> {
  const files = readdirSync(folder, { withFileTypes: true, recursive: true }).filter((entry) => entry.isFile());
  return Object.fromEntries(
    files.map((entry) => {
      const path = join(entry.parentPath, entry.name);
      return [path, createHash('sha256').update(readFileSync(path)).digest('hex')];
    }),
  );
}
