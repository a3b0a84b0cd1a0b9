/**
 * Puts what an entry needs from its first moment into one file, `start`, instead of one for every set of entries that share
 * something: to read fifty files takes longer than to read one of their size. What `others` need as well stays apart, so that
 * they do not read the whole. To be used as the name of a group of modules in the build.
 * @param {string} entry path of the entry's source
 * @param {object} options
 * @param {readonly string[]} options.others paths of the other entries
 * @param {boolean} options.isEntryInside whether the entry lies in the file itself; an entry that does something when it is read
 *   must not, where something else reads the file
 * @param {string | null} options.shared name of the file for what others need as well; null leaves that to the bundler
 * @returns {(id: string, context: import('vite').Rolldown.ChunkingContext) => string | null}
 */
export function startFiles(entry, { others, isEntryInside, shared }) {
  /** @type {Set<string> | null} */
  let first = null;
  /** @type {Set<string>} */
  let apart = new Set();
  return (id, context) => {
    if (first === null) {
      first = staticImports([entry], context);
      apart = staticImports(others, context);
      if (!isEntryInside) first.delete(entry);
    }
    if (!first.has(id)) return null;
    return apart.has(id) ? shared : 'start';
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
