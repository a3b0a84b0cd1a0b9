import { EmptyState } from '../components/State.tsx';
import { ButtonLink } from '../components/LinkText.tsx';

/** An address that leads nowhere. */
export function NotFound() {
  return (
    <EmptyState title="There is no such screen" actions={<ButtonLink to="/">Go to the start</ButtonLink>}>
      The address does not lead anywhere. Nothing in your case is affected.
    </EmptyState>
  );
}
