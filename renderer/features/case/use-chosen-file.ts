import { useState } from 'react';
import type { ParamsInput } from '../../../shared/contract/rpc.ts';
import type { ShellContract } from '../../../shared/contract/shell.ts';
import { errorMessage } from '../../components/State.tsx';
import { callShell } from '../../engine/shell.ts';

type Purpose<M extends 'shell.pickSave' | 'shell.pickFiles'> = ParamsInput<ShellContract, M>['purpose'];

/**
 * Work that begins with a dialog of the system: asks for a place or a file and goes on with its token, unless nothing was
 * chosen. `problem` is what went wrong with that, or else with the work itself, whose error is handed in.
 */
export function useChosenFile(error: Error | null) {
  const [failure, setFailure] = useState<string | null>(null);
  async function ask(
    question: () => Promise<{ readonly token: string } | null | undefined>,
    go: (token: string) => void,
  ) {
    setFailure(null);
    try {
      const chosen = await question();
      if (chosen) go(chosen.token);
    } catch (problem) {
      setFailure(errorMessage(problem));
    }
  }
  return {
    problem: failure ?? (error === null ? null : errorMessage(error)),
    forget: () => setFailure(null),
    save: (purpose: Purpose<'shell.pickSave'>, suggestedName: string, go: (token: string) => void) =>
      void ask(() => callShell('shell.pickSave', { purpose, suggestedName }), go),
    open: (purpose: Purpose<'shell.pickFiles'>, go: (token: string) => void) =>
      void ask(async () => (await callShell('shell.pickFiles', { purpose }))[0], go),
  };
}

/** The name of a case file without its ending. */
export function stemOf(fileName: string): string {
  return fileName.replace(/\.countersign$/, '');
}
