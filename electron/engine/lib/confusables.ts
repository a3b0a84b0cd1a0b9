/**
 * Letters that look like Latin ones, by what they look like in lower case (a part of Unicode's confusables, UTS 39:
 * Cyrillic, Greek, Armenian, Cherokee, and Latin letters beyond ASCII that NFKD does not take apart).
 */
const LOOK_ALIKES: Readonly<Record<string, string>> = {
  a: 'аαɑ',
  b: 'ьЬвВβΒЪъᏴ',
  c: 'сСϲϹᏟ',
  d: 'ԁɗᎠđ',
  e: 'еЕєЄεΕɛᎬҽ',
  f: 'ғϝƒꞙ',
  g: 'ɡԍցᏀ',
  h: 'һҺНнհΗᎻħ',
  i: 'іІıɩιΙӏӀᎥ',
  j: 'јЈյϳᎫ',
  k: 'кКκΚҡᏦ',
  l: 'ⅼłᏞ|1',
  m: 'мМΜᎷ',
  n: 'пηΝռոɴ',
  o: 'оОοΟσօՕ0øФ',
  p: 'рРρΡᏢ',
  q: 'ԛզԚ',
  r: 'гяɾᎡᏒ',
  s: 'ѕЅՏᏚꮪ',
  t: 'тТτΤᎢŧ',
  u: 'υսцμʋ',
  v: 'νѵѴᏙ',
  w: 'ѡԝԜшωᎳ',
  x: 'хХχΧ',
  y: 'уУүҮγΥʏ',
  z: 'ΖᏃʐ',
  ss: 'ß',
  ae: 'æ',
  oe: 'œ',
};

const BY_LETTER = new Map(
  Object.entries(LOOK_ALIKES).flatMap(([latin, letters]) =>
    [...letters].flatMap(
      (letter) =>
        [
          [letter, latin],
          [letter.toLowerCase(), latin],
        ] as const,
    ),
  ),
);

/**
 * What a name looks like, in plain lower-case Latin letters as far as that goes: compatibility forms and accents taken
 * away, look-alikes replaced, letter pairs that read as one letter joined, white space and punctuation dropped.
 */
export function skeletonOf(name: string): string {
  const plain = name
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    // A capital I after a small letter is meant to pass for a small L.
    .replace(/(?<=\p{Ll})[IΙІ](?=\p{Ll}|$|\s)/gu, 'l');
  let skeleton = '';
  for (const letter of plain)
    skeleton += BY_LETTER.get(letter) ?? BY_LETTER.get(letter.toLowerCase()) ?? letter.toLowerCase();
  return skeleton
    .replace(/rn/g, 'm')
    .replace(/vv/g, 'w')
    .replace(/[^\p{L}\p{N}]+/gu, '');
}
