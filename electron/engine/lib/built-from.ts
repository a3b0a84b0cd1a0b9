declare const BUILT_FROM: string | undefined;

/** SHA-256 of the sources that this program was built from; null where it runs from its sources. */
export const builtFrom: string | null = typeof BUILT_FROM === 'string' ? BUILT_FROM : null;
