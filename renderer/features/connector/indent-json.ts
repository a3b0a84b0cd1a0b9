/**
 * A JSON object or list of one line with one value a line, or null when the text is anything else. The characters are
 * only spread out, never read as values: long numbers, repeated keys and escapes stay as they are written.
 */
export function indentJson(text: string): string | null {
  const line = text.trim();
  if (line.includes('\n') || !/^[[{].*[\]}]$/.test(line)) return null;
  try {
    JSON.parse(line);
  } catch {
    return null;
  }
  let depth = 0;
  const pad = () => `\n${'  '.repeat(depth)}`;
  return (line.match(/"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/g) ?? [])
    .map((token, index, tokens) => {
      if (token === ',') return `,${pad()}`;
      if (token === ':') return ': ';
      const isClosed = tokens[index + 1] === '}' || tokens[index + 1] === ']';
      if (token === '{' || token === '[') {
        depth += 1;
        return isClosed ? token : `${token}${pad()}`;
      }
      if (token === '}' || token === ']') {
        depth -= 1;
        const isEmpty = tokens[index - 1] === '{' || tokens[index - 1] === '[';
        return isEmpty ? token : `${pad()}${token}`;
      }
      return token;
    })
    .join('');
}
