import type { Locator, Page } from '@playwright/test';
import { z } from 'zod';
import type { PreparedDialogs } from '../helpers/dialogs.ts';
import { askEngine } from '../engine-port.ts';
import { expect } from './expect.ts';
import { goTo } from './shell.ts';

/** The grid of the queue. */
export function queue(page: Page): Locator {
  return page.getByRole('grid', { name: 'Review items' });
}

/** A row of the queue by the name of its app. */
export function queueRow(page: Page, name: string): Locator {
  return queue(page)
    .getByRole('row')
    .filter({ has: page.getByText(name, { exact: true }) });
}

/** Opens a case that lies on the disk and shows its queue. */
export async function openQueue(page: Page, dialogs: PreparedDialogs, workspace: string): Promise<void> {
  dialogs.answer('open:case', [workspace]);
  await page.getByRole('button', { name: 'Open case…' }).first().click();
  await goTo(page, 'Review');
  await expect(queue(page)).toBeVisible();
}

/** What the engine answers to a script of the page. Throws with its words when it refuses. */
export async function ask(page: Page, method: string, params: unknown): Promise<unknown> {
  const reply = z
    .looseObject({ result: z.unknown().optional(), error: z.unknown().optional() })
    .parse(await askEngine(page, method, params));
  if (reply.error !== undefined) throw new Error(JSON.stringify(reply.error));
  return reply.result;
}

const rows = z.object({ rows: z.array(z.object({ itemId: z.string(), connectorId: z.string(), name: z.string() })) });

/** Items of the queue in its order. */
export async function itemsOf(page: Page): Promise<z.output<typeof rows>['rows']> {
  const answer = await ask(page, 'review.queue', { filter: { state: 'all' }, offset: 0, limit: 500 });
  return rows.parse(answer).rows;
}
