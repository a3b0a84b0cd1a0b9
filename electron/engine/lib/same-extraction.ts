/** Pages and parts of one extraction are written within hours; two extractions of a review lie further apart. */
export const SAME_EXTRACTION = 12 * 3_600_000;
