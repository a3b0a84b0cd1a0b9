import { useQuery } from '@tanstack/react-query';
import { callShell } from '../engine/shell.ts';

/** Versions and how this program was built; asked for once it is wanted. */
export function useAbout(isWanted: boolean) {
  return useQuery({ queryKey: ['shell.about'], queryFn: () => callShell('shell.about', {}), enabled: isWanted });
}

/** What somebody must know who reviews with a package made with the fallback runtime. */
export const TRIAL_RUNTIME =
  'Fallback runtime: an older Electron, taken from an npm package because the official one could not be had where this was built. Good for trials. For real reviews use a package with the official runtime.';
