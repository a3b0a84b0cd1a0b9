import { createContext, type ReactNode, useContext } from 'react';
import styles from './blocks.module.css';
import { showTarget } from './show-target.ts';

/** Id of the table that lists the workpapers. */
export const INDEX_TABLE = 'workpaper-index';

/** Whether the report has that table; reports of some templates have none. */
export const HasIndex = createContext(false);

/** Id of the line of the index that speaks of a workpaper, by its name without hyphens. */
export function indexLineId(name: string): string {
  return `index-${name.replaceAll(' ', '-')}`;
}

/** The workpaper reference beside the title of a table or figure; it leads to the line of the index that says how it was made. */
export function Reference({ text, name }: { readonly text: string | null; readonly name: string }): ReactNode {
  const hasIndex = useContext(HasIndex);
  if (text === null) return null;
  if (!hasIndex)
    return (
      <span id={workpaperId(text)} className={styles.workpaper}>
        {text}
      </span>
    );
  return (
    <a id={workpaperId(text)} href={`#${indexLineId(name)}`} className={styles.workpaper} onClick={showTarget}>
      {text}
    </a>
  );
}

/** A reference in the index, with what follows it (`W8.3a and 4 more`); it leads to the table or figure. */
export function IndexedReference({ text }: { readonly text: string }): ReactNode {
  const [reference = '', ...rest] = text.split(' ');
  return (
    <>
      <a href={`#${workpaperId(reference)}`} className={styles.mono} onClick={showTarget}>
        {reference}
      </a>
      {rest.length === 0 ? '' : ` ${rest.join(' ')}`}
    </>
  );
}

function workpaperId(reference: string): string {
  return `workpaper-${reference}`;
}
