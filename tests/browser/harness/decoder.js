// Reads QR codes as a phone would: by another program than the one that made them. Needs zbarimg and pdftoppm.

import { execFile } from 'node:child_process';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
// A decoder that looks at a whole sheet overlooks a symbol now and then; a phone looks at one, from here and from there.
const PRINTER_DPI = ['200', '250', '300'];
const NOTHING_FOUND = 4;

async function inFolder(does) {
  const folder = await mkdtemp(join(tmpdir(), 'skm-qr-'));
  try {
    return await does(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function read(path) {
  try {
    const { stdout } = await run('zbarimg', ['--quiet', '--raw', path]);
    return stdout.trim().split('\n');
  } catch (error) {
    if (error.code === NOTHING_FOUND) return [];
    throw error;
  }
}

// What stands in the QR codes of a picture, a line each.
export function decode(png) {
  return inFolder(async (folder) => {
    const path = join(folder, 'page.png');
    await writeFile(path, png);
    return read(path);
  });
}

// What stands in the QR codes of a PDF as an office printer would print it, page by page.
export function decodePdf(pdf) {
  return inFolder(async (folder) => {
    const path = join(folder, 'page.pdf');
    await writeFile(path, pdf);
    const pages = [];
    for (const dpi of PRINTER_DPI) {
      await run('pdftoppm', ['-r', dpi, '-gray', '-png', path, join(folder, dpi)]);
      const pictures = (await readdir(folder)).filter((name) => name.startsWith(`${dpi}-`)).sort();
      const found = await Promise.all(pictures.map((name) => read(join(folder, name))));
      found.forEach((texts, at) => { pages[at] = [...new Set([...(pages[at] ?? []), ...texts])]; });
    }
    return pages;
  });
}
