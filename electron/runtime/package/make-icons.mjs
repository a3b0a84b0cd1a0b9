// Makes the pictures in resources/icon anew from icon.svg (needs rsvg-convert of Debian's librsvg2-bin):
//   node electron/runtime/package/make-icons.mjs
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../paths.mjs';

const folder = join(projectRoot, 'resources', 'icon');
const sizes = [16, 24, 32, 48, 64, 128, 256, 512];
/** Apple's names of PNG pictures in an .icns, by their size in points. @type {[string, number][]} */
const appleTypes = [
  ['icp4', 16],
  ['icp5', 32],
  ['ic07', 128],
  ['ic08', 256],
  ['ic09', 512],
];

/** @param {number} size @returns {Buffer} */
function render(size) {
  const args = ['-w', String(size), '-h', String(size), join(folder, 'icon.svg')];
  return execFileSync('rsvg-convert', args, { maxBuffer: 1 << 24 });
}

const pictures = new Map(sizes.map((size) => [size, render(size)]));
for (const [size, png] of pictures) writeFileSync(join(folder, `${size}x${size}.png`), png);

/** @param {number} size */
function picture(size) {
  return pictures.get(size) ?? Buffer.alloc(0);
}

/** An .ico: a directory of PNG pictures, 256 written as 0. @param {number[]} wanted */
function ico(wanted) {
  const header = Buffer.alloc(6 + 16 * wanted.length);
  header.writeUInt16LE(1, 2);
  header.writeUInt16LE(wanted.length, 4);
  let offset = header.length;
  for (const [index, size] of wanted.entries()) {
    const at = 6 + 16 * index;
    header.writeUInt8(size % 256, at);
    header.writeUInt8(size % 256, at + 1);
    header.writeUInt16LE(1, at + 4);
    header.writeUInt16LE(32, at + 6);
    header.writeUInt32LE(picture(size).length, at + 8);
    header.writeUInt32LE(offset, at + 12);
    offset += picture(size).length;
  }
  return Buffer.concat([header, ...wanted.map(picture)]);
}

/** An .icns: blocks of a name, a length and a PNG. */
function icns() {
  const blocks = appleTypes.map(([type, size]) => block(type, picture(size)));
  return block('icns', Buffer.concat(blocks));
}

/** @param {string} type @param {Buffer} content */
function block(type, content) {
  const header = Buffer.alloc(8);
  header.write(type, 'latin1');
  header.writeUInt32BE(content.length + 8, 4);
  return Buffer.concat([header, content]);
}

writeFileSync(join(folder, 'icon.ico'), ico([16, 24, 32, 48, 64, 256]));
writeFileSync(join(folder, 'icon.icns'), icns());
