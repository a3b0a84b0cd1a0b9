import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { commands } from '../../../electron/engine/cli/commands.ts';
import { KEY_HELP, KEY_USAGE } from '../../../electron/engine/cli/key-choice.ts';

const FOLDER = join(import.meta.dirname, '../../../resources/help');

/** The page as the commands make it; write it anew with `vitest -u` after a command was added or changed. */
test('the page of the commands says what the commands say', async () => {
  const parts = [...commands].map(
    ([name, { summary, usage }]) => `## ${name}\n\n${summary}\n\n\`\`\`text\n${usage}\n\`\`\``,
  );
  const page = [
    '# Commands, one by one',
    'What every command of the [command line](command-line.md) does, and how it is called. [Examples](command-examples.md) show them at work.',
    ...parts,
    `## How a key is named\n\nWhere a call says KEY:\n\n\`\`\`text\n${KEY_HELP}\n\`\`\``,
  ].join('\n\n');
  await expect(`${page}\n`).toMatchFileSnapshot(join(FOLDER, 'commands.md'));
});

test('the examples use commands and options that exist', () => {
  const text = readFileSync(join(FOLDER, 'command-examples.md'), 'utf8').replaceAll('\\\n', ' ');
  const calls = [...text.matchAll(/^\$cli ([a-z-]+)(.*)$/gm)];
  expect(calls.length).toBeGreaterThan(20);
  for (const [call, name = '', rest = ''] of calls) {
    const own = commands.get(name)?.usage ?? '';
    expect(own, call).not.toBe('');
    const usage = own.includes(KEY_USAGE) ? own + KEY_HELP : own;
    for (const [option] of rest.replace(/#.*$/, '').matchAll(/--[a-z0-9-]+/g)) expect(usage, call).toContain(option);
  }
});
