import type { ReactNode } from 'react';
import { cx } from './cx.ts';
import { Icon, type IconName } from './Icon.tsx';
import type { Tone } from './Badge.tsx';
import { useScreenHeading } from './screen-heading.ts';
import styles from './Page.module.css';

/**
 * A screen: a header that stays, an optional tool bar under it, and content that scrolls. `fill` gives the content
 * the whole height without its own scrolling, for grids.
 */
export function Page({
  title,
  meta,
  actions,
  toolbar,
  children,
  fill = false,
  footer,
}: {
  readonly title: ReactNode;
  /** A short line beside the title: counts, dates. */
  readonly meta?: ReactNode;
  readonly actions?: ReactNode;
  readonly toolbar?: ReactNode;
  readonly children: ReactNode;
  readonly fill?: boolean;
  /** A bar that stays at the bottom. */
  readonly footer?: ReactNode;
}) {
  const heading = useScreenHeading();
  return (
    <div className={styles.page}>
      <header className={styles.header}>
        <h1 ref={heading} className={styles.title} tabIndex={-1}>
          {title}
        </h1>
        {meta !== undefined && <div className={styles.meta}>{meta}</div>}
        {actions !== undefined && <div className={styles.actions}>{actions}</div>}
      </header>
      {toolbar !== undefined && <div className={styles.toolbar}>{toolbar}</div>}
      <div className={cx(styles.content, fill && styles.fill)} data-page-content="">
        {children}
      </div>
      {footer !== undefined && <footer className={styles.footer}>{footer}</footer>}
    </div>
  );
}

/** A titled block on a screen. */
export function Panel({
  title,
  description,
  actions,
  children,
  flush = false,
  id,
}: {
  readonly title?: ReactNode;
  readonly description?: ReactNode;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
  /** No padding around the content, for tables. */
  readonly flush?: boolean;
  readonly id?: string | undefined;
}) {
  return (
    <section className={styles.panel} id={id}>
      {(title !== undefined || actions !== undefined) && (
        <header className={styles.panelHeader}>
          <div className={styles.panelTitles}>
            <h2 className={styles.panelTitle}>{title}</h2>
            {description !== undefined && <p className={styles.panelDescription}>{description}</p>}
          </div>
          {actions !== undefined && <div className={styles.actions}>{actions}</div>}
        </header>
      )}
      <div className={cx(styles.panelBody, flush && styles.flush)}>{children}</div>
    </section>
  );
}

/** A number people look for, with what it counts. */
export function Stat({
  label,
  value,
  note,
  tone = 'neutral',
}: {
  readonly label: string;
  readonly value: ReactNode;
  readonly note?: ReactNode;
  readonly tone?: Tone;
}) {
  return (
    <div className={styles.stat}>
      <dt className={styles.statLabel}>{label}</dt>
      <dd className={cx(styles.statValue, styles[`tone-${tone}`])}>{value}</dd>
      {note !== undefined && <dd className={styles.statNote}>{note}</dd>}
    </div>
  );
}

/** Stats in a row. */
export function Stats({ children }: { readonly children: ReactNode }) {
  return <dl className={styles.stats}>{children}</dl>;
}

/** Labels and values in two columns. */
export function Facts({ rows }: { readonly rows: readonly { readonly label: string; readonly value: ReactNode }[] }) {
  return (
    <dl className={styles.facts}>
      {rows.map((row) => (
        <div key={row.label} className={styles.fact}>
          <dt>{row.label}</dt>
          <dd>{row.value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** A message that belongs to the screen: a limit, a warning, good news. */
export function Callout({
  tone = 'neutral',
  title,
  children,
  actions,
}: {
  readonly tone?: Tone;
  readonly title?: ReactNode;
  readonly children?: ReactNode;
  readonly actions?: ReactNode;
}) {
  const icon: IconName =
    tone === 'good' ? 'check-circle' : tone === 'neutral' || tone === 'accent' || tone === 'low' ? 'info' : 'warning';
  return (
    <div className={cx(styles.callout, styles[`callout-${tone}`])} role={tone === 'critical' ? 'alert' : 'status'}>
      <Icon name={icon} className={styles.calloutIcon} />
      <div className={styles.calloutText}>
        {title !== undefined && <p className={styles.calloutTitle}>{title}</p>}
        {children !== undefined && <div>{children}</div>}
      </div>
      {actions !== undefined && <div className={styles.actions}>{actions}</div>}
    </div>
  );
}
