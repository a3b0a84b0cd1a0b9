import styles from './tips.module.css';

/** How long the pointer has to rest before a tip is shown, and how long the tip stays when it leaves: time to reach the tip itself. */
const REST_MS = 400;
const LEAVE_MS = 100;
/** Between a thing and its tip, and between a tip and the edge of the window, in pixels. */
const GAP = 6;
const EDGE = 4;

/**
 * Shows what `data-tip` says of an element while the pointer rests on it or the keyboard has led there, above it or else below,
 * over everything else. Any key takes it away, and so do a press and scrolling. It says nothing that the accessible name of its
 * element does not, so it is for eyes alone. Called once by the app shell; returns the way to stop.
 */
export function listenForTips(): () => void {
  const stop = new AbortController();
  const tip = document.createElement('div');
  tip.className = styles.tip ?? '';
  tip.popover = 'manual';
  tip.ariaHidden = 'true';
  // A press on it is no press outside of the dialog below.
  tip.setAttribute('data-react-aria-top-layer', 'true');
  document.body.append(tip);
  let told: Element | null = null;
  let timer = 0;

  const later = (act: () => void, milliseconds: number): void => {
    clearTimeout(timer);
    timer = window.setTimeout(act, milliseconds);
  };
  const hide = (): void => {
    clearTimeout(timer);
    told = null;
    if (tip.matches(':popover-open')) tip.hidePopover();
  };
  const show = (element: Element): void => {
    clearTimeout(timer);
    const text = element.getAttribute('data-tip');
    if (text === null || !element.isConnected) return hide();
    tip.textContent = text;
    // Above whatever was opened since it was shown last.
    if (tip.matches(':popover-open')) tip.hidePopover();
    tip.showPopover();
    place(tip, element.getBoundingClientRect());
  };

  const on = <K extends keyof DocumentEventMap>(type: K, act: (event: DocumentEventMap[K]) => void): void =>
    document.addEventListener(type, act, { signal: stop.signal, capture: true, passive: true });
  on('pointerover', ({ target, pointerType }) => {
    if (pointerType === 'touch' || !(target instanceof Element)) return;
    const element = target.closest('[data-tip]');
    const isShown = tip.matches(':popover-open');
    // On the tip, or from one part of what it tells of to another: what is to be shown still is, what is shown stays.
    if (target === tip || (element !== null && element === told)) {
      if (isShown) clearTimeout(timer);
      return;
    }
    if (element === null) {
      if (isShown) later(hide, LEAVE_MS);
      else hide();
      return;
    }
    told = element;
    // From one to the next without waiting again.
    if (isShown) show(element);
    else later(() => show(element), REST_MS);
  });
  on('focusin', ({ target }) => {
    if (!(target instanceof Element) || !target.matches('[data-tip]:focus-visible')) return;
    told = target;
    show(target);
  });
  // Out of the window.
  on('pointerout', ({ relatedTarget }) => {
    if (relatedTarget === null) hide();
  });
  on('focusout', hide);
  on('keydown', hide);
  on('pointerdown', hide);
  on('scroll', hide);
  return () => {
    stop.abort();
    clearTimeout(timer);
    tip.remove();
  };
}

function place(tip: HTMLElement, of: DOMRect): void {
  // Where it stood before limits how wide it can be.
  tip.style.left = '0';
  const { width, height } = tip.getBoundingClientRect();
  const above = of.top - GAP - height;
  const left = Math.min(of.left + (of.width - width) / 2, window.innerWidth - EDGE - width);
  tip.style.top = `${above >= EDGE ? above : of.bottom + GAP}px`;
  tip.style.left = `${Math.max(EDGE, left)}px`;
}
