import { protocol } from 'electron';
import { APP_SCHEME } from './origin.ts';

/** Makes `app://` a secure, standard scheme. Must run before the app is ready. */
export function registerScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: APP_SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
  ]);
}
