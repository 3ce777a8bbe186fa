// The page's icons: a picture, and on it a copy of it that is smaller and rotated, as the method makes them.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';

const ACCENT = '#3d3a8c';
const LIGHT = '#c9c6ff';
const WHITE = '#ffffff';
/** Of the page. */
const PAPER = '#fbfaf7';

const square = (from, to) => [
  [from, from],
  [to, from],
  [to, to],
  [from, to],
];
const circle = (x, y, radius) =>
  Array.from({ length: 32 }, (_, index) => {
    const angle = (index * Math.PI) / 16;
    return [x + radius * Math.cos(angle), y + radius * Math.sin(angle)];
  });

/** Polygons on a square of 100, from back to front. */
const PICTURE = [
  { colour: ACCENT, points: square(0, 100) },
  { colour: WHITE, points: circle(28, 27, 13) },
  {
    colour: LIGHT,
    points: [
      [0, 100],
      [0, 88],
      [38, 44],
      [84, 100],
    ],
  },
];

/** Rotates by degrees and scales shapes around their middle, then puts it elsewhere. */
function place(shapes, { degrees = 0, scale, x, y }) {
  const [cos, sin] = [Math.cos, Math.sin].map((of) => of((degrees * Math.PI) / 180) * scale);
  const move = ([a, b]) => [x + cos * (a - 50) - sin * (b - 50), y + sin * (a - 50) + cos * (b - 50)];
  return shapes.map(({ colour, points }) => ({ colour, points: points.map(move) }));
}

const PATCH = [{ colour: WHITE, points: square(-14, 114) }, ...PICTURE];
const ICON = [...PICTURE, ...place(PATCH, { degrees: 105, scale: 0.36, x: 66, y: 64 })];
/** For systems that cut icons into a shape of their own, of which the middle 80 % are safe. */
const MASKABLE = [{ colour: PAPER, points: square(0, 100) }, ...place(ICON, { scale: 0.56, x: 50, y: 50 })];

function svg(shapes) {
  const polygons = shapes.map(({ colour, points }) => {
    const list = points.map((point) => point.map((value) => Number(value.toFixed(2))).join()).join(' ');
    return `<polygon fill="${colour}" points="${list}"/>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100">${polygons.join('')}</svg>\n`;
}

/** Where the outline of a shape crosses a horizontal line, from left to right. */
function crossings(points, y) {
  const found = points.map(([ax, ay], index) => {
    const [bx, by] = points.at(index - 1);
    return ay > y !== by > y ? ax + ((bx - ax) * (y - ay)) / (by - ay) : null;
  });
  return found.filter((x) => x !== null).sort((a, b) => a - b);
}

/** Points in a pixel, across and down, that its colour is the mean of. */
const SAMPLES = 4;

const channels = (colour) => [1, 3, 5].map((start) => parseInt(colour.slice(start, start + 2), 16));

/** RGB rows. */
function draw(shapes, size) {
  const width = size * SAMPLES;
  const sums = new Uint16Array(size * size * 3);
  for (let row = 0; row < width; row++) {
    const line = new Uint8Array(width);
    shapes.forEach(({ points }, index) => {
      const ends = crossings(points, ((row + 0.5) * 100) / width).map((x) => Math.round((x * width) / 100));
      for (let end = 0; end < ends.length; end += 2) line.fill(index, ends[end], ends[end + 1]);
    });
    const start = Math.floor(row / SAMPLES) * size;
    const colours = shapes.map(({ colour }) => channels(colour));
    line.forEach((shape, column) => {
      const pixel = start + Math.floor(column / SAMPLES);
      for (let channel = 0; channel < 3; channel++) sums[pixel * 3 + channel] += colours[shape][channel];
    });
  }
  return Uint8Array.from(sums, (sum) => Math.round(sum / SAMPLES ** 2));
}

function crc32(bytes) {
  let crc = ~0;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
}

function chunk(name, data) {
  const content = Buffer.concat([Buffer.from(name), data]);
  const [length, checksum] = [data.length, crc32(content)].map((value) => {
    const bytes = Buffer.alloc(4);
    bytes.writeUInt32BE(value);
    return bytes;
  });
  return Buffer.concat([length, content, checksum]);
}

function png(shapes, size) {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(size, 0);
  header.writeUInt32BE(size, 4);
  // 8 bits of red, green and blue.
  header.set([8, 2], 8);
  const pixels = draw(shapes, size);
  // Before each row: that it is as it is.
  const rows = Array.from({ length: size }, (_, row) => [
    Buffer.from([0]),
    pixels.subarray(row * size * 3, (row + 1) * size * 3),
  ]);
  const data = deflateSync(Buffer.concat(rows.flat()), { level: 9 });
  const signature = Buffer.from([0x89, ...Buffer.from('PNG\r\n\x1a\n')]);
  return Buffer.concat([signature, chunk('IHDR', header), chunk('IDAT', data), chunk('IEND', Buffer.alloc(0))]);
}

/** Writes the icons that the page and its manifest name. */
export function writeIcons(folder) {
  writeFileSync(join(folder, 'icon.svg'), svg(ICON));
  writeFileSync(join(folder, 'icon-192.png'), png(ICON, 192));
  writeFileSync(join(folder, 'icon-512.png'), png(ICON, 512));
  writeFileSync(join(folder, 'icon-maskable-512.png'), png(MASKABLE, 512));
}
