/** Printable ASCII: what a terminal shows as it is, and what no shell reads in two ways. */
const PLAIN = /^[\x20-\x7e]*$/;

/**
 * A text as one literal of PowerShell. Between single quotes only the quote itself is special; the typographic quotes,
 * which PowerShell takes for quotes as well, and everything that could hide or break a line go in as Base64.
 * Source: learn.microsoft.com, about_Quoting_Rules.
 */
export function powershell(text: string): string {
  if (PLAIN.test(text)) return `'${text.replaceAll("'", "''")}'`;
  return `([Text.Encoding]::UTF8.GetString([Convert]::FromBase64String('${Buffer.from(text, 'utf8').toString('base64')}')))`;
}

/** A list of texts as an array of PowerShell. */
export function powershellList(texts: readonly string[]): string {
  return `@(${texts.map(powershell).join(', ')})`;
}

/**
 * A text as one word of bash. Between single quotes nothing is special; anything but printable ASCII is written byte by
 * byte, so that no control or reversing character reaches the terminal. NUL cannot be an argument and is left out.
 * Source: GNU Bash manual, ANSI-C quoting.
 */
export function bash(text: string): string {
  if (PLAIN.test(text)) return `'${text.replaceAll("'", `'\\''`)}'`;
  const bytes = [...Buffer.from(text.replaceAll('\u0000', ''), 'utf8')];
  return `$'${bytes.map((byte) => `\\x${byte.toString(16).padStart(2, '0')}`).join('')}'`;
}

/** One segment of a path of an address, as a piece inside double quotes of bash: only letters, digits and %-._~ stay. */
export function segment(text: string): string {
  return encodeURIComponent(text.toWellFormed()).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/** A text as a literal of Apex and SOQL. Source: Salesforce Apex Developer Guide, escape sequences of strings. */
export function apex(text: string): string {
  const escaped = Array.from({ length: text.length }, (_, index) => {
    const unit = text.charAt(index);
    if (unit === "'" || unit === '\\') return `\\${unit}`;
    return PLAIN.test(unit) ? unit : `\\u${text.charCodeAt(index).toString(16).toUpperCase().padStart(4, '0')}`;
  });
  return `'${escaped.join('')}'`;
}
