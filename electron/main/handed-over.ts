import { z } from 'zod';

const message = z.object({ files: z.array(z.string()).max(100) });

/** The files that a later start of the program hands over; none when that is not what it sends. */
export function handedOver(data: unknown): readonly string[] {
  return message.safeParse(data).data?.files.map(decoded) ?? [];
}

/** Empty when it is not encoded as it should be; then there is no such file. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return '';
  }
}
