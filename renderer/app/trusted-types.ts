interface PolicyFactory {
  createPolicy(name: 'default', rules: { readonly createHTML: (html: string) => string | null }): unknown;
}

/**
 * Lets code set `innerHTML` to the empty string and to nothing else. React Aria empties its live region that way; the
 * content security policy would turn it into an exception. Any other markup, and any script text or address, is
 * still refused by the browser.
 */
export function allowEmptyMarkupOnly(): void {
  // Chromium has it; the DOM types do not yet.
  const { trustedTypes } = globalThis as { readonly trustedTypes?: PolicyFactory };
  trustedTypes?.createPolicy('default', { createHTML: (html) => (html === '' ? '' : null) });
}
