// One story, as a unit head lives it: asked in on paper, in with a phone's codes, the own subtree and nothing beside it; a
// service event on the chart, a plan, a published quarter, where it was made known, all its documents in one file, and the
// quarter published again after answers came in late.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { launch, visit } from './harness/browser.js';
import { startDemo } from './harness/program.js';
import { answer, enter, enterAs, enterNew, invite, totp } from './harness/staff.js';

const LINK = 'https://sukamaju.example/skm';
const DOCUMENTS = [
  ['laporan.docx', 'PK'],
  ['pengolahan.xlsx', 'PK'],
  ['poster.pdf', '%PDF'],
  ['poster.png', '\x89PNG'],
  ['data-terbuka.csv', 'kode_unit'],
  ['metadata.json', '{'],
  ['portal.csv', 'kode_wilayah'],
];

let browser;
let demo;
let origin;
let unit;
let folder;

before(async () => {
  // The demo ends with a quarter that its offices have had no time to publish.
  demo = await startDemo({ args: ['--units', '6', '--months', '4', '--responses', '600', '--seed', '7', '--until', '2026-06-30'] });
  origin = new URL(await demo.address('/s/')).origin;
  browser = await launch();
  folder = mkdtempSync(join(tmpdir(), 'skm-dokumen-'));
  unit = await visit(browser, { screen: 'laptop' }, async (page) => {
    await enterAs(page, demo, 'Kepala unit');
    const link = page.getByRole('table').getByRole('link').first();
    return (await link.getAttribute('href')).split('/').pop();
  });
});

after(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true, force: true });
  assert.equal(await demo?.stop(), 0, 'the program did not stop well');
});

async function look(visitor, name) {
  await visitor.picture(name);
  assert.deepEqual(await visitor.barriers(), [], name);
  assert.equal(await visitor.overflow(), 0, name);
}

const at = (path) => `${origin}/dasbor/${unit}${path}`;

// How many service events the trend marks: a ring above the line, and one in the legend.
const marks = (page) => page.locator('.gambar svg').first().locator('circle[r="36"]').count();

// What another program finds in a file: its members, and the text of one of them.
const members = (file) => execFileSync('unzip', ['-Z1', file], { encoding: 'utf8' }).trim().split('\n');
const member = (file, name) => execFileSync('unzip', ['-p', file, name], { maxBuffer: 64 << 20 });

// The choice of the newest period that may be published and was not.
async function unpublished(page) {
  await page.goto(at('/terbit'));
  const periods = await page.locator('#periode option').evaluateAll((all) => all.map((each) => each.value));
  for (const period of periods.filter((code) => /Q\d$/.test(code))) {
    await page.goto(at(`/terbit?periode=${period}`));
    const may = await page.getByRole('button', { name: /^Terbitkan / }).count();
    if (may > 0 && (await page.locator('.terbitan').count()) === 0) return period;
  }
  throw new Error(`every quarter of ${periods} is published`);
}

// Answers to the unit's survey that count for the second month of a quarter.
async function late(page, period, count) {
  const [year, quarter] = period.split('-Q').map(Number);
  const month = String(3 * quarter - 1).padStart(2, '0');
  const names = ['persyaratan', 'prosedur', 'waktu', 'biaya', 'produk', 'kompetensi', 'perilaku', 'sarpras', 'pengaduan'];
  const form = await (await page.request.get(`${origin}/s/${unit}`)).text();
  const service = form.match(/name="layanan"[^>]*value="([^"]+)"/)?.[1];
  for (let at = 0; at < count; at += 1) {
    const answers = Object.fromEntries(names.map((name, place) => [name, 1 + ((at + place) % 2)]));
    const data = { survey: unit, service, answers, channel: 'web', claimed_at: `${year}-${month}-10T02Z` };
    const reply = await page.request.post(`${origin}/api/v1/responses`, { data });
    assert.equal(reply.status(), 201, await reply.text());
  }
}

async function download(page, name) {
  const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name }).click()]);
  const path = join(folder, file.suggestedFilename());
  await file.saveAs(path);
  return path;
}

test('a unit head enters for the first time, acts, publishes a quarter and takes its documents along', async () => {
  await visit(browser, { screen: 'laptop' }, async (admin) => {
    await enterAs(admin, demo);
    const person = { name: 'Ratna Karangan', login: 'ratna', role: 'unit_head', unit };
    const link = await invite(admin, origin, person);
    await visit(browser, { screen: 'laptop' }, async (page, visitor) => {
      const secret = await answer(page, link);
      await page.getByRole('button', { name: 'Keluar' }).click();
      await enter(page, origin, { login: 'ratna', code: totp(secret) });
      await page.waitForURL('**/dasbor');
      const units = await page.getByRole('table').getByRole('link').evaluateAll((links) => links.map((each) => each.getAttribute('href')));
      assert.ok(units.includes(`/dasbor/${unit}`), units.join());
      const foreign = (await demo.address('/hasil/')).split('/').pop();
      for (const path of ['', '/terbit', '/dokumen', '/tindak-lanjut']) {
        const reply = await page.request.get(`${origin}/dasbor/${foreign}${path}`);
        assert.equal(reply.status(), 404, path);
      }

      await page.goto(at(''));
      const marked = await marks(page);
      await page.getByRole('link', { name: 'Peristiwa layanan' }).first().click();
      await page.getByLabel('Jenis').selectOption('SOP direvisi');
      await page.getByLabel('Mulai berlaku').fill('2026-06-08');
      await page.getByLabel('Apa yang terjadi').fill('Antrean lewat ponsel');
      await page.getByRole('button', { name: 'Catat' }).click();
      await page.goto(at(''));
      assert.match(await page.locator('.peristiwa').innerText(), /Antrean lewat ponsel/);
      assert.equal(await marks(page), marked + 1, 'it has a mark of its own on the chart');

      const period = await unpublished(page);
      await page.goto(at('/tindak-lanjut'));
      await page.locator('.usulan li').first().getByRole('link').click();
      await page.getByLabel('Program atau kegiatan').fill('Loket kedua pada hari Senin');
      await page.getByLabel(/Penanggung jawab/).first().fill('Kepala Seksi Pelayanan');
      await page.getByRole('button', { name: 'Simpan rencana' }).click();
      await page.getByText('Loket kedua pada hari Senin').first().waitFor();

      await page.goto(at('/pengaduan'));
      await page.getByLabel('Diterima tanggal').fill('2026-06-09');
      await page.getByLabel('Saluran').selectOption('Loket');
      await page.getByLabel('Jenis dan tenggat').selectOption('Permintaan informasi (5 hari kerja)');
      await page.getByLabel('Isi pengaduan').fill('Syarat pindah apa saja?');
      await page.getByRole('button', { name: 'Catat' }).click();

      await page.goto(at(`/terbit?periode=${period}`));
      await look(visitor, 'terbit-laptop');
      await page.getByRole('button', { name: /^Terbitkan / }).click();
      await page.getByRole('heading', { name: 'Terbitan ke-1' }).waitFor();
      await page.getByLabel('Tautan').fill(LINK);
      await page.getByRole('button', { name: 'Catat publikasi' }).click();
      await page.getByRole('link', { name: LINK }).waitFor();
      await page.goto(`${origin}/hasil/${unit}?periode=${period}`);
      assert.equal(await page.getByRole('link', { name: 'Situs web' }).first().getAttribute('href'), LINK);

      await page.goto(at(`/dokumen?periode=${period}`));
      await look(visitor, 'dokumen-laptop');
      const zip = await download(page, 'Unduh semua (ZIP)');
      assert.deepEqual(members(zip).sort(), DOCUMENTS.map(([name]) => name).sort());
      for (const [name, begins] of DOCUMENTS) {
        const bytes = member(zip, name);
        assert.ok(bytes.length > 100, `${name} has ${bytes.length} bytes`);
        assert.equal(bytes.subarray(0, begins.length).toString('latin1'), begins, name);
      }
      execFileSync('unzip', ['-o', '-q', zip, '-d', folder]);
      const report = member(join(folder, 'laporan.docx'), 'word/document.xml').toString();
      const ikm = (await page.locator('table td.bil').first().innerText()).split(' ')[0];
      for (const said of [`IKM `, ikm, 'BAB V KESIMPULAN', 'Rencana Tindak Lanjut', 'Pengaduan diterima']) {
        assert.ok(report.includes(said), said);
      }
      const sheet = member(join(folder, 'pengolahan.xlsx'), 'xl/worksheets/sheet1.xml').toString();
      assert.ok(sheet.includes('<f>'), 'the spreadsheet computes');
      const lines = readFileSync(join(folder, 'data-terbuka.csv'), 'utf8').trim().split(/\r?\n/);
      assert.ok(lines.some((line) => line.includes(',ikm,') && line.includes(ikm.replace(',', '.'))), lines[1]);

      // Nothing has changed since, so nothing is published anew; the page says why.
      await page.goto(at(`/terbit?periode=${period}`));
      assert.match(await page.locator('.kosong').innerText(), /masih sama/);
      // Twelve answers of that quarter come in late, as from a kiosk that was without a network.
      await late(page, period, 12);
      await page.goto(at(`/terbit?periode=${period}`));
      await page.getByRole('button', { name: /^Terbitkan lagi / }).click();
      await page.getByRole('heading', { name: 'Terbitan ke-2' }).waitFor();
      assert.match(await page.locator('.terbitan').innerText(), /Terbitan ke-1 digantikan terbitan kemudian/);
      await look(visitor, 'terbit-lagi-laptop');
      await page.goto(`${origin}/hasil/${unit}?periode=${period}`);
      const both = await page.locator('section[aria-labelledby="terbitan"] tbody').innerText();
      assert.ok(/ke-1, digantikan/.test(both) && /ke-2/.test(both), both);
      await page.goto(at(`/dokumen?periode=${period}`));
      const [second, first] = await page.locator('section[aria-labelledby="terbitan"] tbody tr').allInnerTexts();
      assert.ok(/ke-2/.test(second) && /ke-1/.test(first), `${second} ${first}`);
      await page.getByRole('link', { name: 'ke-1' }).click();
      // What was done about a result is told up to the download; its figures stay.
      const old = await download(page, 'Pengolahan data');
      assert.ok(readFileSync(old).equals(readFileSync(join(folder, 'pengolahan.xlsx'))), 'the first figures stay what they were');
    });
  });
});

for (const screen of ['phone', 'desktop']) {
  test(`publishing and documents can be read and operated by everybody, on a ${screen}`, async () => {
    await visit(browser, { screen }, async (page, visitor) => {
      await enterAs(page, demo, 'Kepala unit');
      for (const [path, name] of [['/terbit', 'terbit'], ['/dokumen', 'dokumen'], ['/kelengkapan', 'kelengkapan']]) {
        await page.goto(at(path));
        await look(visitor, `${name}-${screen}`);
      }
      await page.goto(`${origin}/hasil/${unit}`);
      await look(visitor, `hasil-${screen}`);
    });
  });
}

test('an officer is led neither to publishing nor to documents', async () => {
  await visit(browser, { screen: 'laptop' }, async (admin) => {
    await enterAs(admin, demo);
    await visit(browser, { screen: 'laptop' }, async (page) => {
      await enterNew(page, admin, origin, { name: 'Dewi Karangan', login: 'dewi', role: 'officer', unit });
      await page.goto(at(''));
      const links = await page.locator('.pintu a').allInnerTexts();
      assert.ok(links.includes('Isian kertas'), links.join());
      for (const forbidden of ['Terbitkan', 'Dokumen', 'Komentar', 'Tindak lanjut']) assert.ok(!links.includes(forbidden), forbidden);
      assert.equal((await page.request.get(at('/terbit'))).status(), 403);
    });
  });
});
