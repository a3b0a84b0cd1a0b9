// What no window needs to be opened: read while the process of its page comes up.
export { askLeave, askQuit } from './dialogs.ts';
export { setMenu } from './menu.ts';
export { createPrinter } from './printer.ts';
export { handleShell } from './shell-handlers.ts';
