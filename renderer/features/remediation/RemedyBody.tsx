import type { Remedy } from '../../../shared/contract/drill.ts';
import { Icon } from '../../components/Icon.tsx';
import { CodeBlock } from '../../components/CodeBlock.tsx';
import styles from './RemedyBody.module.css';

/** Steps in order, scripts as text to copy, and what they do and do not stop. `where` names it for people who cannot see it. */
export function RemedyBody({
  remedy,
  where,
  isNarrow = false,
}: {
  readonly remedy: Remedy;
  readonly where: string;
  /** One column, for panels. */
  readonly isNarrow?: boolean;
}) {
  return (
    <div className={isNarrow ? styles.narrow : styles.remedy}>
      <ol className={styles.steps} aria-label={`Steps ${where}`}>
        {remedy.steps.map((step, index) => (
          <li key={index} className={styles.step}>
            <span className={styles.number} aria-hidden="true">
              {index + 1}
            </span>
            <div className={styles.stepBody}>
              <p className={styles.stepText}>
                <bdi>{step.text}</bdi>
              </p>
              {step.script !== null && (
                <CodeBlock
                  language={step.script.language}
                  text={step.script.text}
                  caption={`step ${index + 1} ${where}`}
                />
              )}
            </div>
          </li>
        ))}
      </ol>
      <dl className={styles.truths}>
        {remedy.stops.length > 0 && (
          <div>
            <dt>What it stops</dt>
            <dd>
              <ul>
                {remedy.stops.map((text) => (
                  <li key={text} className={styles.stops}>
                    <Icon name="check" />
                    {text}
                  </li>
                ))}
              </ul>
            </dd>
          </div>
        )}
        <div>
          <dt>What it does not stop</dt>
          <dd>
            <ul>
              {remedy.doesNotStop.map((text) => (
                <li key={text} className={styles.keeps}>
                  <Icon name="warning" />
                  {text}
                </li>
              ))}
            </ul>
          </dd>
        </div>
        <div>
          <dt>How to see that it is done</dt>
          <dd>{remedy.proof}</dd>
        </div>
      </dl>
    </div>
  );
}
