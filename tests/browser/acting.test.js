// What a unit head does with the index: enters a service event, plans a follow-up and finishes it. There is no script on these pages.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch, visit } from './harness/browser.js';
import { look } from './harness/look.js';
import { startDemo } from './harness/program.js';
import { enterAs } from './harness/staff.js';

const SCREENS = ['phone', 'laptop', 'desktop'];

let browser;
let demo;
let root;
let unit;

before(async () => {
  demo = await startDemo();
  root = await demo.address('/');
  browser = await launch();
  unit = await visit(browser, { screen: 'laptop' }, async (page) => {
    await enter(page);
    return page.locator('table a[href^="/dasbor/"]').nth(1).getAttribute('href');
  });
});

after(async () => {
  await browser?.close();
  const code = await demo?.stop();
  assert.equal(code, 0, 'the program did not stop well');
});

const at = (path) => new URL(path, root).href;

const enter = (page) => enterAs(page, demo);

test('a service event is entered and seen beside the chart, and withdrawn again', async () => {
  await visit(browser, { screen: 'laptop' }, async (page, visitor) => {
    await enter(page);
    await page.goto(at(`${unit}/peristiwa`));
    await look(visitor, 'acting-events-empty');
    assert.equal(await page.getByLabel('Skema penilaian').isVisible(), false, 'only assessments have a scheme');
    await page.getByLabel('Jenis').selectOption('Penilaian lembaga lain');
    assert.equal(await page.getByLabel('Skema penilaian').isVisible(), true);
    await page.getByLabel('Jenis').selectOption('SOP direvisi');
    await page.getByLabel('Apa yang terjadi').fill('SOP nomor 12 dipersingkat');
    await page.getByRole('button', { name: 'Catat' }).click();
    await page.getByText('SOP nomor 12 dipersingkat').waitFor();
    await page.goto(at(unit));
    assert.match(await page.locator('.peristiwa').innerText(), /SOP nomor 12 dipersingkat/);
    await page.goto(at(`${unit}/peristiwa`));
    const entry = page.locator('.riwayat > li', { hasText: 'SOP nomor 12' });
    await entry.locator('summary').click();
    await entry.getByLabel('Alasan menarik').fill('Dicatat dua kali');
    await entry.getByRole('button').click();
    assert.match(await entry.innerText(), /Ditarik: Dicatat dua kali/);
    await page.goto(at(unit));
    assert.doesNotMatch(await page.locator('main').innerText(), /SOP nomor 12/);
  });
});

test('a follow-up is planned from a proposed unsur and finished', async () => {
  await visit(browser, { screen: 'laptop' }, async (page, visitor) => {
    await enter(page);
    await page.goto(at(`${unit}/tindak-lanjut`));
    await look(visitor, 'acting-follow-ups-empty');
    const proposed = page.locator('.usulan li').first();
    const unsur = await proposed.locator('.nama').innerText();
    await proposed.getByRole('link').click();
    assert.equal(await page.locator('#unsur option:checked').innerText(), unsur);
    await page.getByLabel('Program atau kegiatan').fill('Loket kedua pada hari Senin saja');
    await page.getByLabel('Penanggung jawab (jabatan)').fill('Kepala Seksi Pelayanan');
    await page.getByLabel('Nama pejabat').fill('Siti Aminah');
    await page.getByRole('button', { name: 'Simpan rencana' }).click();
    const item = page.locator('.janji > li', { hasText: 'Loket kedua pada hari Senin saja' });
    assert.match(await item.innerText(), /Kepala Seksi Pelayanan \(Siti Aminah\)/);
    await item.locator('summary', { hasText: 'Kemajuan' }).click();
    await item.getByLabel('Apa yang sudah dilakukan').fill('Petugas kedua ditunjuk');
    await item.getByLabel('Capaian keseluruhan').fill('40');
    await item.getByLabel('Tautan bukti').first().fill('https://sukamaju.go.id/sk-12');
    await look(visitor, 'acting-follow-up-open');
    await item.getByRole('button', { name: 'Simpan kemajuan' }).click();
    assert.match(await item.innerText(), /40 %/);
    await item.locator('summary', { hasText: 'Selesai' }).click();
    await item.getByLabel('Apa yang sekarang lebih baik').fill('Dua loket dibuka setiap Senin');
    await item.getByRole('button', { name: 'Nyatakan selesai' }).click();
    await page.getByRole('heading', { name: 'Selesai dan dibatalkan' }).waitFor();
    assert.match(await item.innerText(), /Dua loket dibuka setiap Senin/);
    await page.goto(at(unit.replace('/dasbor/', '/hasil/')));
    const mended = await page.locator('.perbaikan').innerText();
    assert.match(mended, /Dua loket dibuka setiap Senin/);
    assert.doesNotMatch(mended, /Siti|Kepala Seksi/);
    await look(visitor, 'acting-public');
  });
});

test('a complaint is taken in with its deadlines and answered', async () => {
  await visit(browser, { screen: 'laptop' }, async (page, visitor) => {
    await enter(page);
    await page.goto(at(`${unit}/pengaduan`));
    await page.getByLabel('Saluran').selectOption('Loket');
    await page.getByLabel('Jenis dan tenggat').selectOption('Permintaan informasi (5 hari kerja)');
    await page.getByLabel('Isi pengaduan').fill('Syarat menikah apa saja?');
    await page.getByLabel('Nama dan kontak').fill('Siti, 0812-0000-0000');
    await page.getByRole('button', { name: 'Catat' }).click();
    const item = page.locator('.janji > li', { hasText: 'Syarat menikah' });
    assert.match(await item.innerText(), /Diteruskan paling lambat .* tinggal \d hari kerja/);
    assert.match(await item.innerText(), /Dijawab paling lambat .* tinggal 5 hari kerja/);
    await item.locator('summary', { hasText: 'Jawab' }).click();
    await look(visitor, 'acting-complaint-open');
    await item.getByLabel('Perihal').fill('Syarat pindah alamat');
    await item.getByLabel('Tanggapan').fill('Cukup KTP dan KK');
    await item.getByRole('button', { name: 'Simpan tanggapan' }).click();
    assert.match(await item.innerText(), /Cukup KTP dan KK/);
    assert.doesNotMatch(await item.innerText(), /paling lambat/);
    await page.goto(at('/dasbor/hari-libur'));
    await look(visitor, 'acting-holidays');
  });
});

for (const screen of SCREENS) {
  test(`the pages of what a unit does are whole on a ${screen}`, async () => {
    await visit(browser, { screen }, async (page, visitor) => {
      await enter(page);
      for (const name of ['peristiwa', 'tindak-lanjut', 'pengaduan', 'kelengkapan', 'susunan']) {
        await page.goto(at(`${unit}/${name}`));
        await look(visitor, `acting-${name}-${screen}`);
      }
      await page.goto(at('/dasbor/daftar-unit'));
      await look(visitor, `acting-daftar-unit-${screen}`);
    });
  });
}
