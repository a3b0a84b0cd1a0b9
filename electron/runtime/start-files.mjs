/**
 * Puts what an entry needs from its first moment into one file, `start`, instead of one for every set of entries that share
 * something: to read fifty files takes longer than to read one of their size. What other entries need as well stays apart, so that
 * they do not read the whole. To be used as the name of a group of modules in the build.
 * @param {string} entry path of the entry's source
 * @param {object} options
 * @param {readonly { readonly entries: readonly string[], readonly file: string | null }[]} options.others paths of other entries,
 *   and the name of the file for what the entry shares with them; null leaves that to the bundler. The first that applies counts
 * @param {boolean} options.isEntryInside whether the entry lies in the file itself; an entry that does something when it is read
 *   must not, where something else reads the file
 * @returns {(id: string, context: import('vite').Rolldown.ChunkingContext) => string | null}
 */
export function startFiles(entry, { others, isEntryInside }) {
  /** @type {Set<string> | null} */
  let first = null;
  /** @type {{ modules: Set<string>, file: string | null }[]} */
  let apart = [];
  return (id, context) => {
    if (first === null) {
      first = staticImports([entry], context);
      apart = others.map(({ entries, file }) => ({ modules: staticImports(entries, context), file }));
      if (!isEntryInside) first.delete(entry);
    }
    if (!first.has(id)) return null;
    const shared = apart.find(({ modules }) => modules.has(id));
    return shared === undefined ? 'start' : shared.file;
  };
}

/**
 * @param {readonly string[]} entries
 * @param {import('vite').Rolldown.ChunkingContext} context
 * @returns {Set<string>}
 */
function staticImports(entries, context) {
  const found = new Set(entries);
  // What is added on the way is visited as well.
  for (const id of found) for (const imported of context.getModuleInfo(id)?.importedIds ?? []) found.add(imported);
  return found;
}
