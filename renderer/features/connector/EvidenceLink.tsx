import { useState } from 'react';
import { Button as AriaButton } from 'react-aria-components/Button';
import { EvidenceDrawer, type EvidenceReference } from './EvidenceDrawer.tsx';
import styles from './evidence.module.css';

/** A source file and line that opens the record as it stands in the source. */
export function EvidenceLink({ reference }: { readonly reference: EvidenceReference }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <AriaButton
        className={styles.link ?? ''}
        aria-label={`Open the source record: ${reference.file}, line ${reference.line}`}
        onPress={() => setOpen(true)}
      >
        <bdi className={styles.file}>{reference.file}</bdi>
        <span className={styles.line}>:{reference.line}</span>
      </AriaButton>
      <EvidenceDrawer reference={isOpen ? reference : null} onClose={() => setOpen(false)} />
    </>
  );
}
