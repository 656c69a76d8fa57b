// Accounts: an invitation on paper, a phone that shows codes, one's own subtree and nothing beside it, and the way out.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch, visit } from './harness/browser.js';
import { decode } from './harness/decoder.js';
import { startDemo } from './harness/program.js';
import { answer, enter, enterAs, invite, totp } from './harness/staff.js';

const SCREENS = ['phone', 'laptop', 'desktop'];

let browser;
let demo;
let origin;
let unit;

before(async () => {
  demo = await startDemo();
  const survey = new URL(await demo.address('/s/'));
  origin = survey.origin;
  browser = await launch();
  // The unit head of the demo looks after the first unit of the list below the topmost.
  unit = await visit(browser, { screen: 'laptop' }, async (page) => {
    await enterAs(page, demo, 'Kepala unit');
    const link = page.getByRole('table').getByRole('link').first();
    return (await link.getAttribute('href')).split('/').pop();
  });
});

after(async () => {
  await browser?.close();
  assert.equal(await demo?.stop(), 0, 'the program did not stop well');
});

// What is refused on purpose is a failure to the browser, and no problem of the page.
const unexpected = (visitor) => visitor.problems.filter((problem) => !/\b4\d\d\b/.test(problem));

async function look(visitor, name) {
  await visitor.picture(name);
  assert.deepEqual(await visitor.barriers(), [], name);
  assert.equal(await visitor.overflow(), 0, name);
  assert.deepEqual(unexpected(visitor), [], name);
}

const title = (page, name) => page.getByRole('heading', { level: 1, name }).waitFor();
const pathOf = (page) => new URL(page.url()).pathname;

test('somebody is asked in on paper, answers with a phone, and sees their own subtree only', async () => {
  await visit(browser, { screen: 'laptop' }, async (admin, ofAdmin) => {
    await enterAs(admin, demo);
    const link = await invite(admin, origin, { name: 'Budi Karangan', login: 'budi', role: 'unit_head', unit });
    await look(ofAdmin, 'undangan-cetak-laptop');
    assert.deepEqual(await decode(await admin.screenshot({ fullPage: true })), [link]);
    await visit(browser, { screen: 'phone' }, async (page, visitor) => {
      await page.goto(link);
      await look(visitor, 'aktivasi-phone');
      const secret = (await page.locator('.kunci').innerText()).replaceAll(' ', '');
      const [scanned] = await decode(await page.locator('.simbol').screenshot());
      assert.match(scanned, new RegExp(`^otpauth://totp/SKM%20[^:]+:budi\\?secret=${secret}&issuer=`));
      await answer(page, link);
      const units = await page.getByRole('table').getByRole('link').evaluateAll((links) => links.map((link) => link.getAttribute('href')));
      assert.ok(units.includes(`/dasbor/${unit}`), units.join());
      for (const foreign of ['KAB', 'TIADA']) {
        const reply = await page.request.get(`${origin}/dasbor/${foreign}`);
        assert.equal(reply.status(), 404, foreign);
      }
      await page.goto(link);
      await title(page, 'Undangan ini tidak berlaku');
    });
  });
});

test('the first login: name, password and the code of a phone; without scripts', async () => {
  const link = await visit(browser, { js: false, screen: 'laptop' }, async (admin) => {
    await enterAs(admin, demo);
    return invite(admin, origin, { name: 'Wati Karangan', login: 'wati', role: 'officer', unit });
  });
  await visit(browser, { js: false, screen: 'phone' }, async (page) => {
    const secret = await answer(page, link);
    await page.getByRole('button', { name: 'Keluar' }).click();
    await title(page, 'Masuk');
    await enter(page, origin, { login: 'wati', code: '000000' });
    assert.match(await page.getByRole('alert').innerText(), /tidak cocok/);
    assert.equal(await page.getByLabel('Nama masuk').inputValue(), 'wati');
    await enter(page, origin, { login: 'wati', code: totp(secret) });
    await page.waitForURL('**/dasbor');
    await page.goto(`${origin}/dasbor/${unit}/kertas`);
    assert.equal(pathOf(page), `/dasbor/${unit}/kertas`);
  });
});

test('a disabled account is out with its next click', async () => {
  await visit(browser, { screen: 'laptop' }, async (admin, ofAdmin) => {
    await enterAs(admin, demo);
    const link = await invite(admin, origin, { name: 'Sari Karangan', login: 'sari', role: 'officer', unit });
    await visit(browser, { screen: 'laptop' }, async (page) => {
      await answer(page, link);
      await admin.goto(`${origin}/dasbor/akun`);
      await admin.getByRole('link', { name: 'Sari Karangan' }).click();
      await title(admin, 'Sari Karangan');
      await admin.getByText('Nonaktifkan akun').click();
      await admin.getByLabel('Alasan menonaktifkan').fill('Pindah tugas');
      await look(ofAdmin, 'akun-orang-laptop');
      await admin.getByRole('button', { name: 'Nonaktifkan', exact: true }).click();
      await admin.locator('.pembuka').filter({ hasText: 'dinonaktifkan' }).waitFor();
      await page.getByRole('link', { name: 'Akun' }).click();
      assert.equal(pathOf(page), '/masuk');
    });
  });
});

test('an inspector changes nothing, and is told so', async () => {
  await visit(browser, { screen: 'laptop' }, async (page, visitor) => {
    await enterAs(page, demo, 'Pemeriksa');
    await page.goto(`${origin}/dasbor/${unit}/kertas`);
    await title(page, 'Bukan wewenang akun ini');
    await look(visitor, 'ditolak-laptop');
  });
});

for (const screen of SCREENS) {
  test(`the pages of accounts can be read and operated by everybody, on a ${screen}`, async () => {
    await visit(browser, { screen }, async (page, visitor) => {
      await page.goto(`${origin}/masuk`);
      await look(visitor, `masuk-${screen}`);
      await enterAs(page, demo);
      await page.goto(`${origin}/dasbor/akun`);
      await look(visitor, `akun-${screen}`);
      const link = await invite(page, origin, { name: 'Tono Karangan', login: `tono-${screen}`, role: 'inspector' });
      await look(visitor, `undangan-cetak-${screen}`);
      await page.goto(link);
      await look(visitor, `aktivasi-${screen}`);
      await page.goto(`${origin}/dasbor/akun`);
      await page.getByRole('link', { name: 'Tono Karangan' }).last().click();
      await title(page, 'Tono Karangan');
      await look(visitor, `akun-orang-${screen}`);
    });
  });
}
