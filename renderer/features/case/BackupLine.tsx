import { formatCounted, formatDate } from '../../components/format.ts';
import { LinkText } from '../../components/LinkText.tsx';
import { useEngineQuery } from '../../engine/hooks.ts';

/** When the case was last backed up, and whether it changed since. */
export function BackupLine() {
  const lastBackup = useEngineQuery('case.keeping', {}).data?.lastBackup;
  if (lastBackup === undefined) return null;
  return (
    <LinkText to="/case/copies" quiet>
      {lastBackup === null
        ? 'No backup yet'
        : lastBackup.changedSince === 0
          ? `Backed up ${formatDate(lastBackup.at)}`
          : `Backed up ${formatDate(lastBackup.at)}, ${formatCounted(lastBackup.changedSince, 'act')} since`}
    </LinkText>
  );
}
