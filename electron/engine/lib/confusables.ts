/**
 * Letters that look like a Latin one, by what they look like in lower case. Derived from Unicode's confusables (UTS 39):
 * single letters of Cyrillic, Greek, Armenian, Cherokee, Coptic, Lisu and of Latin beyond ASCII whose prototype is one
 * ASCII letter, without those that NFKD takes apart by itself. See NOTICE.md beside this file.
 */
const UNICODE: Readonly<Record<string, string>> = {
  a: 'ɑΑαАаᎪꓮ',
  b: 'ƄΒВЬᏏᏴꓐꞴ',
  c: 'СсᏟᴄⲤⲥꓚꮯ',
  d: 'ԁᎠᏧꓒꓓ',
  e: 'ΕЕеҽᎬꓰꬲ',
  f: 'ϜքẝꓝꞘꞙꬵ',
  g: 'ƍɡԌցᏀᏳᶃꓖ',
  h: 'ΗНһհᎻᏂⲎꓧ',
  i: 'ıɩɪιіӏᎥιꙇꭵ',
  j: 'ͿϳЈјᎫꓙꞲ',
  k: 'ΚКᏦⲔꓗ',
  l: 'ƖǀᏞⲒⳐꓡꓲ',
  m: 'ΜϺМᎷⲘꓟ',
  n: 'ΝոռⲚꓠ',
  o: 'ΟοσОоՕօᴏᴑⲞⲟꓳꬽ',
  p: 'ΡρРрᏢⲢⲣꓑ',
  q: 'ԛգզ',
  r: 'ƦгᎡᏒᴦⲅꓣꭇꭈꮁ',
  s: 'ƽЅѕՏᏕᏚꓢꜱꮪ',
  t: 'ΤТᎢⲦꓔ',
  u: 'ʋυՍսᴜꓴꞟꭎꭒ',
  v: 'νѴѵᏙᴠꓦꮩ',
  w: 'ɯѡԜԝաᎳᏔᴡꓪꮃ',
  x: 'ΧХхⲬꓫꞳ',
  y: 'ɣʏΥγУуҮүᎩᎽᶌỿⲨꓬꭚ',
  z: 'ΖᏃᴢꓜꮓ𐋵',
};

/** What passes for a Latin letter in names though Unicode does not list it, and digits that pass for letters. */
const BESIDE: Readonly<Record<string, string>> = {
  b: 'ьвβЪъ',
  c: 'ϲϹ',
  d: 'ɗđ',
  e: 'єЄεɛ',
  f: 'ғϝƒ',
  g: 'ԍ',
  h: 'Һнħ',
  i: 'ІΙӀ',
  j: 'յ',
  k: 'кκҡ',
  l: 'ⅼł|1',
  m: 'м',
  n: 'пηɴ',
  o: '0øФ',
  q: 'Ԛ',
  r: 'яɾ',
  t: 'тτŧ',
  u: 'цμ',
  w: 'шω',
  x: 'χ',
  z: 'ʐ',
  ae: 'æ',
  oe: 'œ',
  ss: 'ß',
};

const LISTED = [UNICODE, BESIDE].flatMap((table) =>
  Object.entries(table).flatMap(([latin, letters]) => [...letters].map((letter) => [letter, latin] as const)),
);
/** The small form of a listed capital counts too, unless it is listed itself: a small nu looks like v, a capital one like N. */
const BY_LETTER = new Map([
  ...LISTED.map(([letter, latin]) => [letter.toLowerCase(), latin] as const).filter(([small]) =>
    /\P{ASCII}/u.test(small),
  ),
  ...LISTED,
]);

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
