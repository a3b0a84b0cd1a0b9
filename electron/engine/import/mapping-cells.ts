import type { MappingField, PlainMapping } from '../../../shared/contract/imports.ts';
import type { ClientReference, EventFact, FieldReader, MapContext } from '../importers/importer.ts';
import { isPlaceholder } from '../importers/parts/placeholders.ts';
import { yesOrNo } from '../importers/parts/register.ts';
import { cellLabel } from '../importers/parts/spreadsheet-cells.ts';
import { scopesOfList, splitScopes } from '../lib/scope-list.ts';
import { lacksZone } from '../reading/zone.ts';

type MappedRecord = FieldReader<MappingField>;

/** What a field says: the label of a spreadsheet link, no apostrophe that only marks text, nothing for placeholders. */
export function plain(record: MappedRecord, field: MappingField): string {
  const text = cellLabel(withoutMark(record.text(field)));
  return isPlaceholder(text) ? '' : text;
}

/** Spreadsheets and their exporters put an apostrophe before what is text and no formula or number. */
function withoutMark(text: string): string {
  return text.replace(/^'(?=[=+\-@\d\t\r])(?!.*'$)/s, '');
}

/** `1.23E+17`, or a long number of which a spreadsheet kept 15 digits and filled the rest with zeros. */
const DAMAGED_ID = /^[+-]?\d(?:[.,]\d+)?e\+?\d{1,3}$|^\d{15}0{4,}$/i;

/** True for an id that a spreadsheet made another one of; nothing may be keyed by it. */
export function isDamagedId(id: string): boolean {
  return DAMAGED_ID.test(id);
}

/** An id where a column gives one; only a name otherwise, which is joined to an app where exactly one has it. */
export function clientOf(record: MappedRecord): ClientReference | { readonly rejected: string } {
  const id = plain(record, 'connector');
  const name = plain(record, 'connectorName');
  if (isDamagedId(id)) return { rejected: 'id damaged by a spreadsheet (1.23E+17): use the original export' };
  if (id !== '') return { space: 'app', id, ...(name === '' ? {} : { name }) };
  return name === '' ? { rejected: 'no app is named' } : { space: 'name', id: name, name };
}

/** The scopes of a record; a list in a JSON file is taken entry by entry. */
export function scopesOf(record: MappedRecord): string[] {
  const value = record.raw('scopes');
  const parts = Array.isArray(value) ? scopesOfList(value) : splitScopes(plain(record, 'scopes'));
  return parts.filter((scope) => !isPlaceholder(scope) || scope === '*');
}

/** Days since 1900 as spreadsheets store dates: 1954 to 2119. */
const SERIAL = /^[2-7]\d{4}(?:[.,]\d+)?$/;
/** Years that exporters write for “none” and “for ever”. */
const NEVER = /^0+$|(?<!\d)(?:0001|16\d\d|18\d\d|19[0-6]\d|1970|2[1-9]\d\d|[3-9]\d{3})(?!\d)/;

/** A time, null where the field says none, or the reason why it cannot be read. */
export function timeOf(
  record: MappedRecord,
  field: MappingField,
  mapping: PlainMapping,
  context: MapContext,
): number | null | { readonly rejected: string } {
  const text = plain(record, field);
  if (text === '') return null;
  const column = (mapping.fields[field] ?? field).slice(0, 80);
  if (SERIAL.test(text))
    return { rejected: `“${column}” holds day numbers of a spreadsheet (45678.5), not dates: use the original export` };
  // A column may name the zone that its values leave out.
  const isUtc = /\b(?:utc|gmt)\b/i.test(column.replaceAll('_', ' ')) && lacksZone(text);
  const time = context.time(isUtc && /\d:\d/.test(text) ? `${text} UTC` : text);
  if (time !== null || !/\d/.test(text) || NEVER.test(text)) return time;
  return { rejected: `“${column}” holds no readable time` };
}

const YES = /^(?:wahr|vrai|verdadero|vero|on|☑|✅|\u2714\ufe0f)$/i;
const NO = /^(?:falsch|faux|falso|off|✗|✘|☐|❌)$/i;

/** Yes, no, or neither, in the words and signs of spreadsheets and consoles. */
export function answerOf(text: string): 'yes' | 'no' | '' {
  return YES.test(text) ? 'yes' : NO.test(text) ? 'no' : yesOrNo(text);
}

/** Whether the publisher is verified; null when the cell says neither. */
export function verifiedOf(text: string): boolean | null {
  const answer = answerOf(text);
  if (answer !== '') return answer === 'yes';
  if (/^(?:un|not |non|nicht |no )/i.test(text)) return false;
  return /^(?:verified|certified|attested|verifiziert|zertifiziert|verificad[oa]|vérifiée?)\b/i.test(text)
    ? true
    : null;
}

/** A number of people, with separators of thousands; null when it is none. */
export function countOf(text: string): number | null {
  if (!/^(?:\d{1,9}|\d{1,3}(?:[,.'’\s]\d{3}){1,2})$/.test(text)) return null;
  return Number(text.replaceAll(/\D/g, ''));
}

/** Several addresses in one cell are several people; anything else is one. */
export function peopleOf(text: string): string[] {
  const parts = text
    .split(/[;,|\r\n]+/)
    .map((part) => part.trim())
    .filter((part) => part !== '');
  return parts.length > 1 && parts.every((part) => /^[^\s@]+@[^\s@]+$/.test(part)) ? [...new Set(parts)] : [text];
}

/** A status code or a word; without either the record only shows an attempt. */
export function resultOf(text: string): EventFact['result'] {
  if (answerOf(text) === 'yes') return 'success';
  if (
    /^(?:2\d\d|304|success(?:ful)?|succeeded|ok|allow(?:ed)?|0|passed|granted|erfolg(?:reich)?|éxito|exitoso|correcto|succès|réussi)$/i.test(
      text,
    )
  )
    return 'success';
  if (
    /^(?:401|403|den(?:y|ied)|access[ _]denied|block(?:ed)?|unauthorized|forbidden|verweigert|blockiert|denegado|bloqueado|refusé|bloqué)$/i.test(
      text,
    )
  )
    return 'denied';
  return 'attempted';
}
