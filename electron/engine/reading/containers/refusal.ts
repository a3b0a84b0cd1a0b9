/**
 * Why an entry, or a whole archive, was not taken. The message is the rest of a sentence that begins with its name:
 * `is encrypted. Unpack it…`. Never leaves this folder: it becomes a problem of the expansion.
 */
export class Refusal extends Error {
  /** True when nothing more may be taken from the archive either. */
  readonly isFinal: boolean;
  constructor(message: string, options: { readonly isFinal?: boolean } = {}) {
    super(message);
    this.name = 'Refusal';
    this.isFinal = options.isFinal ?? false;
  }
}

export function damaged(how: string): Refusal {
  return new Refusal(`is damaged: ${how}. It was left out. Download or export it again.`);
}

export function cutOff(): Refusal {
  return new Refusal('is cut off: the archive ends before it does. It was left out. Download or export it again.');
}

/** `left` says what was not taken of it. */
export function tooMany(limit: number, left = 'Nothing of it was taken.'): Refusal {
  return new Refusal(
    `brings the number of files and folders above the limit of ${limit.toLocaleString('en-US')}. ${left} Import it in several parts.`,
  );
}
