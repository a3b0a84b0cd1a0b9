/** A tree of path templates; static segments win over `{}`. */
export interface PathTrie {
  readonly vocabulary: ReadonlySet<string>;
  /** The best template for the path under this method, or null. */
  find(method: string, segments: readonly string[]): TemplateHit | null;
  /** The longest beginning of the path that any template shares, written as a template. */
  longestPrefix(segments: readonly string[]): readonly string[];
}

/** One object per (method, path): it can serve as a key. */
export interface TemplateHit {
  readonly method: string;
  readonly path: string;
  readonly set: number;
}

interface Node {
  readonly path: string;
  readonly children: Map<string, Node>;
  wildcard: Node | null;
  hits: Map<string, TemplateHit> | null;
}

/** Builds the tree from [methods, path, set] rows. */
export function buildPathTrie(rows: Iterable<readonly [string, string, number, ...unknown[]]>): PathTrie {
  const root = newNode('');
  const vocabulary = new Set<string>();
  for (const [methods, path, set] of rows) {
    let node = root;
    for (const segment of path.split('/')) {
      if (segment === '') continue;
      if (segment !== '{}') vocabulary.add(segment);
      node = childOf(node, segment);
    }
    node.hits ??= new Map();
    for (const method of methods.split(',')) node.hits.set(method, { method, path: node.path, set });
  }
  return {
    vocabulary,
    find(method, segments) {
      return find(root, method, segments, 0);
    },
    longestPrefix(segments) {
      return deepest(root, segments, 0).path.split('/').filter(Boolean);
    },
  };
}

function newNode(path: string): Node {
  return { path, children: new Map(), wildcard: null, hits: null };
}

function childOf(node: Node, segment: string): Node {
  if (segment === '{}') return (node.wildcard ??= newNode(`${node.path}/{}`));
  const known = node.children.get(segment);
  if (known) return known;
  const child = newNode(`${node.path}/${segment}`);
  node.children.set(segment, child);
  return child;
}

function find(node: Node, method: string, segments: readonly string[], position: number): TemplateHit | null {
  const segment = segments[position];
  if (segment === undefined) return node.hits?.get(method) ?? null;
  const child = node.children.get(segment);
  const hit = child ? find(child, method, segments, position + 1) : null;
  return hit ?? (node.wildcard && isId(segment) ? find(node.wildcard, method, segments, position + 1) : null);
}

function deepest(node: Node, segments: readonly string[], position: number): Node {
  const segment = segments[position];
  if (segment === undefined) return node;
  const child = node.children.get(segment);
  const along = child ? deepest(child, segments, position + 1) : node;
  const around = node.wildcard && isId(segment) ? deepest(node.wildcard, segments, position + 1) : node;
  return depth(around) > depth(along) ? around : along;
}

function depth(node: Node): number {
  return node.path.split('/').length;
}

/** Colon markers, calls, type names and system segments are never ids. */
function isId(segment: string): boolean {
  return !segment.startsWith('$') && !segment.endsWith(':') && !segment.endsWith('()') && !TYPE_NAME.test(segment);
}

const TYPE_NAME = /^(?:microsoft\.)?graph\.[a-z]/;
