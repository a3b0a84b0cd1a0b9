/** A message of a page, as far as its outer form can be trusted. */
export type Incoming =
  | { readonly kind: 'request'; readonly id: number; readonly method: string; readonly params: unknown }
  | { readonly kind: 'cancel'; readonly id: number };

/** Reads the outer form of a message; null when it is neither a request nor a cancellation. */
export function parseMessage(message: unknown): Incoming | null {
  if (typeof message !== 'object' || message === null) return null;
  if ('cancel' in message) {
    return Number.isSafeInteger(message.cancel) ? { kind: 'cancel', id: Number(message.cancel) } : null;
  }
  if (!('id' in message) || !Number.isSafeInteger(message.id)) return null;
  if (!('method' in message) || typeof message.method !== 'string') return null;
  return {
    kind: 'request',
    id: Number(message.id),
    method: message.method,
    params: 'params' in message ? message.params : undefined,
  };
}
