import { createContext, useContext } from 'react';
import { plainText, type PlainBlock, type Span, type TextBlock } from '../../shared/contract/text-blocks.ts';
import { CodeBlock } from './CodeBlock.tsx';
import { DataTable } from './DataTable.tsx';
import { Icon } from './Icon.tsx';
import { Kbd } from './Kbd.tsx';
import styles from './TextBlocks.module.css';

interface TextBlocksProps {
  readonly blocks: readonly TextBlock[];
  /** What code and tables above the first heading are called. */
  readonly fallbackCaption: string;
  /** What the two levels of headings are on the screen around them. */
  readonly headings: readonly ['h3', 'h4'] | readonly ['h4', 'h5'];
  /** Goes where a link of the text leads; texts without links need none. */
  readonly onLink?: (to: string) => void;
}

const Surroundings = createContext<Pick<TextBlocksProps, 'headings' | 'onLink'>>({ headings: ['h4', 'h5'] });

/** The blocks of a text, under each other. Headings can be scrolled to by `headingId`. */
export function TextBlocks({ blocks, fallbackCaption, headings, onLink }: TextBlocksProps) {
  return (
    <Surroundings value={{ headings, ...(onLink === undefined ? {} : { onLink }) }}>
      <div className={styles.blocks}>
        {blocks.map((block, index) => {
          const caption = headingAbove(blocks, index) ?? fallbackCaption;
          if (block.kind === 'list') return <List key={index} block={block} caption={caption} />;
          return <Plain key={index} block={block} caption={caption} />;
        })}
      </div>
    </Surroundings>
  );
}

/** The id of a heading's element; with a prefix, since a heading may be called like anything else of the page. */
export function headingId(id: string): string {
  return `text-${id}`;
}

function List({ block, caption }: { readonly block: Extract<TextBlock, { kind: 'list' }>; readonly caption: string }) {
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
      return <Heading block={block} />;
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

function Heading({ block }: { readonly block: Extract<PlainBlock, { kind: 'heading' }> }) {
  const { headings } = useContext(Surroundings);
  const Element = headings[block.level - 2] ?? 'h5';
  return (
    <Element className={block.level === 2 ? styles.heading : styles.subheading} id={headingId(block.id)} tabIndex={-1}>
      <Line spans={block.text} />
    </Element>
  );
}

function Line({ spans }: { readonly spans: readonly Span[] }) {
  return spans.map((span, index) => <Run key={index} span={span} />);
}

function Run({ span }: { readonly span: Span }) {
  const { onLink } = useContext(Surroundings);
  switch (span.style) {
    case 'plain':
      return span.text;
    case 'strong':
      return <strong>{span.text}</strong>;
    case 'em':
      return <em>{span.text}</em>;
    case 'code':
      return <code className={styles.code}>{span.text}</code>;
    case 'key':
      return (
        <>
          <Kbd keys={span.text} />
          <span className="visually-hidden">{span.text}</span>
        </>
      );
    case 'link':
      return (
        <a
          className={styles.link}
          href={`#/help/${span.to}`}
          onClick={(event) => {
            event.preventDefault();
            onLink?.(span.to);
          }}
        >
          {span.text}
        </a>
      );
  }
}

function headingAbove(blocks: readonly TextBlock[], index: number): string | undefined {
  const above = blocks.slice(0, index).findLast((block) => block.kind === 'heading');
  return above?.kind === 'heading' ? plainText(above.text) : undefined;
}
