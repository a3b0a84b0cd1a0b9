import { app } from 'electron';

export const APP_SCHEME = 'app';
export const APP_HOST = 'countersign';

/** Address of the page's development server, only ever set by `npm run dev`; null in a build. */
export function devServer(): string | null {
  const address = process.env['ELECTRON_RENDERER_URL'];
  return app.isPackaged || address === undefined || address === '' ? null : address.replace(/\/$/, '');
}

/** Where the pages come from, without a slash at the end. */
export function appOrigin(): string {
  return devServer() ?? `${APP_SCHEME}://${APP_HOST}`;
}

/** The address of one of our pages. */
export function pageAddress(page: 'index.html' | 'print.html', query = ''): string {
  return `${appOrigin()}/${page}${query}`;
}

/** Whether an address belongs to us; a mere prefix such as `app://countersign.evil` does not. */
export function isOurs(address: string): boolean {
  return address.startsWith(`${appOrigin()}/`);
}
