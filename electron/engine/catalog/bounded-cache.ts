/** A map of at most about `2 * size` strings: when the younger half is full, the older half is dropped. */
export interface BoundedCache<T> {
  get(key: string): T | undefined;
  /** Stores and returns the value. */
  set(key: string, value: T): T;
}

export function boundedCache<T>(size: number): BoundedCache<T> {
  let young = new Map<string, T>();
  let old = new Map<string, T>();
  function store(key: string, value: T): T {
    if (young.size >= size) {
      old = young;
      young = new Map();
    }
    // A slice keeps the whole text it was cut from alive; this copies it.
    young.set(Buffer.from(key, 'utf8').toString('utf8'), value);
    return value;
  }
  return {
    get(key) {
      const value = young.get(key);
      if (value !== undefined) return value;
      const older = old.get(key);
      return older === undefined ? undefined : store(key, older);
    },
    set: store,
  };
}
