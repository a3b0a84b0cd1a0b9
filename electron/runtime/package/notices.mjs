/**
 * What others made and under which licences, with every licence in full once.
 * @param {import('./inventory.mjs').Component[]} components
 * @param {import('./build-info.mjs').BuildInfo} info
 * @returns {string}
 */
export function makeNotices(components, info) {
  /** @type {Map<string, string[]>} */
  const users = new Map();
  for (const { name, version, texts } of components) {
    for (const { text } of texts) users.set(text, [...(users.get(text) ?? []), `${name} ${version}`]);
  }
  const rule = '='.repeat(78);
  const list = components.map(({ name, version, license, note }) =>
    [`${name} ${version}: ${license}`, ...(note === undefined ? [] : [`    ${note}`])].join('\n'),
  );
  const parts = [...users].map(([text, names]) => `${rule}\n${names.join('\n')}\n${rule}\n\n${text}\n`);
  return [
    `Countersign ${info.version}: what others made`,
    '',
    'Parts of this program were made by others and are used under these licences. Electron holds Chromium,',
    'Node and many more; their licences are in the file LICENSES.chromium.html in the folder of the program.',
    '',
    ...list,
    '',
    ...parts,
  ].join('\n');
}
