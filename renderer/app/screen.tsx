import { type ComponentType, useEffect, useState } from 'react';
import { PageSkeleton } from '../components/State.tsx';

interface Loaded {
  readonly Component: ComponentType;
}
type Read = () => Promise<Loaded>;

const readers = new Map<ComponentType, Read>();

/**
 * A screen whose code is read when it is first shown; at once when it was read before. Not by React's `lazy`: what has suspended
 * is shown no sooner than 300 ms after the skeleton in its place.
 */
export function screen(load: () => Promise<ComponentType>): ComponentType {
  let known: Loaded | null = null;
  const read = async () => (known ??= { Component: await load() });
  function Screen() {
    const [loaded, setLoaded] = useState(known);
    const [failure, setFailure] = useState<{ readonly error: unknown } | null>(null);
    useEffect(() => {
      if (loaded === null) read().then(setLoaded, (error: unknown) => setFailure({ error }));
    }, [loaded]);
    // For the error boundary of the route.
    if (failure !== null) throw failure.error;
    return loaded === null ? <PageSkeleton /> : <loaded.Component />;
  }
  readers.set(Screen, read);
  return Screen;
}

/** Begins to read a screen that is likely to be shown next. What goes wrong is told when it is shown. */
export function readAhead(Screen: ComponentType | null | undefined): void {
  if (Screen)
    readers
      .get(Screen)?.()
      .catch(() => undefined);
}
