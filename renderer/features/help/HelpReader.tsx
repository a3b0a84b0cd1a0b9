import { useEffect, useRef, useState, type ReactNode } from 'react';
import type { HelpBook, HelpPage } from '../../../shared/contract/help.ts';
import { Button, IconButton } from '../../components/Button.tsx';
import { copyToClipboard } from '../../components/copy-to-clipboard.ts';
import { ErrorState, SkeletonRows } from '../../components/State.tsx';
import { headingId, TextBlocks } from '../../components/TextBlocks.tsx';
import { useEngineQuery } from '../../engine/hooks.ts';
import { HelpSearch } from './HelpSearch.tsx';
import styles from './HelpReader.module.css';

export interface HelpReaderProps {
  /** Page and place on it: `report`, `report#sign`. */
  readonly place: string;
  readonly onGo: (place: string) => void;
  readonly onBack: (() => void) | null;
  readonly onForward: (() => void) | null;
  /** Buttons at the end of the bar. */
  readonly actions: ReactNode;
}

/** One page of the help under a bar to move about and search in; the same beside the work and on the whole screen. */
export function HelpReader({ place, onGo, onBack, onForward, actions }: HelpReaderProps) {
  const book = useEngineQuery('help.book', {});
  const [question, setQuestion] = useState('');
  const page = place.split('#')[0] ?? '';
  function go(to: string) {
    setQuestion('');
    onGo(to);
  }
  return (
    <div
      className={styles.reader}
      data-keys-apart=""
      onKeyDown={(event) => {
        if (!event.altKey) return;
        if (event.key === 'ArrowLeft') onBack?.();
        if (event.key === 'ArrowRight') onForward?.();
      }}
    >
      <div className={styles.bar}>
        <IconButton
          icon="chevron-left"
          label="Back in the help"
          size="small"
          isDisabled={onBack === null}
          onPress={() => onBack?.()}
        />
        <IconButton
          icon="chevron-right"
          label="Forward in the help"
          size="small"
          isDisabled={onForward === null}
          onPress={() => onForward?.()}
        />
        <IconButton icon="queue" label="Contents of the help" size="small" onPress={() => go('contents')} />
        <HelpSearch book={book.data} question={question} onQuestion={setQuestion} onGo={go}>
          {actions}
        </HelpSearch>
      </div>
      {book.isPending && (
        <div className={styles.text}>
          <SkeletonRows rows={10} height={20} />
        </div>
      )}
      {book.isError && <ErrorState error={book.error} onRetry={() => void book.refetch()} />}
      {book.data !== undefined && (
        <Article book={book.data} page={book.data.pages.find(({ id }) => id === page)} place={place} onGo={go} />
      )}
    </div>
  );
}

function Article({
  book,
  page,
  place,
  onGo,
}: {
  readonly book: HelpBook;
  readonly page: HelpPage | undefined;
  readonly place: string;
  readonly onGo: (place: string) => void;
}) {
  const text = useRef<HTMLDivElement>(null);
  const title = useRef<HTMLHeadingElement>(null);
  const anchor = place.split('#')[1];
  useEffect(() => {
    const heading = anchor === undefined ? null : document.getElementById(headingId(anchor));
    // From there arrow keys scroll, and a reader of the screen begins to read.
    (heading ?? title.current)?.focus({ preventScroll: true });
    if (heading === null) text.current?.scrollTo({ top: 0 });
    else heading.scrollIntoView({ block: 'start' });
  }, [place, anchor]);
  const next = book.pages[book.pages.findIndex(({ id }) => id === page?.id) + 1];
  return (
    <div ref={text} className={styles.text} role="region" aria-label={page?.title ?? 'Help'} tabIndex={0}>
      {page === undefined ? (
        <div className={styles.page}>
          <h2 ref={title} className={styles.title} tabIndex={-1}>
            There is no such page
          </h2>
          <p>The help has no page of this name. Its contents list all it has.</p>
          <div>
            <Button onPress={() => onGo('contents')}>Contents</Button>
          </div>
        </div>
      ) : (
        <article className={styles.page}>
          <header className={styles.header}>
            <h2 ref={title} className={styles.title} tabIndex={-1}>
              {page.title}
            </h2>
            <Button
              size="small"
              variant="ghost"
              icon="copy"
              aria-label="Copy this page"
              onPress={() => void copyToClipboard(page.text, 'The page')}
            >
              Copy
            </Button>
          </header>
          <TextBlocks blocks={page.blocks} fallbackCaption={page.title} headings={['h3', 'h4']} onLink={onGo} />
          {next !== undefined && (
            <footer className={styles.footer}>
              <Button icon="arrow-right" onPress={() => onGo(next.id)}>
                {`Next page: ${next.title}`}
              </Button>
            </footer>
          )}
        </article>
      )}
    </div>
  );
}
