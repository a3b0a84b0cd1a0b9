import type { OutReason, SimulatedLoad, Simulation } from '../../../shared/contract/campaign.ts';
import type { CampaignPlan } from '../../../shared/contract/campaign-plan.ts';
import { cx } from '../../components/cx.ts';
import { formatCount, formatCounted, formatDate } from '../../components/format.ts';
import { errorMessage, SkeletonRows } from '../../components/State.tsx';
import { hoursText } from './plan-draft.ts';
import styles from './SimulatorPanel.module.css';

const OUT_LABELS: Readonly<Record<OutReason, string>> = {
  platform: 'Other platform',
  tenant: 'Other tenant',
  kind: 'Other kind of grant',
  tier: 'Below the lowest tier',
  finding: 'Without such a finding',
  excluded: 'Left out by name',
};

/** What the plan in the form means: the population to the last item, and who has to do how much until when. */
export function SimulatorPanel({
  plan,
  simulation,
  isStale,
  isBlocked,
  isFrozen,
}: {
  readonly plan: CampaignPlan;
  readonly simulation: { readonly data: Simulation | undefined; readonly isPending: boolean; readonly error: unknown };
  readonly isStale: boolean;
  /** A value cannot be read, so what is shown is not what the form says. */
  readonly isBlocked: boolean;
  readonly isFrozen: boolean;
}) {
  const { data, error } = simulation;
  return (
    <aside
      className={styles.panel}
      aria-label="What this plan means"
      aria-live="polite"
      aria-busy={isStale && !isBlocked}
    >
      <h2 className={styles.title}>What this plan means</h2>
      {isFrozen && (
        <p className={styles.quiet}>
          For the case as it is now; the frozen population stays as it is, and items stay with whoever has them.
        </p>
      )}
      {isBlocked && <p className={styles.quiet}>Correct the marked value to see what it means.</p>}
      {error !== null && error !== undefined && <p className={styles.quiet}>{errorMessage(error)}</p>}
      {simulation.isPending && !isBlocked && <SkeletonRows rows={4} />}
      {data !== undefined && (
        <div className={cx((isStale || isBlocked) && styles.stale)}>
          <p className={styles.sum}>
            <strong>{formatCount(data.inScope)}</strong> of {formatCounted(data.total, 'item')} in scope,{' '}
            <strong>{hoursText(data.minutes)}</strong>
          </p>
          <Totals simulation={data} />
          <Tiers simulation={data} />
          <h3 className={styles.heading}>Load</h3>
          {data.loads.map((load) => (
            <Load key={load.person ?? ''} load={load} most={Math.max(1, ...data.loads.map(({ minutes }) => minutes))} />
          ))}
          <p className={styles.quiet}>
            Working days are Mondays to Fridays from {formatDate(plan.starts)}; holidays are not known.
            {data.second.bySample > 0 && ' How the sample falls on tiers is what is to be expected.'}
          </p>
          {data.problems.length > 0 && (
            <>
              <h3 className={styles.heading}>Still to be settled</h3>
              {data.problems.map((problem) => (
                <p key={problem} className={styles.warn}>
                  {problem}
                </p>
              ))}
            </>
          )}
        </div>
      )}
    </aside>
  );
}

/** Every item of the case is counted once, so that the sum is the case. */
function Totals({ simulation }: { readonly simulation: Simulation }) {
  const out = simulation.out.filter(({ items }) => items > 0);
  return (
    <table className={styles.totals}>
      <caption className="visually-hidden">Review items in and out of scope</caption>
      <tbody>
        <tr>
          <th scope="row">In scope</th>
          <td>{formatCount(simulation.inScope)}</td>
        </tr>
        {out.map(({ reason, items }) => (
          <tr key={reason}>
            <th scope="row">{OUT_LABELS[reason]}</th>
            <td>{formatCount(items)}</td>
          </tr>
        ))}
      </tbody>
      <tfoot>
        <tr>
          <th scope="row">All items of the case</th>
          <td>{formatCount(simulation.inScope + out.reduce((sum, { items }) => sum + items, 0))}</td>
        </tr>
      </tfoot>
    </table>
  );
}

function Tiers({ simulation }: { readonly simulation: Simulation }) {
  const { byTier, bySample } = simulation.second;
  return (
    <>
      <h3 className={styles.heading}>By tier</h3>
      <table className={styles.totals}>
        <caption className="visually-hidden">Items, second reviews and hours by tier</caption>
        <thead>
          <tr>
            <th scope="col">Tier</th>
            <th scope="col">Items</th>
            <th scope="col">Second</th>
            <th scope="col">Hours</th>
            <th scope="col">Due</th>
          </tr>
        </thead>
        <tbody>
          {simulation.tiers.map(({ tier, items, unrated, second, minutes, due }) => (
            <tr key={tier}>
              <th scope="row">
                T{tier}
                {unrated > 0 && `, ${formatCount(unrated)} not rated`}
              </th>
              <td>{formatCount(items)}</td>
              <td>{formatCount(second)}</td>
              <td>{hoursText(minutes)}</td>
              <td>{formatDate(due)}</td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">Sum</th>
            <td>{formatCount(simulation.inScope)}</td>
            <td>{formatCount(byTier + bySample)}</td>
            <td>{hoursText(simulation.minutes)}</td>
            <td />
          </tr>
        </tfoot>
      </table>
      {simulation.canaries > 0 && (
        <p className={styles.quiet}>
          Beside these, {formatCounted(simulation.canaries, 'canary', 'canaries')} that no total counts.
        </p>
      )}
    </>
  );
}

function Load({ load, most }: { readonly load: SimulatedLoad; readonly most: number }) {
  const late = load.steps.filter(({ needed, available }) => needed > available);
  return (
    <div className={styles.load}>
      <p className={styles.loadHead}>
        <bdi>{load.name}</bdi>
        <span>{hoursText(load.minutes)}</span>
      </p>
      <div className={styles.track} aria-hidden="true">
        <div
          className={cx(styles.fill, late.length > 0 && styles.late)}
          style={{ width: `${(load.minutes / most) * 100}%` }}
        />
      </div>
      <p className={styles.quiet}>
        {formatCounted(load.first, 'first review')}, {formatCounted(load.second, 'second review')}; of tier 3 and 4:{' '}
        {formatCount(load.high)}
      </p>
      {load.steps.map(({ due, needed, available }) => (
        <p key={due} className={cx(styles.quiet, needed > available && styles.warn)}>
          {needed > available ? 'Too much: ' : ''}
          {formatCounted(needed, 'day')} of {formatCounted(available, 'working day')} until {formatDate(due)}
        </p>
      ))}
    </div>
  );
}
