/** The engine refuses shorter ones too. */
export const MIN_PASSPHRASE = 12;

/** Why this passphrase cannot be used, or null. Nothing typed yet is no problem. */
export function passphraseProblem(passphrase: string): string | null {
  if (passphrase === '' || passphrase.length >= MIN_PASSPHRASE) return null;
  return `${MIN_PASSPHRASE - passphrase.length} more characters are needed.`;
}

/** Said while the second entry can no longer become equal to the first. */
export function repeatProblem(passphrase: string, repeat: string): string | null {
  return passphrase.startsWith(repeat) ? null : 'The two passphrases differ.';
}
