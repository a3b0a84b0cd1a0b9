import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Page } from '@playwright/test';
import { PDF } from '@libpdf/core';
import { resolveRuntime } from '../../electron/runtime/runtime.mjs';
import type { ReportDocument } from '../../shared/contract/report-document.ts';
import type { ShellBridge, ShellReply } from '../../shared/contract/shell.ts';
import { askEngine } from './engine-port.ts';
import { expect, launchApp, test } from './fixtures.ts';

const projectRoot = resolve(import.meta.dirname, '../..');

test('files chosen in dialogs reach the page as tokens, never as paths', async ({ folder }) => {
  const answers = join(folder, 'answers.json');
  const exported = join(folder, 'grants.csv');
  writeFileSync(exported, 'a,b\n1,2\n');
  writeFileSync(
    answers,
    JSON.stringify({ 'open:exports': [[exported, exported]], 'save:case': [join(folder, 'new.countersign'), false] }),
  );
  const app = await launchApp({ dataFolder: join(folder, 'data'), env: { COUNTERSIGN_TEST_DIALOGS: answers } });
  const page = await app.firstWindow();
  const picked = await callShell(page, 'shell.pickFiles', { purpose: 'exports' });
  expect(picked).toEqual({
    ok: true,
    result: [1, 2].map(() => ({ token: expect.stringMatching(/^[0-9a-f-]{36}$/), name: 'grants.csv', bytes: 8 })),
  });
  expect(JSON.stringify(picked)).not.toContain(folder);
  expect(await callShell(page, 'shell.pickFiles', { purpose: 'exports' })).toEqual({ ok: true, result: [] });
  const save = { purpose: 'case', suggestedName: 'new' };
  expect(await callShell(page, 'shell.pickSave', save)).toMatchObject({
    ok: true,
    result: { name: 'new.countersign', bytes: 0 },
  });
  expect(await callShell(page, 'shell.pickSave', save)).toEqual({ ok: true, result: null });
  await app.close();
});

test('a dropped file gets a token that the engine knows, also after a restart of the engine', async ({
  app,
  page,
  folder,
}) => {
  const file = join(folder, 'grants.csv');
  writeFileSync(file, 'appId,displayName\n1,One\n');
  const token = await dropFile(page, file);
  const inspect = () => askEngine(page, 'imports.inspect', { tokens: [token] });
  expect(await inspect()).toMatchObject({ ok: true, result: [{ fileName: 'grants.csv', bytes: 24 }] });
  const pid = await app.evaluate(
    ({ app }) => app.getAppMetrics().find(({ name }) => name === 'Countersign engine')?.pid,
  );
  process.kill(pid ?? 0, 'SIGKILL');
  await expect.poll(inspect).toMatchObject({ ok: true, result: [{ fileName: 'grants.csv' }] });
});

test('menu items reach the page as commands', async ({ app, page }) => {
  await page.evaluate(() => {
    const commands: string[] = [];
    const { shell } = window as unknown as { shell: ShellBridge }; // as preload exposes it
    const stop = shell.onMenu((command) => {
      commands.push(command);
      stop();
    });
    Object.assign(window, { commands });
  });
  for (const id of ['theme.dark', 'theme.light']) {
    await app.evaluate(({ Menu }, id) => Menu.getApplicationMenu()?.getMenuItemById(id)?.click(), id);
  }
  const commands = () => page.evaluate(() => (window as unknown as { commands: string[] }).commands); // set just above
  await expect.poll(commands).toEqual(['theme.dark']);
});

test('a second start on the same data hands over to the first and ends', async ({ folder, app, page }) => {
  const runtime = resolveRuntime();
  const second = spawn(runtime.electronPath, [...runtime.args, projectRoot], {
    env: { ...process.env, ...runtime.env, COUNTERSIGN_DATA: join(folder, 'data') },
    stdio: 'ignore',
  });
  expect(await new Promise((done) => second.once('exit', done))).toBe(0);
  expect(await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);
  expect(page.isClosed()).toBe(false);
});

test('the window comes back where it was', async ({ folder }) => {
  const dataFolder = join(folder, 'data');
  const bounds = { x: 40, y: 50, width: 1010, height: 660 };
  const first = await launchApp({ dataFolder });
  await first.firstWindow();
  await first.evaluate(({ BrowserWindow }, bounds) => BrowserWindow.getAllWindows()[0]?.setBounds(bounds), bounds);
  await first.close();
  const second = await launchApp({ dataFolder });
  await second.firstWindow();
  expect(await second.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getNormalBounds())).toEqual(
    bounds,
  );
  await second.close();
  writeFileSync(
    join(dataFolder, 'window.json'),
    '{"x": 99999, "y": 99999, "width": 1010, "height": 660, "isMaximized": false}',
  );
  const third = await launchApp({ dataFolder });
  await third.firstWindow();
  const x = await third.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getBounds().x);
  expect(x).toBeLessThan(5000);
  await third.close();
});

test('the place of the window outlives a program that is killed', async ({ folder }) => {
  const dataFolder = join(folder, 'data');
  const bounds = { x: 60, y: 70, width: 900, height: 640 };
  const first = await launchApp({ dataFolder });
  await first.firstWindow();
  await first.evaluate(({ BrowserWindow }, bounds) => BrowserWindow.getAllWindows()[0]?.setBounds(bounds), bounds);
  const written = () => {
    const file = join(dataFolder, 'window.json');
    return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as unknown) : null;
  };
  await expect.poll(written).toMatchObject(bounds);
  const ended = new Promise((done) => first.process().once('exit', done));
  first.process().kill('SIGKILL');
  await ended;
  const second = await launchApp({ dataFolder });
  await second.firstWindow();
  const place = await second.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getNormalBounds());
  expect(place).toEqual(bounds);
  await second.close();
});

test.describe('printing without a window', () => {
  const report: ReportDocument = {
    title: 'Review of <b>connected</b> apps',
    subtitle: 'Contoso',
    language: 'en',
    reportId: 'R-1',
    isDraft: true,
    createdAt: '2026-11-01T00:00:00Z',
    templateLabel: 'Full report',
    partial: null,
    cover: [],
    conclusion: {
      class: 'none',
      label: 'No conclusion',
      reasons: ['Nothing is decided yet.'],
      computed: 'none',
    },
    sections: [1, 2, 3].map((number) => ({
      id: `section-${number}`,
      number: String(number),
      title: `Part ${number}`,
      pageBreak: true,
      blocks: [{ kind: 'text', text: `Text of part ${number}.`, tone: 'normal' }],
    })),
  };

  function run(folder: string, request: unknown): Promise<{ code: number | null; stderr: string }> {
    mkdirSync(folder, { recursive: true });
    const requestFile = join(folder, 'request.json');
    writeFileSync(requestFile, JSON.stringify(request));
    const runtime = resolveRuntime();
    const { DISPLAY: _display, ...environment } = process.env;
    const platform = process.platform === 'linux' ? ['--ozone-platform=headless', '--disable-gpu'] : [];
    const child = spawn(
      runtime.electronPath,
      [...runtime.args, ...platform, projectRoot, `--headless-print=${requestFile}`],
      {
        env: { ...environment, ...runtime.env },
        stdio: ['ignore', 'ignore', 'pipe'],
      },
    );
    let stderr = '';
    child.stderr.on('data', (text) => (stderr += String(text)));
    return new Promise((done) => child.once('exit', (code) => done({ code, stderr })));
  }

  test('makes a tagged PDF with an outline, without a display', async ({ folder }) => {
    const documentFile = join(folder, 'document.json');
    const pdfFile = join(folder, 'report.pdf');
    writeFileSync(documentFile, JSON.stringify(report));
    expect(await run(folder, { documentFile, pdfFile })).toMatchObject({ code: 0 });
    const bytes = readFileSync(pdfFile);
    const text = bytes.toString('latin1');
    expect(text).toMatch(/\/MarkInfo <<\/Type \/MarkInfo\s*\/Marked true>>|\/Marked true/);
    expect(text).toContain('/Outlines');
    expect((await PDF.load(bytes)).getPageCount()).toBeGreaterThanOrEqual(3);
  });

  test('says what is wrong with its request and fails', async ({ folder }) => {
    const documentFile = join(folder, 'document.json');
    writeFileSync(documentFile, JSON.stringify({ ...report, sections: 'none' }));
    const { code, stderr } = await run(folder, { documentFile, pdfFile: join(folder, 'report.pdf') });
    expect(code).toBe(1);
    expect(stderr).toContain('sections');
  });
});

/** Gives the page a real file, as a drop would: with a path that only preload can see. */
async function dropFile(page: Page, path: string): Promise<string> {
  await page.evaluate(() => {
    const input = document.createElement('input');
    input.type = 'file';
    input.id = 'dropped';
    document.body.append(input);
  });
  await page.locator('#dropped').setInputFiles(path);
  return page.evaluate(async () => {
    const input = document.querySelector<HTMLInputElement>('#dropped');
    const { shell } = window as unknown as { shell: ShellBridge }; // as preload exposes it
    const reply = (await shell.tokensForDrop([...(input?.files ?? [])])) as { result: { token: string }[] }; // main's answer
    return reply.result[0]?.token ?? 'no token';
  });
}

function callShell(page: Page, method: string, params: unknown): Promise<ShellReply> {
  return page.evaluate(
    ([method, params]) =>
      (window as unknown as { shell: ShellBridge }).shell.call(method, params) as Promise<ShellReply>,
    [method, params] as const,
  );
}
