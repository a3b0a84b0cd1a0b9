import styles from './evidence.module.css';

/** A source file and line, cut so that the line always stays in view. */
export function SourceText({ file, line }: { readonly file: string; readonly line: number }) {
  return (
    <span className={styles.source} title={`${file}, line ${line}`}>
      <bdi className={styles.file}>{file}</bdi>
      <span className={styles.line}>:{line}</span>
    </span>
  );
}
