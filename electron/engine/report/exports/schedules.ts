import { unzipSync } from 'fflate';
import type { Row, SheetData } from 'write-excel-file/node';
import { EXPORT_FILES } from '../../evidence/bundle-layout.ts';
import { writeStoredZip } from '../../evidence/zip.ts';
import type { ReportModel } from '../model.ts';
import { type Column, type Schedule, schedules, type Value } from './schedule-tables.ts';

/**
 * The schedules of a report as one workbook (Office Open XML): a sheet for each, its header frozen, times as times in UTC.
 * Every text is a text cell, so that a spreadsheet runs none of it. The same model gives the same bytes in any time zone.
 */
export async function buildSchedules(model: ReportModel): Promise<Uint8Array> {
  const sheets = schedules(model).map((schedule) => ({
    sheet: schedule.name,
    stickyRowsCount: 1,
    columns: schedule.columns.map(({ width }) => ({ width })),
    data: rowsOf(schedule),
  }));
  // Loaded when it is needed, as the PDF library is.
  const { default: writeXlsxFile } = await import('write-excel-file/node');
  const parts = unzipSync(await writeXlsxFile(sheets).toBuffer());
  const texts = parts[SHARED_TEXTS];
  if (texts === undefined) throw new Error(`${EXPORT_FILES.schedules} came out without texts`);
  const restored = Buffer.from(texts).toString('utf8').replace(MARKED, '<t xml:space="preserve">');
  // Written again: the archive of the library carries the time of the computer.
  return writeStoredZip(new Map(Object.entries({ ...parts, [SHARED_TEXTS]: Buffer.from(restored, 'utf8') })));
}

const SHARED_TEXTS = 'xl/sharedStrings.xml';
/**
 * Stands before every text until the file is written: the library looks texts up among the members of an object, where an
 * app called `constructor` would find a function.
 */
const MARK = '\u2063:';
const MARKED = new RegExp(`<t(?: [^>]*)?>${MARK}`, 'gu');

function rowsOf({ columns, rows }: Schedule): SheetData {
  const header: Row = columns.map(({ title }) => ({ ...textCell(title), fontWeight: 'bold', wrap: true }));
  return [header, ...rows.map((row) => columns.map((column, index) => cellOf(column, row[index] ?? null)))];
}

function cellOf({ kind }: Column, value: Value): Row[number] {
  if (value === null || value === '') return null;
  if (typeof value === 'number') return { type: Number, value };
  if (kind === 'time' || kind === 'date') {
    const time = Date.parse(value);
    // The first day a spreadsheet can count is 1900-01-01; what lies before it, or is no time, stays text.
    if (time >= FIRST_DAY)
      return { type: Date, value: new Date(time), format: kind === 'time' ? 'yyyy-mm-dd hh:mm:ss' : 'yyyy-mm-dd' };
  }
  return textCell(value);
}

const FIRST_DAY = Date.UTC(1900, 2, 1);
/** What a cell holds at most (ECMA-376 has no limit, spreadsheets do). */
const LONGEST = 32_767;
const CUT = '… (cut here; whole in the other files of the bundle)';

function textCell(value: string): { type: StringConstructor; value: string } {
  // `_x0041_` in a file stands for the character with that number (ECMA-376 part 1, 22.9.2.19); a text that holds such a sequence means itself.
  const text = value
    .toWellFormed()
    .replaceAll(/_(?=x[0-9A-Fa-f]{4}_)/g, '_x005F_')
    .replaceAll('\r', '_x000D_');
  const whole = text.length <= LONGEST ? text : `${text.slice(0, LONGEST - CUT.length).toWellFormed()}${CUT}`;
  return { type: String, value: `${MARK}${whole}` };
}
