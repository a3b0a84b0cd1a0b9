/** The faces that `index.html` reads ahead, and that a screen is drawn with from the first on. */
export const FACES = ['400 1em Inter', '500 1em Inter', '600 1em Inter'];

/**
 * Resolves when the faces of the first screen can be drawn with, or cannot be read: what is laid out before that is laid out
 * once more for every face that comes, and asks the system for the fonts in their places.
 */
export async function startFonts(): Promise<void> {
  await Promise.allSettled(FACES.map((face) => document.fonts.load(face)));
}
