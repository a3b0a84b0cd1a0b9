// What a page can ask for: read while its own process comes up, since none of it is needed to open one.
export { askLeave, askQuit } from './dialogs.ts';
export { setMenu } from './menu.ts';
export { createPrinter } from './printer.ts';
export { handleShell } from './shell-handlers.ts';
