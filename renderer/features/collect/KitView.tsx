import type { CollectKit } from '../../../shared/contract/collect.ts';
import { Button } from '../../components/Button.tsx';
import { Facts } from '../../components/Page.tsx';
import { ErrorState, SkeletonRows } from '../../components/State.tsx';
import { TextBlocks } from '../../components/TextBlocks.tsx';
import { useEngineQuery } from '../../engine/hooks.ts';
import { copyToClipboard } from '../../components/copy-to-clipboard.ts';
import styles from './KitView.module.css';

/** One collection kit: what it gives, needs, where it ends, and its steps. */
export function KitView({ id }: { readonly id: string }) {
  const kit = useEngineQuery('collect.kit', { id });
  if (kit.isPending) return <SkeletonRows rows={10} height={20} />;
  if (kit.isError) return <ErrorState error={kit.error} onRetry={() => void kit.refetch()} />;
  return <Kit kit={kit.data} />;
}

function Kit({ kit }: { readonly kit: CollectKit }) {
  const formats = useEngineQuery('imports.formats', {}).data ?? [];
  const names = kit.gives.map((id) => formats.find((format) => format.id === id)?.label ?? id);
  return (
    <article className={styles.kit}>
      <header className={styles.header}>
        <h3 className={styles.title}>{kit.title}</h3>
        <Button size="small" icon="copy" onPress={() => void copyToClipboard(kit.text, 'The whole kit')}>
          Copy all
        </Button>
      </header>
      <Facts
        rows={[
          { label: 'Recognized as', value: <Lines lines={names} /> },
          { label: 'Needs', value: <Lines lines={kit.needs} /> },
          { label: 'Limits', value: <Lines lines={kit.caps} /> },
        ]}
      />
      <TextBlocks blocks={kit.blocks} fallbackCaption="Kit" headings={['h4', 'h5']} />
    </article>
  );
}

function Lines({ lines }: { readonly lines: readonly string[] }) {
  if (lines.length === 1) return lines[0];
  return (
    <ul className={styles.lines}>
      {lines.map((line) => (
        <li key={line}>{line}</li>
      ))}
    </ul>
  );
}
