import { Button } from '../../components/Button.tsx';
import { Progress } from '../../components/Progress.tsx';
import { useCaseProgress, useEngineMutation } from '../../engine/hooks.ts';
import styles from './CaseWork.module.css';

/** What is being done with a whole case, with a way to stop it; nothing when nothing is. */
export function CaseWork() {
  const progress = useCaseProgress();
  const cancel = useEngineMutation('case.cancel');
  if (progress === null) return null;
  return (
    <div className={styles.work}>
      <Progress label={progress.label} value={progress.done} total={progress.total} />
      <Button size="small" onPress={() => cancel.mutate({})} isPending={cancel.isPending}>
        Cancel
      </Button>
    </div>
  );
}
