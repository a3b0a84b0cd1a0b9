import type { Page } from '@playwright/test';
import { z } from 'zod';
import { expect } from '../pages/expect.ts';

const value = z.object({ value: z.unknown().optional() }).optional();
const tree = z.object({
  nodes: z.array(
    z.object({
      ignored: z.boolean(),
      role: value,
      name: value,
      backendDOMNodeId: z.int().optional(),
    }),
  ),
});

/** What has to say what it is, in the words of Chromium's accessibility tree. */
const NAMED = new Set([
  'button',
  'link',
  'textbox',
  'searchbox',
  'combobox',
  'checkbox',
  'radio',
  'radiogroup',
  'tab',
  'tablist',
  'grid',
  'table',
  'dialog',
  'alertdialog',
  'image',
  'progressbar',
  'listbox',
  'option',
  'spinbutton',
  'heading',
  'region',
  'navigation',
]);

/**
 * What a screen reader is told of the screen: one main part and one first heading that the window's title repeats, no heading
 * level left out, a name on everything that is operated or gone to, and lists of fields whose problems are tied to them.
 */
export async function expectReadable(page: Page, what: string): Promise<void> {
  const outline = await page.evaluate(() => {
    const seen = (element: Element) => element.closest('[aria-hidden=true], article[lang]') === null;
    const levels = (root: ParentNode) =>
      [...root.querySelectorAll('h1, h2, h3, h4')].filter(seen).map((heading) => Number(heading.tagName.slice(1)));
    const dialogs = document.querySelectorAll('[role=dialog]');
    return {
      mains: document.querySelectorAll('main').length,
      screen: levels(document.querySelector('main') ?? document),
      dialogs: [...dialogs].map(levels),
      first: document.querySelector('main h1')?.textContent ?? '',
      title: document.title,
      loose: [...document.querySelectorAll('[aria-invalid=true]')].filter((field) => {
        const described = (field.getAttribute('aria-describedby') ?? '').split(' ');
        return !described.some((id) => (document.getElementById(id)?.textContent ?? '') !== '');
      }).length,
    };
  });
  expect.soft(outline.mains, `${what}: main parts`).toBe(1);
  expect.soft(outline.screen.filter((level) => level === 1).length, `${what}: first headings`).toBe(1);
  expect.soft(outline.title, `${what}: title of the window`).toBe(`${outline.first} – Countersign`);
  for (const levels of [outline.screen, ...outline.dialogs]) {
    const skipped = levels.filter((level, index) => level - (levels[index - 1] ?? (levels[0] === 2 ? 1 : 0)) > 1);
    expect.soft(skipped, `${what}: levels of headings ${levels.join(' ')}`).toEqual([]);
  }
  expect.soft(outline.loose, `${what}: problems that are not tied to their field`).toBe(0);
  const session = await page.context().newCDPSession(page);
  const { nodes } = tree.parse(await session.send('Accessibility.getFullAXTree'));
  await session.detach();
  const nameless = nodes
    .filter(
      ({ ignored, role, name }) =>
        !ignored && NAMED.has(String(role?.value)) && (typeof name?.value !== 'string' || name.value.trim() === ''),
    )
    .map(({ role, backendDOMNodeId }) => `${String(role?.value)}, node ${backendDOMNodeId ?? 'unknown'}`);
  expect.soft(nameless, `${what}: without a name`).toEqual([]);
}
