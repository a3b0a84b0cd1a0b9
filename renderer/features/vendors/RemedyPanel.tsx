import type { Drill } from '../../../shared/contract/drill.ts';
import { PLATFORM_LABELS } from '../../../shared/domain/vocabulary.ts';
import { PlatformLabel } from '../../components/Badge.tsx';
import { formatCounted } from '../../components/format.ts';
import { Icon } from '../../components/Icon.tsx';
import { Panel } from '../../components/Page.tsx';
import { CodeBlock } from '../collect/CodeBlock.tsx';
import styles from './DrillScreen.module.css';

type Revoke = Drill['revoke'][number];

/** How one platform is revoked: steps in order, scripts as text, and what they do and do not stop. */
export function RemedyPanel({ revoke, position }: { readonly revoke: Revoke; readonly position: number }) {
  const { platform, apps, remedy } = revoke;
  return (
    <Panel
      title={
        <span className={styles.platform}>
          {position}. <PlatformLabel platform={platform} />
        </span>
      }
      description={`${remedy.title} · ${formatCounted(apps, 'app')}`}
    >
      <div className={styles.remedy}>
        <ol className={styles.steps} aria-label={`Steps on ${PLATFORM_LABELS[platform]}`}>
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
                    caption={`step ${index + 1} on ${PLATFORM_LABELS[platform]}`}
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
    </Panel>
  );
}
