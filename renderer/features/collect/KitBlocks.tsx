import type { CollectBlock, PlainBlock, Span } from '../../../shared/contract/collect.ts';
import { DataTable } from '../../components/DataTable.tsx';
import { Icon } from '../../components/Icon.tsx';
import { CodeBlock } from './CodeBlock.tsx';
import styles from './KitBlocks.module.css';

/** The blocks of a kit, under each other. */
export function KitBlocks({ blocks }: { readonly blocks: readonly CollectBlock[] }) {
  return (
    <div className={styles.blocks}>
      {blocks.map((block, index) => {
        const caption = headingAbove(blocks, index);
        if (block.kind === 'list') return <List key={index} block={block} caption={caption} />;
        return <Plain key={index} block={block} caption={caption} />;
      })}
    </div>
  );
}

function List({
  block,
  caption,
}: {
  readonly block: Extract<CollectBlock, { kind: 'list' }>;
  readonly caption: string;
}) {
  const items = block.items.map((item, index) => (
    <li key={index}>
      <div className={styles.item}>
        {item.map((inner, position) => (
          <Plain key={position} block={inner} caption={`${caption}, ${index + 1}`} />
        ))}
      </div>
    </li>
  ));
  return block.isOrdered ? <ol className={styles.steps}>{items}</ol> : <ul className={styles.bullets}>{items}</ul>;
}

/** `caption`: what code and tables are called for people who cannot see where they stand. */
function Plain({ block, caption }: { readonly block: PlainBlock; readonly caption: string }) {
  switch (block.kind) {
    case 'heading':
      return block.level === 2 ? (
        <h4 className={styles.heading}>
          <Line spans={block.text} />
        </h4>
      ) : (
        <h5 className={styles.subheading}>
          <Line spans={block.text} />
        </h5>
      );
    case 'paragraph':
      return (
        <p>
          <Line spans={block.text} />
        </p>
      );
    case 'code':
      return <CodeBlock language={block.language} text={block.text} caption={caption} />;
    case 'table':
      return (
        <div className={styles.table}>
          <DataTable
            caption={caption}
            columns={block.columns.map((column, index) => ({
              id: String(index),
              title: <Line spans={column} />,
              cell: (row: readonly Span[][]) => <Line spans={row[index] ?? []} />,
            }))}
            rows={block.rows}
            rowKey={(_, index) => index}
            empty="The table is empty."
            wrap
          />
        </div>
      );
    case 'note':
      return (
        <div className={styles.note} role="note">
          <Icon name="warning" className={styles.noteIcon} />
          <div className={styles.item}>
            {block.paragraphs.map((text, index) => (
              <p key={index}>
                <Line spans={text} />
              </p>
            ))}
          </div>
        </div>
      );
  }
}

function Line({ spans }: { readonly spans: readonly Span[] }) {
  return spans.map((span, index) => {
    if (span.style === 'code')
      return (
        <code key={index} className={styles.code}>
          {span.text}
        </code>
      );
    if (span.style === 'strong') return <strong key={index}>{span.text}</strong>;
    return span.text;
  });
}

function headingAbove(blocks: readonly CollectBlock[], index: number): string {
  const above = blocks.slice(0, index).findLast((block) => block.kind === 'heading');
  return above?.kind === 'heading' ? above.text.map((span) => span.text).join('') : 'Kit';
}
