import { useEffect, useRef, type RefObject } from 'react';

/** Nothing was on screen before the first one: the program does not take the focus by starting. */
let isFirst = true;

/**
 * For the heading of a screen: the window carries its name, and when another screen comes, the focus goes to it, so that a
 * screen reader says where one is and Tab goes on from there. What the screen itself has focused keeps the focus.
 */
export function useScreenHeading(): RefObject<HTMLHeadingElement | null> {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${heading.current?.textContent ?? ''} – Countersign`;
  });
  useEffect(() => {
    const wasFirst = isFirst;
    isFirst = false;
    if (wasFirst || document.querySelector('[role=dialog]') !== null) return;
    const { activeElement } = document;
    const isLeft = activeElement === null || activeElement === document.body || activeElement.closest('nav') !== null;
    if (isLeft) heading.current?.focus({ preventScroll: true });
  }, []);
  return heading;
}
