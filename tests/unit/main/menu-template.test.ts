import type { MenuItemConstructorOptions } from 'electron';
import { expect, test } from 'vitest';
import { menuTemplate } from '../../../electron/main/menu-template.ts';
import { MENU_COMMANDS, type MenuCommand } from '../../../shared/contract/shell.ts';

const PLATFORMS = ['darwin', 'win32', 'linux'] as const;

function template(platform: (typeof PLATFORMS)[number], sent: MenuCommand[] = []): MenuItemConstructorOptions[] {
  return menuTemplate({
    platform,
    name: 'Countersign',
    hasDeveloperTools: false,
    send: (command) => sent.push(command),
  });
}

/** The menu as lines a person can read. */
function lines(items: readonly MenuItemConstructorOptions[], depth = 0): string[] {
  return items.flatMap((item) => {
    const parts = [
      item.type === 'separator' ? '---' : (item.label ?? ''),
      item.role === undefined ? '' : `[${item.role}]`,
      item.accelerator === undefined ? '' : `(${item.accelerator})`,
      item.visible === false ? 'hidden' : '',
    ];
    const line = `${'  '.repeat(depth)}${parts.filter((part) => part !== '').join(' ')}`;
    return [line, ...(Array.isArray(item.submenu) ? lines(item.submenu, depth + 1) : [])];
  });
}

function flat(items: readonly MenuItemConstructorOptions[]): MenuItemConstructorOptions[] {
  return items.flatMap((item) => [item, ...(Array.isArray(item.submenu) ? flat(item.submenu) : [])]);
}

test.each(PLATFORMS)('the menu of %s is as that system expects it', (platform) => {
  expect(lines(template(platform)).join('\n')).toMatchSnapshot();
});

test.each(PLATFORMS)(
  'on %s each item sends its command, each command has an item, and no key is given twice',
  (platform) => {
    const sent: MenuCommand[] = [];
    const items = flat(template(platform, sent));
    for (const { click } of items) (click as (() => void) | undefined)?.(); // ours take no arguments
    // A file that is opened from outside is told the same way, and has no item.
    expect(new Set(sent)).toEqual(new Set(MENU_COMMANDS.filter((command) => command !== 'file.opened')));
    const keys = items.flatMap(({ accelerator }) => (accelerator === undefined ? [] : [accelerator]));
    expect(new Set(keys).size).toBe(keys.length);
    expect(keys).not.toContain('Ctrl+Tab');
  },
);

test.each(['win32', 'linux'] as const)(
  'on %s every menu and no two items of one menu have the same letter with Alt',
  (platform) => {
    const menus = [
      template(platform),
      ...flat(template(platform)).flatMap(({ submenu }) => (Array.isArray(submenu) ? [submenu] : [])),
    ];
    for (const menu of menus) {
      const letters = menu
        .filter(({ visible }) => visible !== false)
        .flatMap(({ label }) => /&(\w)/.exec(label ?? '')?.[1]?.toLowerCase() ?? []);
      expect(new Set(letters).size, letters.join()).toBe(letters.length);
    }
    expect(template(platform).every(({ label }) => label?.includes('&'))).toBe(true);
  },
);
