import type { Page } from '@playwright/test';

/**
 * Controls of the screen, or of the dialog over it, that cannot be brought into view or lie under something else; and what
 * scrolls sideways though it is no table, calendar or picture of paper.
 */
export function unreachable(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const found: string[] = [];
    const dialogs = document.querySelectorAll('[role=dialog]');
    const root = dialogs.item(dialogs.length - 1) ?? document.body;
    const controls =
      'button, a[href], input:not([type=hidden]), textarea, [role=tab], [role=radio], [role=grid], [role=option]';
    for (const control of root.querySelectorAll<HTMLElement>(controls)) {
      const isClosed = control.closest('details:not([open])') !== null && control.closest('summary') === null;
      if (isClosed || control.closest('[aria-hidden=true], [href="#content"]') !== null) continue;
      if (control.getClientRects().length === 0 || getComputedStyle(control).visibility === 'hidden') continue;
      const target = control.closest('label') ?? control;
      target.scrollIntoView({ block: 'center', inline: 'center' });
      const { x, y, width, height } = target.getBoundingClientRect();
      const name = `${control.tagName} "${(control.getAttribute('aria-label') ?? control.textContent).slice(0, 60)}"`;
      if (width < 4 || height < 4) {
        found.push(`${name} has no size`);
        continue;
      }
      const middle = [x + width / 2, y + height / 2] as const;
      const hit = document.elementFromPoint(...middle);
      if (middle[0] < 0 || middle[0] > innerWidth || middle[1] < 0 || middle[1] > innerHeight || hit === null)
        found.push(`${name} stays out of view`);
      else if (!target.contains(hit) && !hit.contains(target))
        found.push(`${name} lies under ${hit.outerHTML.slice(0, 80)}`);
    }
    for (const element of document.querySelectorAll<HTMLElement>('html, body, #root, main *')) {
      if (element.scrollTop > 0 && element.matches('html, body, #root')) found.push(`${element.tagName} scrolls`);
      const { overflowX } = getComputedStyle(element);
      if (!/auto|scroll/.test(overflowX) || element.clientWidth === 0 || element.scrollWidth <= element.clientWidth + 1)
        continue;
      const isWide =
        element.matches('[role=grid], pre, [aria-label="Preview of the report"], [aria-label^="Calendar of"]') ||
        element.querySelector(':scope > table') !== null;
      if (!isWide)
        found.push(`${element.className} scrolls sideways: ${element.clientWidth} of ${element.scrollWidth}`);
    }
    document.documentElement.scrollTop = 0;
    return found;
  });
}
