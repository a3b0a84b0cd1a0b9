export interface PemBlock {
  readonly label: string;
  readonly der: Uint8Array;
}

/** All blocks of a PEM text in order; anything between them is ignored. */
export function readPem(text: string): PemBlock[] {
  return [...text.matchAll(/-----BEGIN ([^-\r\n]+)-----([\s\S]*?)-----END \1-----/g)].map(
    ([, label = '', body = '']) => ({
      label,
      der: Uint8Array.from(Buffer.from(body, 'base64')),
    }),
  );
}

/** One PEM block, lines of 64 characters, ending with a line feed. */
export function writePem(label: string, der: Uint8Array): string {
  const lines =
    Buffer.from(der)
      .toString('base64')
      .match(/.{1,64}/g) ?? [];
  return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, ''].join('\n');
}
