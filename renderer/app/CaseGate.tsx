import { useEffect } from 'react';
import { Outlet, useLocation } from 'react-router';
import { Button } from '../components/Button.tsx';
import { Page } from '../components/Page.tsx';
import { EmptyState, ErrorState, PageSkeleton } from '../components/State.tsx';
import { useEngineQuery } from '../engine/hooks.ts';
import { SCREENS } from './screens.ts';
import { useCaseActions } from '../features/workspace/CaseActions.tsx';
import { rememberScreen } from '../features/workspace/last-screen.ts';

/** Lets screens through that need an open case; without one it says so and offers to open one. */
export function CaseGate() {
  const status = useEngineQuery('workspace.status', {});
  const locked = useEngineQuery('protection.state', {}).data?.locked ?? null;
  const actions = useCaseActions();
  const { isStarting } = actions;
  const screen = useLocation().pathname.split('/')[1] ?? '';
  const shown = status.data ?? null;
  const address = SCREENS.find(({ path }) => path === `/${screen}`)?.path;
  useEffect(() => {
    // The first screen is what was expected; it may be another case that has come.
    if (shown !== null && address !== undefined && !isStarting) rememberScreen(shown, address);
  }, [shown, address, isStarting]);
  // What is expected at the start is drawn, and asks, while the engine opens the case.
  if (status.isPending) return isStarting ? <Outlet /> : <PageSkeleton />;
  if (status.data === null && isStarting) return <PageSkeleton />;
  if (status.data === null && locked !== null) {
    return (
      <EmptyState
        icon="lock"
        title="The case is locked"
        actions={
          <Button variant="primary" onPress={() => actions.unlock(locked)}>
            Unlock…
          </Button>
        }
      >
        <bdi>{locked.name}</bdi> was open and is protected by a passphrase. Type it to go on where you were.
      </EmptyState>
    );
  }
  if (status.data === null) {
    return (
      <Page title={SCREENS.find(({ path }) => path === `/${screen}`)?.label ?? 'No case'}>
        <EmptyState
          icon="folder"
          title="No case is open"
          actions={
            <>
              <Button variant="primary" onPress={actions.create}>
                New case…
              </Button>
              <Button onPress={actions.open}>Open case…</Button>
              <Button onPress={actions.openSample}>Open the sample case</Button>
            </>
          }
        >
          This screen shows what is in a case. Open one, or create a case and import your exports.
        </EmptyState>
      </Page>
    );
  }
  if (status.data === undefined) {
    return <ErrorState title="The case could not be read" error={status.error} onRetry={() => void status.refetch()} />;
  }
  return <Outlet />;
}
