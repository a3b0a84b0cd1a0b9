type Segments = readonly string[];

/**
 * Other ways to write the same call, in the order to try them. Each is a path whose permissions are those of the path
 * given: an alias of the same object, or the path without a suffix or cast that needs no permission of its own.
 */
export function graphAliases(segments: Segments): Segments[] {
  const variants: Segments[] = [segments];
  for (const rewrite of REWRITES) {
    const rewritten = variants.map(rewrite).filter((variant, position) => variant !== variants[position]);
    variants.push(...rewritten);
  }
  return variants.slice(1);
}

const REWRITES: readonly ((segments: Segments) => Segments)[] = [
  itemByColon,
  rootAsItem,
  driveOfOwner,
  foldersAside,
  nestedSite,
  withoutSuffix,
  withoutNamespace,
  withoutCast,
  withoutCall,
];

/** root:/{}:/x and items/{}:/{}:/x address an item by path: items/{}/x. */
function itemByColon(segments: Segments): Segments {
  const root = segments.indexOf('root:');
  if (root >= 0) return [...segments.slice(0, root), 'items', '{}', ...segments.slice(root + 2)];
  const colon = segments.indexOf('{}:');
  if (colon < 1) return segments;
  const parent = segments[colon - 1];
  if (parent === 'items') return [...segments.slice(0, colon), '{}', ...segments.slice(colon + 2)];
  if (parent === 'special') return [...segments.slice(0, colon - 1), 'items', '{}', ...segments.slice(colon + 2)];
  return segments;
}

/** The root folder is an item: drive/root/x is drive/items/{}/x; so are special folders. */
function rootAsItem(segments: Segments): Segments {
  const root = segments.findIndex(
    (segment, position) =>
      segment === 'root' && (segments[position - 1] === 'drive' || segments[position - 2] === 'drives'),
  );
  if (root >= 0) return [...segments.slice(0, root), 'items', '{}', ...segments.slice(root + 1)];
  const special = segments.findIndex((segment, position) => segment === 'special' && position > 0);
  if (special >= 0 && segments.length > special + 1) {
    return [...segments.slice(0, special), 'items', '{}', ...segments.slice(special + 2)];
  }
  return segments;
}

/** A drive reached through its owner, a list item or a share is a drive. */
function driveOfOwner(segments: Segments): Segments {
  const [first] = segments;
  if (first === 'drive') return ['drives', '{}', ...segments.slice(1)];
  const driveItem = segments.indexOf('driveitem');
  if (driveItem > 0 && (first === 'sites' || first === 'shares')) {
    return ['drives', '{}', 'items', '{}', ...segments.slice(driveItem + 1)];
  }
  if (first !== 'users' && first !== 'groups' && first !== 'sites' && first !== 'teams') return segments;
  const drives = segments.indexOf('drives', 2);
  if (drives > 0 && segments.length > drives + 1) return ['drives', '{}', ...segments.slice(drives + 2)];
  const drive = segments.indexOf('drive', 2);
  return drive > 0 ? ['drives', '{}', ...segments.slice(drive + 1)] : segments;
}

const FOLDERS: ReadonlyMap<string, readonly string[]> = new Map([
  ['mailfolders', ['messages', 'childfolders']],
  ['childfolders', ['messages', 'childfolders']],
  ['contactfolders', ['contacts']],
  ['calendargroups', ['calendars']],
  ['calendars', ['events', 'calendarview']],
]);

/** A message in a folder needs what the message alone needs; the same holds for events and contacts. */
function foldersAside(segments: Segments): Segments {
  const owner = segments[0];
  if (owner !== 'users' && owner !== 'groups') return segments;
  const result: string[] = segments.slice(0, 2);
  for (let position = 2; position < segments.length; position++) {
    const segment = segments[position] ?? '';
    const contents = FOLDERS.get(segment);
    const next = segments[position + 2];
    if (contents && next !== undefined && contents.includes(next)) position++;
    else if (
      segment === 'calendar' &&
      (segments[position + 1] === 'events' || segments[position + 1] === 'calendarview')
    )
      continue;
    else result.push(segment);
  }
  return result.length === segments.length ? segments : result;
}

/** A site below a site, or the site of a group, is a site. */
function nestedSite(segments: Segments): Segments {
  const last = segments.lastIndexOf('sites');
  if (last > 0 && segments.length > last + 1) return ['sites', '{}', ...segments.slice(last + 2)];
  if (segments[0] === 'sites' && segments[1] === '{}:') return ['sites', '{}', ...segments.slice(3)];
  return segments;
}

function withoutSuffix(segments: Segments): Segments {
  const last = segments.at(-1);
  return last === '$count' || last === '$value' || last === '$ref' ? segments.slice(0, -1) : segments;
}

const NAMESPACE = /^(?:microsoft\.)?graph\.(?:[a-z0-9]+\.)*/;

/** `microsoft.graph.delta()` is the function `delta()`. */
function withoutNamespace(segments: Segments): Segments {
  return segments.some((segment) => NAMESPACE.test(segment))
    ? segments.map((segment) => segment.replace(NAMESPACE, ''))
    : segments;
}

function withoutCast(segments: Segments): Segments {
  const kept = segments.filter((segment) => !NAMESPACE.test(segment) || segment.endsWith('()'));
  return kept.length === segments.length ? segments : kept;
}

/** A function written with empty brackets, or an object addressed by an alternate key. */
function withoutCall(segments: Segments): Segments {
  if (!segments.some((segment) => segment.endsWith('()'))) return segments;
  return segments.flatMap((segment, position) => {
    if (!segment.endsWith('()')) return [segment];
    const name = segment.slice(0, -2);
    return position === segments.length - 1 ? [name] : [name, '{}'];
  });
}
