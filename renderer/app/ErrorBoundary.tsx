import { useRouteError } from 'react-router';
import { Button } from '../components/Button.tsx';
import { EmptyState, errorMessage } from '../components/State.tsx';

/** Shown in place of a screen that failed; the rest of the app stays usable. */
export function RouteError() {
  const error = useRouteError();
  return (
    <EmptyState
      icon="warning"
      title="This screen failed"
      actions={
        <>
          <Button variant="primary" onPress={() => window.location.reload()}>
            Reload the window
          </Button>
          <Button onPress={() => window.location.assign('#/')}>Go to the start</Button>
        </>
      }
    >
      <p>Your case is safe: decisions and imports are stored the moment they are made. Reload the window to go on.</p>
      <p>What the screen said: {errorMessage(error)}</p>
    </EmptyState>
  );
}
