/** The version of this program as package.json states it. */
export const PROGRAM = { name: 'Countersign', version: '0.1.0' } as const;
