import { useEffect, useEffectEvent, useState } from 'react';
import type { DiagnosticsDraft, ScreenFacts } from '../../../shared/contract/diagnostics.ts';
import { isDark, type Theme, useTheme } from '../../app/theme.ts';
import { Button } from '../../components/Button.tsx';
import { cx } from '../../components/cx.ts';
import { Dialog } from '../../components/Dialog.tsx';
import { Checkbox } from '../../components/Field.tsx';
import { formatBytes, formatCounted } from '../../components/format.ts';
import { Callout } from '../../components/Page.tsx';
import { ErrorState, errorMessage, SkeletonRows } from '../../components/State.tsx';
import { showToast } from '../../components/toast-queue.ts';
import { useEngineMutation, useEngineQuery } from '../../engine/hooks.ts';
import { callShell } from '../../engine/shell.ts';
import styles from './DiagnosticsDialog.module.css';

/** Shows what a diagnostic file would say, file by file, and saves just that. */
export function DiagnosticsDialog({ isOpen, onClose }: { readonly isOpen: boolean; readonly onClose: () => void }) {
  return (
    <Dialog isOpen={isOpen} onClose={onClose} title="Save a diagnostic file" size="wide">
      <Draft onClose={onClose} />
    </Dialog>
  );
}

function Draft({ onClose }: { readonly onClose: () => void }) {
  const hasCase = (useEngineQuery('workspace.status', {}).data ?? null) !== null;
  const [withCounts, setWithCounts] = useState(false);
  const theme = useTheme();
  const [screen] = useState(() => screenFacts(theme));
  const draft = useEngineMutation('diagnostics.draft');
  const isCounted = withCounts && hasCase;
  // Not a kept answer: the logs have grown since the last look.
  const make = useEffectEvent((counted: boolean) => draft.mutate({ screen, withCounts: counted }));
  useEffect(() => make(isCounted), [isCounted]);
  const save = useEngineMutation('diagnostics.save');

  async function saveIt(id: string) {
    try {
      const target = await callShell('shell.pickSave', {
        purpose: 'diagnostics',
        suggestedName: 'countersign-diagnostics.zip',
      });
      if (target === null) return;
      const { file } = await save.mutateAsync({ id, saveToken: target.token });
      showToast({ tone: 'good', text: `${file} is saved. Nothing was sent.` });
      onClose();
    } catch (error) {
      showToast({ tone: 'bad', text: errorMessage(error) });
    }
  }

  return (
    <div className={styles.draft}>
      <Callout title="For whoever helps you with a fault">
        Below is everything the file will hold. It is made from a list of what may be said: names, paths, addresses and
        what a case holds are not on it. Nothing is sent by the app.
      </Callout>
      <Checkbox isSelected={isCounted} isDisabled={!hasCase} onChange={setWithCounts}>
        Also say how much the open case holds, in numbers
      </Checkbox>
      {draft.isPending && <SkeletonRows rows={8} />}
      {draft.isError && (
        <ErrorState error={draft.error} onRetry={() => draft.mutate({ screen, withCounts: isCounted })} />
      )}
      {draft.data && (
        <>
          <Files draft={draft.data} />
          <footer className={styles.footer}>
            <Button onPress={onClose}>Cancel</Button>
            <Button variant="primary" isPending={save.isPending} onPress={() => void saveIt(draft.data.id)}>
              Save…
            </Button>
          </footer>
        </>
      )}
    </div>
  );
}

function Files({ draft }: { readonly draft: DiagnosticsDraft }) {
  const [chosen, setChosen] = useState<string | null>(null);
  const shown = draft.files.find(({ name }) => name === chosen) ?? draft.files[0];
  return (
    <div className={styles.files}>
      <nav className={styles.list} aria-label="Files in the diagnostic file">
        {draft.files.map(({ name, text }) => (
          <button
            key={name}
            type="button"
            className={cx(styles.file, name === shown?.name && styles.chosen)}
            aria-pressed={name === shown?.name}
            onClick={() => setChosen(name)}
          >
            <span>{name}</span>
            <span className={styles.size}>
              {formatBytes(text.length)}, {formatCounted(text.split('\n').length - 1, 'line')}
            </span>
          </button>
        ))}
      </nav>
      <pre className={styles.text} tabIndex={0} aria-label={`Text of ${shown?.name ?? 'the file'}`}>
        {shown?.text}
      </pre>
    </div>
  );
}

function screenFacts(theme: Theme): ScreenFacts {
  return {
    width: window.innerWidth,
    height: window.innerHeight,
    scale: window.devicePixelRatio,
    theme,
    isDark: isDark(theme),
    hasMoreContrast: matchMedia('(prefers-contrast: more)').matches,
    hasReducedMotion: matchMedia('(prefers-reduced-motion: reduce)').matches,
  };
}
