import { Button } from './Button.tsx';
import styles from './CodeBlock.module.css';
import { copyToClipboard } from './copy-to-clipboard.ts';

const LANGUAGES: ReadonlyMap<string, string> = new Map([
  ['powershell', 'PowerShell'],
  ['sh', 'Shell'],
  ['bash', 'Bash'],
  ['apex', 'Apex'],
  ['kql', 'KQL'],
  ['sql', 'SQL'],
  ['soql', 'SOQL'],
  ['spl', 'Splunk SPL'],
  ['csv', 'CSV'],
  ['json', 'JSON'],
  ['http', 'Request'],
  ['text', 'Text'],
]);

/** Code to take away whole; long lines scroll inside it. */
export function CodeBlock({
  language,
  text,
  caption,
}: {
  readonly language: string;
  readonly text: string;
  readonly caption: string;
}) {
  const name = LANGUAGES.get(language) ?? language;
  return (
    <div className={styles.block}>
      <div className={styles.bar}>
        <span>{name}</span>
        <Button
          size="small"
          variant="ghost"
          icon="copy"
          aria-label={`Copy ${name}, ${caption}`}
          onPress={() => void copyToClipboard(text, name)}
        >
          Copy
        </Button>
      </div>
      <pre className={styles.text} tabIndex={0} aria-label={`${name}, ${caption}`}>
        {text}
      </pre>
    </div>
  );
}
