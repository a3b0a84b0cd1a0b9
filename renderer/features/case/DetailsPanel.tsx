import { useState } from 'react';
import { Button } from '../../components/Button.tsx';
import { CopyText } from '../../components/CopyText.tsx';
import { formatDate, formatTime } from '../../components/format.ts';
import { Facts, Panel } from '../../components/Page.tsx';
import { SkeletonRows } from '../../components/State.tsx';
import { useEngineQuery } from '../../engine/hooks.ts';
import { CaseDialog } from './CaseDialog.tsx';
import { RecoveryNote } from './RecoveryNote.tsx';

/** What the case is called and whom it is for. */
export function DetailsPanel() {
  const status = useEngineQuery('workspace.status', {}).data ?? null;
  const [isEditing, setIsEditing] = useState(false);
  if (status === null) return <SkeletonRows rows={6} />;
  const { details, journal } = status;
  const { periodFrom, periodTo } = details;
  return (
    <>
      <RecoveryNote />
      <Panel title="Details" actions={<Button onPress={() => setIsEditing(true)}>Change details…</Button>}>
        <Facts
          rows={[
            { label: 'Name', value: <bdi>{details.name}</bdi> },
            { label: 'Client', value: stated(details.client) },
            { label: 'Engagement', value: stated(details.engagement) },
            {
              label: 'Review period',
              value:
                periodFrom === null && periodTo === null
                  ? stated('')
                  : `${formatDate(periodFrom)} to ${formatDate(periodTo)}`,
            },
            { label: 'Reviewer', value: stated(details.reviewer) },
            { label: 'Created', value: formatTime(status.createdAt) },
            {
              label: 'Journal',
              value: <CopyText text={journal.head} length={16} label="Head of the journal" />,
            },
          ]}
        />
        {isEditing && <CaseDialog details={details} onClose={() => setIsEditing(false)} />}
      </Panel>
    </>
  );
}

function stated(text: string) {
  return text === '' ? 'Not stated' : <bdi>{text}</bdi>;
}
