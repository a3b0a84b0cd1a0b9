import { unzipSync } from 'fflate';

/**
 * The first column of each sheet of a workbook of ours, without its header, by the name of the sheet. Throws for a file of
 * another make: entries must be stored as they are, so that reading costs no more than the file has bytes.
 */
export function firstColumns(bytes: Uint8Array): Map<string, string[]> {
  const parts = unzipSync(bytes, {
    filter: ({ compression, size, originalSize, name }) => {
      if (compression !== 0 || size !== originalSize) throw new Error(`${name} is packed`);
      return true;
    },
  });
  const part = (name: string): string => Buffer.from(parts[name] ?? []).toString('utf8');
  const texts = [...part('xl/sharedStrings.xml').matchAll(/<t(?: [^>]*)?>([^<]*)<\/t>/g)].map(([, text]) =>
    plain(text ?? ''),
  );
  const names = [...part('xl/workbook.xml').matchAll(/<sheet [^>]*name="([^"]*)"/g)].map(([, name]) =>
    plain(name ?? ''),
  );
  return new Map(
    names.map((name, index) => {
      const rows = part(`xl/worksheets/sheet${index + 1}.xml`).matchAll(/<row [^>]*>(.*?)<\/row>/gs);
      const cells = [...rows].map(([, row]) => /<c r="A\d+"[^>]*t="s"[^>]*><v>(\d+)<\/v>/.exec(row ?? '')?.[1]);
      return [name, cells.slice(1).map((at) => (at === undefined ? '' : (texts[Number(at)] ?? '')))];
    }),
  );
}

const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' };

function plain(text: string): string {
  return text
    .replaceAll(/&(lt|gt|quot|apos|amp);/g, (whole, name: string) => ENTITIES[name] ?? whole)
    .replaceAll('_x000D_', '\r')
    .replaceAll('_x005F_', '_');
}
