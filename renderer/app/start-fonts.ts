/** The faces that `index.html` reads ahead, each with a letter of its own. */
const FACES = [
  ['400 1em Inter', 'a'],
  ['500 1em Inter', 'a'],
  ['600 1em Inter', 'a'],
  ['700 1em Inter', 'a'],
  ['600 1em Inter', 'я'],
  ['400 1em "JetBrains Mono"', 'a'],
] as const;

/**
 * Resolves when the faces of the first screen can be drawn with, or cannot be read: what is laid out before that is laid out
 * once more for every face that comes, and asks the system for the fonts in their places.
 */
export async function startFonts(): Promise<void> {
  await Promise.allSettled(FACES.map(([font, letter]) => document.fonts.load(font, letter)));
}
