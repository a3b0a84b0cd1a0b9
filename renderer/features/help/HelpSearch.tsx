import { useMemo, type ReactNode } from 'react';
import { Autocomplete } from 'react-aria-components/Autocomplete';
import { ListBox, ListBoxItem } from 'react-aria-components/ListBox';
import { SearchField, Input } from 'react-aria-components/SearchField';
import type { HelpBook } from '../../../shared/contract/help.ts';
import { Icon } from '../../components/Icon.tsx';
import { indexBook, search, type MarkedText } from './search.ts';
import styles from './HelpSearch.module.css';

const NO_HELP: HelpBook = { sections: [], pages: [] };

/** A field that looks through all pages; arrows move in what was found, Enter opens it. `children` stand beside the field. */
export function HelpSearch({
  book = NO_HELP,
  question,
  onQuestion,
  onGo,
  children,
}: {
  readonly book: HelpBook | undefined;
  readonly question: string;
  readonly onQuestion: (question: string) => void;
  readonly onGo: (place: string) => void;
  readonly children: ReactNode;
}) {
  const index = useMemo(() => indexBook(book), [book]);
  const hits = useMemo(() => search(index, question), [index, question]);
  const isAsked = question.trim() !== '';
  return (
    <Autocomplete inputValue={question} onInputChange={onQuestion}>
      <SearchField aria-label="Search the help" className={styles.field ?? ''}>
        <Icon name="search" className={styles.icon} />
        <Input className={styles.input ?? ''} placeholder="Search the help" spellCheck="false" />
      </SearchField>
      {children}
      {isAsked && (
        <div className={styles.found}>
          <ListBox
            className={styles.list ?? ''}
            aria-label={`Found in the help: ${hits.length}`}
            selectionMode="none"
            onAction={(key) => onGo(String(key))}
            items={hits.map((hit) => ({ ...hit, id: hit.to }))}
            renderEmptyState={() => (
              <p className={styles.empty}>Nothing was found. Try fewer letters, or another word for the same thing.</p>
            )}
          >
            {(hit) => (
              <ListBoxItem id={hit.to} textValue={wordsOf([...hit.page, ...hit.heading])} className={styles.hit ?? ''}>
                <span className={styles.where}>
                  <Marked parts={hit.page} />
                  {hit.heading.length > 0 && (
                    <>
                      <Icon name="chevron-right" className={styles.icon} />
                      <Marked parts={hit.heading} />
                    </>
                  )}
                </span>
                <span className={styles.excerpt}>
                  <Marked parts={hit.excerpt} />
                </span>
              </ListBoxItem>
            )}
          </ListBox>
        </div>
      )}
    </Autocomplete>
  );
}

function Marked({ parts }: { readonly parts: readonly MarkedText[] }) {
  return (
    <span>
      {parts.map((part, index) =>
        part.isHit ? (
          <mark key={index} className={styles.mark}>
            {part.text}
          </mark>
        ) : (
          part.text
        ),
      )}
    </span>
  );
}

function wordsOf(parts: readonly MarkedText[]): string {
  return parts.map((part) => part.text).join('');
}
