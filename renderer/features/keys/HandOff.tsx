import { lazy, Suspense } from 'react';
import { useEngineQuery } from '../../engine/hooks.ts';

/** Read when a signature is waited for, not before the first screen. */
const HandOffDialog = lazy(async () => ({ default: (await import('./HandOffDialog.tsx')).HandOffDialog }));

/** On every screen: what is waited for while another program makes a signature. */
export function HandOff() {
  const waiting = useEngineQuery('handOff.current', {}).data ?? null;
  return <Suspense>{waiting !== null && <HandOffDialog waiting={waiting} />}</Suspense>;
}
