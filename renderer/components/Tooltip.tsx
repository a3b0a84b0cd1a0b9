import type { ReactNode } from 'react';
import { Button as AriaButton } from 'react-aria-components/Button';
import { Tooltip as AriaTooltip, TooltipTrigger } from 'react-aria-components/Tooltip';
import styles from './Tooltip.module.css';

/** Puts an explanation on any inline content; reachable by keyboard and spoken as its description. */
export function Explain({
  children,
  text,
  label,
}: {
  readonly children: ReactNode;
  readonly text: ReactNode;
  /** Accessible name when the content alone does not say what it is. */
  readonly label?: string | undefined;
}) {
  return (
    <TooltipTrigger delay={250} closeDelay={80}>
      <AriaButton className={styles.trigger ?? ''} {...(label === undefined ? {} : { 'aria-label': label })}>
        {children}
      </AriaButton>
      <AriaTooltip className={styles.tooltip ?? ''} offset={6}>
        {text}
      </AriaTooltip>
    </TooltipTrigger>
  );
}
