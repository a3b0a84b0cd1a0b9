import type { Section } from '../section.ts';

const files = import.meta.glob<Section>(['./*.ts', '!./index.ts'], { eager: true, import: 'default' });

/** Every section of this folder in printing order. Adding a section is adding a file. */
export const sections: readonly Section[] = Object.values(files).toSorted((a, b) => a.order - b.order);

if (new Set(sections.map((section) => section.id)).size !== sections.length)
  throw new Error('two report sections share an id');
