/** Says that a file ends before its last record does, and where. */
export function cutOffSentence(byte: number): string {
  return `The file ends in the middle of a record (byte ${byte}): the download was cut off. The complete records before it can be read.`;
}

/** The reason that the record at that place is not taken for what is left of it. */
export function cutOffReason(byte: number): string {
  return `the file ends in the middle of a record (byte ${byte})`;
}

/**
 * Whether the last row of a table, one that no line end closes, lacks cells that every row before it has. Such a row may end
 * in half a value, and half a scope is another scope.
 */
export function isCutRow(row: readonly string[], columns: number, others: readonly (readonly string[])[]): boolean {
  return row.length < columns && others.length > 0 && others.every((other) => other.length >= columns);
}
