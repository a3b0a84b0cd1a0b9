import {
  MAPPING_FIELDS,
  type ColumnGuess,
  type MappingField,
  type PlainMapping,
} from '../../../shared/contract/imports.ts';
import { TARGET_FIELDS } from '../../../shared/domain/mapping.ts';
import { isSecretKey, redactSecrets } from '../lib/redact.ts';
import { nameFits } from './column-names.ts';
import { fieldOfShape, judgeShape, platformOfValues, shapeOf } from './column-shapes.ts';

const SAMPLES = 3;
/** A guess below this is none. */
const LEAST = 0.3;

type Guess = Pick<ColumnGuess, 'confidence' | 'why'> & { readonly field: MappingField };

/** For each column which field it could fill: by its name, by the shape of its values, or not at all. No field twice. */
export function guessColumns(columns: readonly string[], rows: readonly (readonly string[])[]): ColumnGuess[] {
  const candidates = columns.flatMap((column, index) =>
    fits(column, valuesOf(rows, index)).map((guess) => ({ index, guess })),
  );
  const chosen = new Map<number, Guess>();
  const taken = new Set<MappingField>();
  for (const { index, guess } of candidates.toSorted((a, b) => b.guess.confidence - a.guess.confidence)) {
    if (chosen.has(index) || taken.has(guess.field)) continue;
    chosen.set(index, guess);
    taken.add(guess.field);
  }
  return columns.map((column, index): ColumnGuess => {
    const samples = [...new Set(valuesOf(rows, index))]
      .slice(0, SAMPLES)
      .map((value) => (isSecretKey(column) ? '[secret]' : redactSecrets(value.slice(0, 1000)).text.slice(0, 200)));
    const guess = chosen.get(index);
    if (guess !== undefined) return { column, samples, ...guess };
    const lost = candidates.find((one) => one.index === index)?.guess;
    const why = lost === undefined ? 'nothing tells' : 'another column fits better';
    return { column, samples, field: null, confidence: 0, why };
  });
}

function valuesOf(rows: readonly (readonly string[])[], index: number): string[] {
  return rows.map((row) => (row[index] ?? '').trim()).filter((value) => value !== '');
}

/** The fields a column could fill, likeliest first. */
function fits(column: string, values: readonly string[]): Guess[] {
  const shape = shapeOf(values);
  const byName = [...nameFits(column)].map(([field, confidence]): Guess => {
    const { supports, contradicts } = judgeShape(field, shape);
    if (supports !== null)
      return { field, confidence: Math.min(1, confidence + 0.1), why: `column name, and values are ${supports}` };
    if (contradicts !== null) return { field, confidence: confidence * 0.3, why: 'column name alone' };
    return shape.isEmpty
      ? { field, confidence: confidence * 0.9, why: 'column name; the first records leave it empty' }
      : { field, confidence, why: 'column name' };
  });
  const alone = fieldOfShape(shape);
  const byShape: Guess[] =
    alone === null || byName.some((guess) => guess.field === alone.field)
      ? []
      : [{ field: alone.field, confidence: 0.5, why: `values are ${alone.what}` }];
  return [...byName, ...byShape]
    .filter((guess) => guess.confidence >= LEAST)
    .toSorted((a, b) => b.confidence - a.confidence);
}

/** Fields that only a log has besides a time. */
const OF_EVENTS: readonly MappingField[] = ['event', 'operation', 'eventId', 'ip', 'result'];

/** A first mapping from the guesses, for the user to correct; null when no column seems to name an app. */
export function suggestMapping(
  guesses: readonly ColumnGuess[],
  rows: readonly (readonly string[])[],
): PlainMapping | null {
  const columns = new Map(guesses.flatMap(({ field, column }) => (field === null ? [] : [[field, column] as const])));
  if (!columns.has('connector') && !columns.has('connectorName')) return null;
  const isLog = columns.has('time') && OF_EVENTS.some((field) => columns.has(field));
  const target = isLog || (columns.has('time') && !columns.has('scopes')) ? 'events' : 'grants';
  const fields: Partial<Record<MappingField, string>> = {};
  for (const field of MAPPING_FIELDS) {
    const column = columns.get(field);
    if (column !== undefined && TARGET_FIELDS[target].includes(field)) fields[field] = column;
  }
  return { target, platform: platformOfValues(rows.flat()), fields };
}
