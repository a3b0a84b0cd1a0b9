/** Where somebody has been in the help, and where they are. */
export interface Trail {
  readonly places: readonly string[];
  readonly at: number;
}

export function beginTrail(place: string): Trail {
  return { places: [place], at: 0 };
}

export function placeOf({ places, at }: Trail): string {
  return places[at] ?? 'contents';
}

/** One place further; what lay ahead is forgotten. The place where one is does not come twice. */
export function goOn(trail: Trail, place: string): Trail {
  if (placeOf(trail) === place) return trail;
  const places = [...trail.places.slice(0, trail.at + 1), place];
  return { places, at: places.length - 1 };
}

/** Back (-1) or forward (1), as far as there is something. */
export function step(trail: Trail, by: -1 | 1): Trail {
  return { ...trail, at: Math.min(Math.max(trail.at + by, 0), trail.places.length - 1) };
}
