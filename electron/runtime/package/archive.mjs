import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { captureOrFail } from '../process.mjs';

/**
 * Packs a folder with GNU tar so that the same folder gives the same bytes.
 * @param {{ folder: string, name: string, file: string, date: string }} options `name`: of the one folder inside; `date`: of all files
 */
export async function makeTar({ folder, name, file, date }) {
  const same = ['--sort=name', `--mtime=${date}`, '--owner=0', '--group=0', '--numeric-owner', '--format=gnu'];
  const rename = `--transform=s,^${basename(folder)},${name},`;
  const gzip = '--use-compress-program=gzip -n -6';
  await captureOrFail('Making the archive', 'tar', [
    ...same,
    '--mode=go-w,a+rX,u-s',
    rename,
    gzip,
    '-cf',
    file,
    '-C',
    dirname(folder),
    basename(folder),
  ]);
}

/** Writes SHA256SUMS for all files of a folder, as `sha256sum -c` reads it. @param {string} folder */
export async function writeSums(folder) {
  const entries = await readdir(folder, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isFile() && entry.name !== 'SHA256SUMS').map(({ name }) => name);
  const lines = [];
  for (const name of names.sort()) {
    const hash = createHash('sha256');
    await pipeline(createReadStream(join(folder, name)), hash);
    lines.push(`${hash.digest('hex')}  ${name}\n`);
  }
  await writeFile(join(folder, 'SHA256SUMS'), lines.join(''));
}
