/** A value is one line of text, or a list of such lines. */
export type FrontMatter = ReadonlyMap<string, string | readonly string[]>;

const FENCE = '---';

/**
 * Splits a Markdown file into what stands between its two `---` lines and the rest. Of YAML it knows what kits need:
 * `key: text`, and `key:` followed by lines of `- text`. Throws an `Error` that names the line it does not understand.
 */
export function splitFrontMatter(source: string): { readonly matter: FrontMatter; readonly body: string } {
  const lines = source.replaceAll('\r\n', '\n').split('\n');
  if (lines[0] !== FENCE) throw new Error(`does not begin with ${FENCE}`);
  const end = lines.indexOf(FENCE, 1);
  if (end < 0) throw new Error(`has no second ${FENCE}`);
  return {
    matter: readLines(lines.slice(1, end)),
    body: lines
      .slice(end + 1)
      .join('\n')
      .trim(),
  };
}

function readLines(lines: readonly string[]): FrontMatter {
  const matter = new Map<string, string | string[]>();
  let list: string[] | null = null;
  for (const [index, line] of lines.entries()) {
    const item = /^ {2}- (.+)$/.exec(line)?.[1];
    const [, key, value] = /^([a-z]+):(?: (.+))?$/.exec(line) ?? [];
    if (item !== undefined && list !== null) list.push(item.trim());
    else if (key === undefined || matter.has(key)) throw new Error(`cannot be read in line ${index + 2}`);
    else if (value !== undefined) {
      list = null;
      matter.set(key, value.trim());
    } else {
      list = [];
      matter.set(key, list);
    }
  }
  return matter;
}
