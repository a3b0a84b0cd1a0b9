import { useEffect, useRef, type RefObject } from 'react';

/** Nothing was on screen before the first one: the program does not take the focus by starting. */
let isFirst = true;

/**
 * For the heading of a screen: the window carries its name, and when another screen comes, the focus goes to it, so that a
 * screen reader says where one is and Tab goes on from there. What the screen itself has focused keeps the focus.
 */
export function useScreenHeading(): RefObject<HTMLHeadingElement | null> {
  const heading = useRef<HTMLHeadingElement>(null);
  const shown = useRef<string | null>(null);
  useEffect(() => {
    const name = heading.current === null ? '' : withoutMarks(heading.current);
    if (name === shown.current) return;
    const isNew = shown.current === null;
    shown.current = name;
    document.title = `${name} – Countersign`;
    const wasFirst = isFirst;
    isFirst = false;
    if (wasFirst) return;
    // A dialog that led here gives the focus back within the next frame, perhaps to a button that is gone.
    requestAnimationFrame(() => {
      requestAnimationFrame(() => {
        if (document.querySelector('[role=dialog]') !== null) return;
        const { activeElement } = document;
        // Another item on the same screen takes the focus only when what had it is gone.
        const isLost = activeElement === null || activeElement === document.body;
        if (isLost || (isNew && activeElement.closest('nav') !== null)) heading.current?.focus({ preventScroll: true });
      });
    });
  });
  return heading;
}

/** The heading without the marks beside a name, such as that it is to be checked. */
function withoutMarks(heading: HTMLHeadingElement): string {
  const copy = document.createElement('h1');
  copy.append(...[...heading.childNodes].map((node) => node.cloneNode(true)));
  for (const mark of copy.querySelectorAll('button, [role=button]')) mark.remove();
  return copy.textContent.trim();
}
