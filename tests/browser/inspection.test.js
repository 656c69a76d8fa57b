// An inspector comes later and asks: what did you know then, what do you know now, why do they differ, and can I check
// it without you?

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { after, before, test } from 'node:test';
import { launch, visit } from './harness/browser.js';
import { look as lookAt } from './harness/look.js';
import { startDemo } from './harness/program.js';
import { screenNames } from './harness/screens.js';
import { enterAs } from './harness/staff.js';

// The demo lives through these months; the quarter is over and published, and some of it came late.
const ARGS = ['--units', '6', '--months', '9', '--responses', '3000', '--seed', '7', '--until', '2026-06-30'];
const BUILT = fileURLToPath(new URL('../../target/debug/skm', import.meta.url));
const UNIT = 'DINKES';
const QUARTER = '2026-Q1';
const THEN = '2026-03-31';

let browser;
let demo;
let root;
let folder;

before(async () => {
  demo = await startDemo({ args: ARGS });
  root = await demo.address('/');
  browser = await launch();
  folder = await mkdtemp(join(tmpdir(), 'skm-inspection-'));
});

after(async () => {
  await browser?.close();
  if (folder) await rm(folder, { recursive: true, force: true });
  const code = await demo?.stop();
  assert.equal(code, 0, 'the program did not stop well');
});

const at = (path) => new URL(path, root).href;

const enter = (page) => enterAs(page, demo, 'Pemeriksa');

async function look(visitor, name) {
  assert.match(await visitor.page.locator('body').innerText(), /DATA CONTOH/);
  await lookAt(visitor, name);
}

function skm(...args) {
  return new Promise((resolve) => {
    execFile(process.env.SKM_BIN ?? BUILT, args, (error, stdout, stderr) => resolve({ code: error?.code ?? 0, stdout, stderr }));
  });
}

test('an inspector sees then beside now, why they differ, the answers behind it, and checks the evidence', () =>
  visit(browser, { js: false, screen: 'laptop' }, async (page) => {
    // Without a script as well: links and forms.
    await enter(page);
    await page.goto(at(`/inspeksi/${UNIT}?periode=${QUARTER}&pada=${THEN}`));
    const main = page.locator('main');
    const shown = await main.innerText();
    assert.match(shown, /31 Maret 2026/);
    assert.match(shown, /Sekarang/);
    assert.match(shown, /Mengapa berbeda/);
    assert.match(shown, /sama, angka demi angka/);
    assert.ok((await page.locator('.peristiwa-log li').count()) > 0, 'events explain the difference');
    assert.equal(await page.getByText('IKM sesudahnya').count(), 0, 'effects are closed');

    // What for is written down, and opens what tells single answers.
    await page.locator('#mengapa ~ details summary').click();
    await page.locator('#keperluan').fill('Surat tugas 12/2026');
    await page.locator('#keperluan').locator('xpath=ancestor::form').locator('button').click();
    assert.equal(await page.getByText('IKM sesudahnya').count(), 1);
    await page.getByRole('link', { name: 'Jawaban satu per satu' }).click();
    assert.ok((await page.locator('.nilai-baris').count()) > 10);
    assert.match(await main.innerText(), /dicatat di log pada posisi/);

    await page.goBack();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'Dengan isi jawaban' }).click(),
    ]);
    const bundle = join(folder, 'bukti.zip');
    await download.saveAs(bundle);
    const key = (await (await page.request.get(at('/log'))).text()).match(/[\w./-]+\+[0-9a-f]{8}\+[\w+/=]+/)[0];
    const good = await skm('verify', 'evidence', bundle, '--key', key.replaceAll('&#43;', '+'));
    assert.equal(good.code, 0, good.stderr);

    // One byte of an answer differs, wherever it lies in the file.
    const bytes = await readFile(bundle);
    const header = Buffer.from('PK\x03\x04');
    let at_name = -1;
    do at_name = bytes.indexOf('entri.jsonl', at_name + 1);
    while (!bytes.subarray(at_name - 30).subarray(0, 4).equals(header));
    bytes[at_name + 400] ^= 1;
    const bent = join(folder, 'bent.zip');
    await writeFile(bent, bytes);
    const bad = await skm('verify', 'evidence', bent, '--key', key);
    assert.equal(bad.code, 1);
    assert.match(bad.stderr, /entri\.jsonl/);

    // That they looked, and what for, stands where others see it.
    await page.goto(at(`/inspeksi/${UNIT}/pembacaan`));
    assert.match(await main.innerText(), /Keperluan: Surat tugas 12\/2026/);
  }));

test('the slider moves through the days, and playing forward goes on by itself', () =>
  visit(browser, { screen: 'laptop' }, async (page) => {
    await enter(page);
    await page.goto(at(`/inspeksi/${UNIT}?periode=${QUARTER}&pada=2026-01-20`));
    await page.locator('#hari').fill('40');
    await page.locator('.pembuka', { hasText: '10 Februari 2026' }).waitFor();
    await page.getByRole('button', { name: 'Putar' }).click();
    await page.locator('.pembuka', { hasText: '12 Februari 2026' }).waitFor();
    await page.getByRole('button', { name: 'Berhenti' }).click();
    assert.equal(await page.getByRole('button', { name: 'Putar' }).count(), 1);
  }));

for (const screen of screenNames) {
  test(`pages of inspectors are in order on a ${screen}`, () =>
    visit(browser, { screen }, async (page, visitor) => {
      await enter(page);
      const pages = {
        all: `/inspeksi?periode=${QUARTER}&pada=${THEN}`,
        unit: `/inspeksi/${UNIT}?periode=${QUARTER}&pada=${THEN}`,
        patterns: `/inspeksi/${UNIT}/pola?periode=${QUARTER}`,
        closed: `/inspeksi/${UNIT}/baris?periode=${QUARTER}`,
        proposals: `/inspeksi/${UNIT}/usulan`,
        readings: `/inspeksi/${UNIT}/pembacaan`,
      };
      for (const [name, path] of Object.entries(pages)) {
        await page.goto(at(path));
        await look(visitor, `inspection-${name}-${screen}`);
      }
      await page.goto(at(pages.closed));
      await page.locator('#keperluan').fill('Surat tugas 12/2026');
      await page.getByRole('button', { name: 'Buka dan catat' }).click();
      await page.locator('.nilai-baris').first().waitFor();
      await look(visitor, `inspection-rows-${screen}`);
    }));
}
