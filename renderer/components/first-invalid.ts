/**
 * After a form was sent with something wrong in it: the first field with a problem gets the focus, so that its problem is read
 * out and is the next thing to mend. `form`: id of the form.
 */
export function focusFirstInvalid(form: string): void {
  // The problems are drawn first.
  requestAnimationFrame(() => {
    document.querySelector<HTMLElement>(`#${CSS.escape(form)} [aria-invalid=true]`)?.focus();
  });
}
