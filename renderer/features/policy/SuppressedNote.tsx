import type { Finding } from '../../../shared/contract/connectors.ts';
import { Badge } from '../../components/Badge.tsx';
import { LinkText } from '../../components/LinkText.tsx';
import styles from './SuppressedNote.module.css';

/** Who set a finding aside, until when and why, with the way to where it is taken back. */
export function SuppressedNote({ suppressed }: { readonly suppressed: NonNullable<Finding['suppressed']> }) {
  const { until, by, reason } = suppressed;
  return (
    <span className={styles.suppressed}>
      <Badge icon="clock">Suppressed</Badge>
      <bdi>
        until {until} by {by}: {reason}
      </bdi>
      <LinkText to="/policy?tab=suppressions">Suppressions</LinkText>
    </span>
  );
}
