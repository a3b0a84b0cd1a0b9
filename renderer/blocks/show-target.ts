/**
 * Leads to the place of the report that a link names. In the app the part of an address after # is the screen, so the place is
 * scrolled to instead; in the printed report the link itself works.
 */
export function showTarget(event: { preventDefault(): void; currentTarget: HTMLAnchorElement }): void {
  event.preventDefault();
  const id = decodeURIComponent(event.currentTarget.hash.slice(1));
  window.document.getElementById(id)?.scrollIntoView();
}
