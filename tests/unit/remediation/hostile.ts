/** Ids as an attacker would choose them for a script that an administrator runs. */
export const HOSTILE = [
  `plain-id.apps.googleusercontent.com`,
  `'; Remove-Item -Recurse C:\\ ; '`,
  `' ; rm -rf / ; '`,
  '$(touch /tmp/owned)',
  '`touch owned`',
  '"; shutdown',
  '\u2019; Stop-Computer; \u2018',
  '\u201b; Stop-Computer; \u201a',
  'line\nbreak\r\nwhoami',
  'right\u202eleft',
  'nul\u0000byte',
  '\\\\server\\share\\',
  '%PATH% ${HOME} $HOME !!',
  '--help',
  '日本語 ключ',
  '',
] as const;
