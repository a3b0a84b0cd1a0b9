import { useState } from 'react';
import { errorMessage } from '../../components/State.tsx';
import { callShell } from '../../engine/shell.ts';

/** Asks where a packet goes and writes it; keeps what went wrong for the dialog. */
export function usePacketSaving(
  suggestedName: string,
  write: (saveToken: string) => Promise<void>,
): { readonly problem: string | null; readonly isSaving: boolean; readonly save: () => Promise<void> } {
  const [problem, setProblem] = useState<string | null>(null);
  const [isSaving, setSaving] = useState(false);
  async function save() {
    setProblem(null);
    try {
      const target = await callShell('shell.pickSave', { purpose: 'packet', suggestedName });
      if (target === null) return;
      setSaving(true);
      await write(target.token);
    } catch (error) {
      setProblem(errorMessage(error));
    } finally {
      setSaving(false);
    }
  }
  return { problem, isSaving, save };
}
