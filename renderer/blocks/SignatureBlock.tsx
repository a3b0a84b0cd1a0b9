import type { ReactNode } from 'react';
import type { ReportBlock } from '../../shared/contract/report-document.ts';
import { PAGE_MM, SIGNATURE_BOXES_MM, type SignatureOrder } from '../../shared/domain/signature-box.ts';
import styles from './blocks.module.css';
import { SafeText } from './SafeText.tsx';

type Signature = Extract<ReportBlock, { kind: 'signature' }>;

/**
 * The frame that a visible signature is put into after printing. It stands at a fixed place of the last page; its
 * caption is printed above it, because what lies inside the frame belongs to the signing program.
 */
export function SignatureBlock({
  block,
  order,
}: {
  readonly block: Signature | null;
  readonly order: SignatureOrder;
}): ReactNode {
  const box = SIGNATURE_BOXES_MM[order];
  return (
    <div
      className={styles.signature}
      style={{
        left: mm(box.left - PAGE_MM.left),
        top: mm(box.top - PAGE_MM.top),
        width: mm(box.width),
        height: mm(box.height),
      }}
    >
      <p className={styles.signatureCaption}>
        {order === 0 ? 'Signature' : 'Countersignature'}
        {block !== null && (
          <>
            {' · '}
            <SafeText text={block.meaning} />
          </>
        )}
      </p>
      <p className={styles.signatureName}>
        {block === null ? 'For an approver, when there is one' : <SafeText text={block.name} />}
        {block?.at != null && <> · {block.at}</>}
      </p>
      <div className={styles.signatureFrame} />
      {block?.fingerprint != null && (
        <p className={styles.signatureFingerprint}>
          Certificate SHA-256 <span className={styles.mono}>{block.fingerprint}</span>
        </p>
      )}
    </div>
  );
}

function mm(value: number): string {
  return `${value}mm`;
}
