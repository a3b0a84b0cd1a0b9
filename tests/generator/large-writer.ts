import { closeSync, openSync, writeSync } from 'node:fs';

const CHUNK_CHARACTERS = 1 << 16;

/** Writes a file line by line in chunks: the memory does not depend on its size. */
export function createWriter(path: string) {
  const file = openSync(path, 'w');
  let chunk = '';
  const flush = (): void => {
    const bytes = Buffer.from(chunk, 'utf8');
    for (let offset = 0; offset < bytes.length;) offset += writeSync(file, bytes, offset);
    chunk = '';
  };
  return {
    line(text: string, end: string): void {
      chunk += text + end;
      if (chunk.length >= CHUNK_CHARACTERS) flush();
    },
    end(): void {
      flush();
      closeSync(file);
    },
  };
}
