import { Button } from '../../components/Button.tsx';
import { Name } from '../../components/Name.tsx';
import { Callout } from '../../components/Page.tsx';
import { changeDesk, without } from './desk.ts';
import type { FailedDraft } from './drafts.ts';

/** Files that could not be looked at, each with what is wrong. */
export function FailedFiles({
  caseKey,
  failed,
}: {
  readonly caseKey: string;
  readonly failed: readonly FailedDraft[];
}) {
  return failed.map((file) => (
    <Callout
      key={file.token}
      tone="critical"
      title={<Name>{file.fileName}</Name>}
      actions={
        <Button size="small" onPress={() => changeDesk(caseKey, (current) => without(current, [file.token]))}>
          Dismiss
        </Button>
      }
    >
      {file.error}
    </Callout>
  ));
}
