import { app, type Session, type WebContents, type WebPreferences } from 'electron';
import { developmentPolicy } from './content-security-policy.ts';
import type { Log } from '../common/log.ts';
import { appOrigin, devServer, isOurs } from './origin.ts';

const OFF_FEATURES = [
  'AutofillServerCommunication',
  'CertificateTransparencyComponentUpdater',
  'DialMediaRouteProvider',
  'MediaRouter',
  'OptimizationHints',
  'SpareRendererForSitePerProcess',
  'Translate',
];

/**
 * Everything that must be said before the app is ready: no name is resolved, no proxy is looked for, no background
 * service speaks. As root, Chromium cannot sandbox at all; enforcing it would then kill every child.
 */
export function hardenProcess(): void {
  const { commandLine } = app;
  const server = devServer();
  const exception = server === null ? '' : `, EXCLUDE ${new URL(server).hostname}`;
  commandLine.appendSwitch('host-resolver-rules', `MAP * ~NOTFOUND${exception}`);
  commandLine.appendSwitch('no-proxy-server');
  commandLine.appendSwitch('disable-background-networking');
  commandLine.appendSwitch('disable-component-update');
  commandLine.appendSwitch('disable-domain-reliability');
  commandLine.appendSwitch('disable-sync');
  commandLine.appendSwitch('no-pings');
  commandLine.appendSwitch('force-webrtc-ip-handling-policy', 'disable_non_proxied_udp');
  addFeatures('disable-features', OFF_FEATURES);
  // Nothing is ever loaded from a network: its service need not start a process of its own.
  addFeatures('enable-features', ['NetworkServiceInProcess2']);
  if (process.platform === 'linux') drawInThisProcess();
  if (!commandLine.hasSwitch('no-sandbox')) app.enableSandbox();
}

/** Adds to a switch that is a list, and may have been given one. */
function addFeatures(name: string, features: readonly string[]): void {
  const given = app.commandLine.getSwitchValue(name);
  app.commandLine.appendSwitch(name, [given, ...features].filter(Boolean).join(','));
}

/**
 * Lists, texts and a few charts need no graphics card: without one no driver is read or tried, and no process is started for it.
 * Measured on Linux; elsewhere Chromium does as it thinks best.
 */
function drawInThisProcess(): void {
  app.commandLine.appendSwitch('disable-gpu');
  app.commandLine.appendSwitch('disable-software-rasterizer');
  app.commandLine.appendSwitch('in-process-gpu');
}

/** The preferences of every window: nothing of Node in the page, its own world, a sandbox. */
export function securePreferences(preload: string): WebPreferences {
  return {
    preload,
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
    webSecurity: true,
    webviewTag: false,
    spellcheck: false,
    safeDialogs: true,
    navigateOnDragDrop: false,
    enableWebSQL: false,
    devTools: !app.isPackaged,
  };
}

/** Puts the guards on every session and every page there is and will be. */
export function guardEverything(log: Log): void {
  app.on('session-created', (session) => guardSession(session, log));
  app.on('web-contents-created', (_event, contents) => guardContents(contents, log));
}

function guardSession(session: Session, log: Log): void {
  session.setPermissionRequestHandler((_contents, permission, decide) => {
    log.warn({ permission }, 'permission refused');
    decide(false);
  });
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
  session.setDisplayMediaRequestHandler((_request, decide) => decide({}));
  session.setSpellCheckerEnabled(false);
  session.on('will-download', (event) => {
    event.preventDefault();
    log.warn('download refused');
  });
  session.webRequest.onBeforeRequest(({ url }, decide) => {
    const cancel = !isAllowed(url);
    if (cancel) log.warn({ scheme: url.slice(0, url.indexOf(':')) }, 'request to the outside refused');
    decide({ cancel });
  });
  const server = devServer();
  if (server === null) return;
  session.webRequest.onHeadersReceived({ urls: [`${server}/*`] }, ({ responseHeaders }, decide) =>
    decide({ responseHeaders: { ...responseHeaders, 'Content-Security-Policy': [developmentPolicy(server)] } }),
  );
}

/** Our own pages and their inline images; while developing also the developer tools and the development server. */
function isAllowed(url: string): boolean {
  if (isOurs(url) || url.startsWith('data:image/')) return true;
  if (app.isPackaged) return false;
  const server = devServer();
  return url.startsWith('devtools://') || (server !== null && url.startsWith(`${server.replace(/^http/, 'ws')}/`));
}

function guardContents(contents: WebContents, log: Log): void {
  contents.setWebRTCIPHandlingPolicy('disable_non_proxied_udp');
  contents.setWindowOpenHandler(() => {
    log.warn('a new window was refused');
    return { action: 'deny' };
  });
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.on('will-navigate', (event) => stayHome(event, contents, log));
  contents.on('will-redirect', (event) => stayHome(event, contents, log));
  contents.on('will-frame-navigate', (event) => stayHome(event, contents, log));
}

/** A page may load itself again; it goes nowhere else, and no frame goes anywhere. */
function stayHome(
  event: { preventDefault(): void; readonly url: string; readonly isMainFrame: boolean },
  contents: WebContents,
  log: Log,
): void {
  const isReload = event.isMainFrame && isOurs(event.url) && withoutHash(event.url) === withoutHash(contents.getURL());
  if (isReload) return;
  log.warn({ isOurs: event.url.startsWith(appOrigin()) }, 'navigation refused');
  event.preventDefault();
}

function withoutHash(address: string): string {
  return address.replace(/#.*$/, '');
}
