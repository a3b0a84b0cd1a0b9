import type { SourceHead } from './types.ts';

const LOST_IN_EXPORT = /System\.(?:Object|String)\[\]|System\.Collections\.(?:Hashtable|Generic)|"@\{\w+=/;
const PLACEHOLDER = /\$[A-Z][A-Za-z]+\$|["',;\t]\{[A-Za-z][\w-]*\}["',;\t\r\n]|["',;\t]X{8,}["',;\t\r\n]/;
const SCIENTIFIC_ID = /(?:^|["',;\t\n])\d[.,]\d{2,}E\+\d{2}(?=["',;\t\r\n]|$)/;

/** Sentences about damage that shows in the text itself, wherever the records are. */
export function damageWarnings(text: string, kind: SourceHead['kind']): readonly string[] {
  if (kind === 'nothing') return [];
  const warnings: string[] = [];
  if (LOST_IN_EXPORT.test(text)) {
    warnings.push(
      'Some fields were lost in the export: PowerShell wrote type names (System.Object[], @{…}) in place of values. Export again with ConvertTo-Json -Depth 10.',
    );
  }
  if (PLACEHOLDER.test(text)) {
    warnings.push(
      'The file holds unexpanded placeholders (such as {clientId} or $TenantId$): it looks like a template or a blanked file.',
    );
  }
  if (kind === 'csv' && SCIENTIFIC_ID.test(text)) {
    warnings.push(
      'The file was saved again by a spreadsheet: long numbers became scientific notation (1.23E+17), so ids are damaged. Use the original export.',
    );
  }
  return warnings;
}
