/** Where a grid stood when it was left. */
export interface KeptPosition {
  readonly active: number;
  readonly offset: number;
  readonly resetKey: string;
}

/** Positions of the grids with a `stateKey`, so that coming back finds the row that was left. */
export const keptPositions = new Map<string, KeptPosition>();

/** Another case begins at the top of every grid. */
export function forgetPositions(): void {
  keptPositions.clear();
}
