import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { projectRoot } from '../../../../electron/runtime/paths.mjs';
import { FACES } from '../../../../renderer/app/start-fonts.ts';

const FAMILIES = [
  ['inter', 'Inter'],
  ['jetbrains-mono', '"JetBrains Mono"'],
] as const;

test('the faces that the first screen waits for are the ones that are read ahead', () => {
  const html = readFileSync(join(projectRoot, 'renderer', 'index.html'), 'utf8');
  const ahead = FAMILIES.flatMap(([file, family]) =>
    [...html.matchAll(new RegExp(`/${file}-latin-(\\d+)-normal\\.woff2"`, 'g'))].map(
      ([, weight]) => `${weight} 1em ${family}`,
    ),
  );
  expect(FACES).toEqual(ahead);
  expect(html.match(/rel="preload"/g)).toHaveLength(FACES.length);
});
