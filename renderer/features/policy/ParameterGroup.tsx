import type { PolicyParameter, RulePreview } from '../../../shared/contract/policy.ts';
import { Button } from '../../components/Button.tsx';
import { cx } from '../../components/cx.ts';
import { Checkbox, TextField } from '../../components/Field.tsx';
import { formatCount } from '../../components/format.ts';
import { type Draft, typedValue, unitText, valueText } from './draft.ts';
import styles from './ParameterGroup.module.css';

/** The parameters of one rule, with a running figure of its findings. */
export function ParameterGroup({
  rule,
  title,
  parameters,
  draft,
  errors,
  figures,
  isStale,
  onChange,
}: {
  readonly rule: string;
  readonly title: string | undefined;
  readonly parameters: readonly PolicyParameter[];
  readonly draft: Draft;
  readonly errors: Readonly<Record<string, string>>;
  readonly figures: RulePreview | undefined;
  readonly isStale: boolean;
  readonly onChange: (parameter: string, value: string | boolean) => void;
}) {
  return (
    <section className={styles.group} aria-label={title === undefined ? rule : `${rule} ${title}`}>
      <header className={styles.head}>
        <span className={styles.rule}>{rule}</span>
        <h2 className={styles.title}>{title ?? 'Rule that is not part of this version'}</h2>
        {figures !== undefined && <RuleFigures figures={figures} isStale={isStale} />}
      </header>
      {parameters.map((parameter) => (
        <ParameterRow
          key={parameter.name}
          parameter={parameter}
          typed={draft[parameter.name] ?? ''}
          error={errors[parameter.name]}
          onChange={(value) => onChange(parameter.name, value)}
        />
      ))}
    </section>
  );
}

/** Findings of a rule now and with the values in the form. */
export function RuleFigures({ figures, isStale }: { readonly figures: RulePreview; readonly isStale: boolean }) {
  const { before, after, added, removed, changed } = figures;
  return (
    <span className={cx(styles.figures, isStale && styles.stale)}>
      {added > 0 && <span className={styles.added}>+{formatCount(added)}</span>}
      {removed > 0 && <span className={styles.removed}>−{formatCount(removed)}</span>}
      {changed > 0 && <span className={styles.other}>{formatCount(changed)} reworded</span>}
      <span>
        {before === after ? formatCount(after) : `${formatCount(before)} → ${formatCount(after)}`}
        {after === 1 ? ' finding' : ' findings'}
      </span>
    </span>
  );
}

function ParameterRow({
  parameter,
  typed,
  error,
  onChange,
}: {
  readonly parameter: PolicyParameter;
  readonly typed: string | boolean;
  readonly error: string | undefined;
  readonly onChange: (value: string | boolean) => void;
}) {
  const isChanged = typed !== typedValue(parameter.current);
  const others = parameter.rules.slice(1);
  return (
    <div className={cx(styles.row, isChanged && styles.changed)}>
      <div className={styles.label}>
        {parameter.label}
        {others.length > 0 && <span className={styles.also}>also {others.join(', ')}</span>}
      </div>
      <div className={styles.control}>
        {typeof typed === 'boolean' ? (
          <Checkbox isSelected={typed} onChange={onChange} aria-label={parameter.label}>
            {typed ? 'Yes' : 'No'}
          </Checkbox>
        ) : (
          <>
            <div className={parameter.type === 'list' ? styles.list : styles.number}>
              <TextField
                label={parameter.label}
                hideLabel
                value={typed}
                onChange={onChange}
                error={error}
                {...(parameter.type === 'list' ? { rows: 2, placeholder: 'none; one a line' } : { maxLength: 12 })}
              />
            </div>
            <span className={styles.unit}>{unitText(parameter)}</span>
          </>
        )}
      </div>
      <div className={styles.known}>
        {isChanged && <span className={styles.now}>in force: {valueText(parameter.current)}</span>}
        <span>default: {valueText(parameter.default)}</span>
        {isChanged && (
          <Button
            size="small"
            variant="ghost"
            aria-label={`Undo the change of: ${parameter.label}`}
            onPress={() => onChange(typedValue(parameter.current))}
          >
            Undo
          </Button>
        )}
      </div>
    </div>
  );
}
