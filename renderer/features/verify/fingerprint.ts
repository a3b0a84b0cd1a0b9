/** Why a typed fingerprint cannot be one, as a sentence; null when it can, or when nothing was typed. */
export function fingerprintProblem(typed: string): string | null {
  const digits = typed.replaceAll(/[\s:]/gu, '');
  if (digits === '') return null;
  if (!/^[0-9a-f]*$/iu.test(digits)) return 'A fingerprint holds the digits 0 to 9 and the letters A to F only.';
  if (digits.length !== 64) return `A SHA-256 fingerprint has 64 digits; these are ${digits.length}.`;
  return null;
}
