import type { PickedFile } from '../../../shared/contract/shell.ts';
import type { CheckedBundle } from '../../../shared/contract/report.ts';
import { Button } from '../../components/Button.tsx';
import { formatTime } from '../../components/format.ts';
import { Callout } from '../../components/Page.tsx';
import { Name } from '../../components/Name.tsx';
import { ApprovePanel } from './ApprovePanel.tsx';
import { ReperformPanel } from './ReperformPanel.tsx';
import { StampPanel } from './StampPanel.tsx';
import { useStaleBasis } from './use-basis.ts';
import { VerifyResult } from './VerifyResult.tsx';

/** The result of a check with what can be done next; once anything it rests on has changed, only that it no longer holds. */
export function CheckedResult({
  bundle,
  report,
  isIdentityChecked,
  changedQuestion,
  onCheck,
  onJudgeAuthority,
  onRequested,
}: {
  readonly bundle: PickedFile;
  readonly report: CheckedBundle;
  readonly isIdentityChecked: boolean;
  /** What was asked otherwise since, as a sentence. */
  readonly changedQuestion: string | null;
  /** Null while the question cannot be asked. */
  readonly onCheck: (() => void) | null;
  readonly onJudgeAuthority: () => void;
  readonly onRequested: () => void;
}) {
  const staleBasis = useStaleBasis(bundle.token, report);
  const stale = staleBasis ?? changedQuestion;
  if (stale !== null)
    return (
      <Callout
        tone="medium"
        title="The result no longer holds"
        actions={
          <Button variant="primary" onPress={onCheck ?? undefined} isDisabled={onCheck === null}>
            Check again
          </Button>
        }
      >
        {stale} <Name mono>{report.file}</Name> was checked on {formatTime(report.checkedAt)}.
      </Callout>
    );
  return (
    <>
      <VerifyResult report={report} isIdentityChecked={isIdentityChecked} onJudgeAuthority={onJudgeAuthority} />
      {report.ok && report.signers.length === 1 && <ApprovePanel key={bundle.token} bundle={bundle} />}
      {report.ok && <ReperformPanel key={`again ${bundle.token}`} bundle={bundle} />}
      {report.ok && <StampPanel key={`stamp ${bundle.token}`} bundle={bundle} onRequested={onRequested} />}
    </>
  );
}
