/**
 * A step of the build that puts what an entry needs from its first moment into one file, instead of one for every set of
 * entries that share something: reading fifty files takes longer than reading one of their size. What `others` need too
 * stays apart, so that they do not read the whole.
 * @param {string} entry end of the path of the entry's source
 * @param {readonly string[]} others ends of the paths of other entries
 * @returns {{ plugin: import('vite').Plugin, test: (id: string) => boolean }} `test` tells whether a module belongs there
 */
export function startChunk(entry, others) {
  /** @type {Set<string>} */
  let chosen = new Set();
  return {
    plugin: {
      name: 'start-chunk',
      buildEnd() {
        /** @param {readonly string[]} ends @returns {Set<string>} */
        const reached = (ends) => {
          const found = new Set([...this.getModuleIds()].filter((id) => ends.some((end) => id.endsWith(end))));
          // What is added on the way is visited as well.
          for (const id of found) for (const next of this.getModuleInfo(id)?.importedIds ?? []) found.add(next);
          return found;
        };
        const apart = reached(others);
        chosen = new Set([...reached([entry])].filter((id) => !apart.has(id)));
      },
    },
    test: (id) => chosen.has(id),
  };
}
