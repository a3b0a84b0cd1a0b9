/** Whether two texts are the same but for one letter put in, left out or exchanged. Counts UTF-16 units. */
export function withinOneEdit(a: string, b: string): boolean {
  const [short, long] = a.length <= b.length ? [a, b] : [b, a];
  if (long.length - short.length > 1) return false;
  let start = 0;
  while (start < short.length && short[start] === long[start]) start += 1;
  const rest = start + (short.length === long.length ? 1 : 0);
  return short.slice(rest) === long.slice(start + 1);
}
