import type { TicketFormat } from '../../../shared/contract/remediation.ts';
import { formatCounted } from '../../components/format.ts';
import { errorMessage } from '../../components/State.tsx';
import { showToast } from '../../components/toast-queue.ts';
import { useEngineMutation } from '../../engine/hooks.ts';
import { callShell } from '../../engine/shell.ts';

/** Asks where to, then writes what is to be done about actions into that file. */
export function useExport(): {
  readonly isPending: boolean;
  readonly save: (format: TicketFormat, actionIds: readonly string[], name: string) => void;
} {
  const write = useEngineMutation('remediation.export');
  const complain = (error: unknown) => showToast({ tone: 'bad', text: errorMessage(error) });
  async function save(format: TicketFormat, actionIds: readonly string[], name: string) {
    const plain = name
      .replace(/[^\p{L}\p{N} ._-]/gu, '')
      .slice(0, 80)
      .trim();
    const target = await callShell('shell.pickSave', {
      purpose: format === 'csv' ? 'ticket-table' : 'tickets',
      suggestedName: `${plain === '' ? 'actions' : plain}.${format === 'csv' ? 'csv' : 'md'}`,
    });
    if (target === null) return;
    write.mutate(
      { actionIds: [...actionIds], format, saveToken: target.token },
      {
        onSuccess: ({ actions }) =>
          showToast({
            tone: 'good',
            text: `${formatCounted(actions, 'action')} exported; the digest is in the journal.`,
          }),
        onError: complain,
      },
    );
  }
  return {
    isPending: write.isPending,
    save: (format, actionIds, name) => void save(format, actionIds, name).catch(complain),
  };
}
