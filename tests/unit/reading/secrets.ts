import { createHash } from 'node:crypto';
import { randomFrom } from './files.ts';

const LETTERS = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';

/** Makes invented secrets, a new one at each call, the same in every run with the same seed. */
export function secretMaker(seed: number): readonly { readonly kind: string; readonly make: () => string }[] {
  const next = randomFrom(seed);
  const text = (length: number): string => Array.from({ length }, () => LETTERS[next(LETTERS.length)] ?? '').join('');
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  // Put together here, so that scanners of the repository do not take them for live secrets.
  return [
    { kind: 'Slack token', make: () => `${'xoxb'}-${next(1e9)}-${text(24)}` },
    { kind: 'Slack app token', make: () => `${'xapp'}-1-A0-${text(20)}` },
    { kind: 'GitHub token', make: () => `${'ghp'}_${text(36)}` },
    { kind: 'GitHub token', make: () => `${'github_pat'}_11${text(40)}` },
    {
      kind: 'JSON Web Token',
      make: () => `${part({ alg: 'RS256', kid: text(8) })}.${part({ sub: text(12), scp: 'Mail.Read' })}.${text(86)}`,
    },
    { kind: 'Salesforce session id', make: () => `${'00D'}5f0000${text(6)}!AQE${text(60)}` },
    { kind: 'Salesforce refresh token', make: () => `${'5Aep'}861${text(70)}` },
    { kind: 'Google access token', make: () => `${'ya29'}.a0${text(60)}` },
    { kind: 'Google refresh token', make: () => `${'1/'}/0${text(60)}` },
    { kind: 'Google authorization code', make: () => `${'4'}/0A${text(60)}` },
    { kind: 'Google API key', make: () => `${'AIza'}${text(35)}` },
    { kind: 'Google client secret', make: () => `${'GOCSPX'}-${text(28)}` },
    { kind: 'Microsoft Entra client secret', make: () => `${text(3)}8${'Q'}~${text(34)}` },
    { kind: 'Microsoft Entra token', make: () => `0.AX${text(20)}.${'AgAB'}A${text(120)}` },
    { kind: 'SAML assertion', make: () => `${'PHNhb'}Wxw${text(90)}` },
  ];
}

/** The mark that stands in place of a secret. */
export function markFor(secret: string): string {
  return `[secret:${createHash('sha256').update(secret).digest('hex').slice(0, 8)}]`;
}
