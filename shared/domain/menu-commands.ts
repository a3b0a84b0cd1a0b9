/** The closed list of what main tells the page: its menu was used, or a file was opened from outside. */
export const MENU_COMMANDS = [
  'case.new',
  'case.open',
  'case.sample',
  'case.close',
  'case.lock',
  'bundle.verify',
  'file.opened',
  'theme.system',
  'theme.light',
  'theme.dark',
  'theme.contrast',
  'zoom.in',
  'zoom.out',
  'zoom.reset',
  'app.settings',
  'help.contents',
  'help.keys',
  'help.diagnostics',
  'help.about',
] as const;
export type MenuCommand = (typeof MENU_COMMANDS)[number];
