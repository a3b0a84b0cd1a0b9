import { Button } from './Button.tsx';
import styles from './FilterChip.module.css';

/** A part of a filter that was chosen elsewhere, with a way out of it. */
export function FilterChip({ label, onRemove }: { readonly label: string; readonly onRemove: () => void }) {
  return (
    <Button size="small" icon="close" aria-label={`Remove the filter ${label}`} onPress={onRemove}>
      <bdi className={styles.text}>{label}</bdi>
    </Button>
  );
}
