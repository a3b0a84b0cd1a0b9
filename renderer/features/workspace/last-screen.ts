import type { WorkspaceStatus } from '../../../shared/contract/workspace.ts';

/** The screen that was shown last, and of which case. One only: it is for going on, not for looking back. */
const KEPT = 'countersign.screen';

type CaseFile = Pick<WorkspaceStatus, 'location' | 'fileName'>;

/** Keeps the address of the screen of a case that is shown. */
export function rememberScreen(file: CaseFile, address: string): void {
  localStorage.setItem(KEPT, `${address} ${placeOf(file)}`);
}

/** The address of the screen that was shown last, of whichever case; null when none was. */
export function lastAddress(): string | null {
  return localStorage.getItem(KEPT)?.split(' ')[0] ?? null;
}

/**
 * The address of the screen on which the case was left with whose file the program was started: main says its name in the address
 * of the page, before the engine has opened it. Null when another one was shown last.
 */
export function expectedScreen(search: string): string | null {
  const opening = new URLSearchParams(search).get('opening');
  const [address, ...place] = (localStorage.getItem(KEPT) ?? '').split(' ');
  return opening !== null && address !== undefined && place.join(' ').endsWith(`,${JSON.stringify(opening)}]`)
    ? address
    : null;
}

/** The address of the screen on which this case was left; null when another case was shown since, or none. */
export function lastScreen(file: CaseFile): string | null {
  const [address, ...place] = (localStorage.getItem(KEPT) ?? '').split(' ');
  return address !== undefined && place.join(' ') === placeOf(file) ? address : null;
}

function placeOf({ location, fileName }: CaseFile): string {
  return JSON.stringify([location, fileName]);
}
