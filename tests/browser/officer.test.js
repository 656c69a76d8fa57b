// What an officer does for citizens at the office: takes a screen in and revokes it, types in a stack of paper forms,
// and prints the form.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch, visit } from './harness/browser.js';
import { decode } from './harness/decoder.js';
import { startDemo } from './harness/program.js';
import { enterAs } from './harness/staff.js';
import { answerAll, recorded, send } from './harness/survey.js';

let browser;
let demo;
let origin;
let survey;

before(async () => {
  demo = await startDemo();
  const address = new URL(await demo.address('/s/'));
  origin = address.origin;
  survey = address.pathname.slice('/s/'.length);
  browser = await launch();
});

after(async () => {
  await browser?.close();
  assert.equal(await demo?.stop(), 0, 'the program did not stop well');
});

const title = (page, name) => page.getByRole('heading', { level: 1, name }).waitFor();

// Somebody of the office, who came in by the link of a demo.
function officer(path, does, options = { screen: 'laptop' }) {
  return visit(browser, options, async (page, visitor) => {
    await enterAs(page, demo);
    await page.goto(`${origin}${path}`);
    await does(page, visitor);
    // A form that comes back with what is wrong is a failure to the browser.
    assert.deepEqual(visitor.problems.filter((problem) => !/\b422\b/.test(problem)), []);
  });
}

// Takes a screen in as an officer who stands before it.
async function approve(code, desk) {
  await officer('/dasbor/perangkat', async (page, visitor) => {
    await page.getByLabel('Kode di layar perangkat').fill(code);
    await page.getByLabel('Letak', { exact: true }).fill(desk);
    await page.locator('#survei').selectOption(survey);
    await page.getByRole('button', { name: 'Setujui' }).click();
    await page.getByRole('heading', { level: 3, name: desk }).waitFor();
    assert.deepEqual(await visitor.barriers(), []);
  });
}

// A screen that asks to be taken in; gives the code that it shows.
async function asked(screen) {
  await screen.goto(`${origin}/kios/daftar`);
  await screen.getByRole('button', { name: 'Tampilkan kode' }).click();
  await title(screen, 'Tunjukkan kode ini kepada petugas');
  return (await screen.locator('.kode-besar').innerText()).match(/[0-9A-Z]{4}-[0-9A-Z]{4}/)[0];
}

const row = (page, desk) => page.locator('.perangkat > li').filter({ hasText: desk });

test('a screen shows a code, becomes a kiosk once an officer approves, and is marked once it is revoked', async () => {
  await visit(browser, { screen: 'kiosk', js: true }, async (screen, visitor) => {
    const code = await asked(screen);
    assert.deepEqual(await visitor.barriers(), []);
    await visitor.picture('kios-kode');
    const [scanned] = await decode(await screen.screenshot({ fullPage: true }));
    assert.equal(new URL(scanned).pathname.toUpperCase(), `/P/${code.replace('-', '')}`);

    await approve(code, 'Loket 3');
    // By itself: nobody touches the screen.
    await screen.waitForURL(`**/kios/${survey}*`);
    await screen.getByRole('button', { name: 'Mulai', exact: true }).waitFor();
    const { device } = await heartbeat(screen);
    assert.ok(device);
    await post(screen, await filled(screen));
    const waiting = await filled(screen);
    await officer('/dasbor/perangkat', async (page, staff) => {
      assert.match(await row(page, 'Loket 3').innerText(), /Menyala[\s\S]*Jawaban\s+1[\s\S]*Nomor yang hilang\s+tidak ada/);
      await staff.picture('perangkat');
      await row(page, 'Loket 3').locator('summary').click();
      await page.getByLabel('Alasan mencabut').fill('Tablet hilang');
      await page.getByRole('button', { name: 'Cabut perangkat' }).click();
      await page.getByRole('region', { name: 'Dicabut' }).getByText('Loket 3').waitFor();
    });

    assert.deepEqual(await heartbeat(screen), { state: 'revoked', device });
    // What it still sends is kept.
    const before = await demo.answers();
    await post(screen, waiting);
    assert.equal(await demo.answers(), before + 1);
    await screen.goto(`${origin}/kios/${survey}`);
    await screen.waitForURL('**/kios/daftar');
    await title(screen, 'Pendaftaran perangkat ini sudah dicabut');
    assert.deepEqual(await visitor.barriers(), []);
  });
});

// A form filled in at the screen, ready to be sent.
async function filled(screen) {
  const page = await screen.context().newPage();
  await page.goto(`${origin}/kios/${survey}`);
  const form = await page.locator('form:has(input[name^="u-"])').evaluate((form) => {
    const radios = [...form.querySelectorAll('input[type=radio][name^="u-"], input[name=layanan]')];
    for (const name of new Set(radios.map((radio) => radio.name))) form.querySelector(`[name="${name}"]`).checked = true;
    return { action: form.action, fields: Object.fromEntries(new FormData(form)) };
  });
  await page.close();
  return form;
}

async function post(screen, { action, fields }) {
  const response = await screen.request.post(action, { form: fields, headers: { origin } });
  assert.equal(response.status(), 200);
}

async function heartbeat(page) {
  const response = await page.request.post(`${origin}/api/v1/devices/heartbeat`, { data: { queue: 0 }, headers: { origin } });
  assert.equal(response.status(), 200);
  const { state, device } = await response.json();
  return { state, device };
}

test('a stack of forms is typed without looking up: digits go on by themselves, a blank is skipped, a mistake withdrawn', async () => {
  await officer(`/dasbor/${survey}/kertas`, async (page, visitor) => {
    assert.deepEqual(await visitor.barriers(), []);
    const before = await demo.answers();
    // The office has several services: the first digit of each form says which it is about.
    await page.keyboard.type('2');
    await page.keyboard.type('443433424');
    await page.keyboard.type('1346');
    await page.getByLabel('Saran atau masukan').fill('Ruang tunggu panas');
    await page.keyboard.press('Enter');
    await page.getByText('4 4 3 4 3 3 4 2 4').waitFor();
    assert.equal(await page.locator('.hitung b').innerText(), '1');
    // The next begins at once, in the first cell, for the same stack.
    await page.keyboard.type('1');
    await page.keyboard.type('33333333');
    await page.keyboard.press('Space');
    await page.keyboard.press('Enter');
    await page.getByText('3 3 3 3 3 3 3 3 –').waitFor();
    assert.equal(await demo.answers(), before + 2);
    await visitor.picture('kertas');

    await page.locator('.lembaran li').first().locator('summary').click();
    await page.getByLabel('Alasan menarik').first().fill('Lembar rangkap');
    await page.getByRole('button', { name: 'Tarik lembar' }).first().click();
    await page.getByText('Ditarik: Lembar rangkap').waitFor();
    assert.equal(await page.locator('.hitung b').innerText(), '1');
    assert.deepEqual(await visitor.barriers(), []);
  });
});

test('a form that cannot be taken says why and keeps what was typed', async () => {
  await officer(`/dasbor/${survey}/kertas`, async (page) => {
    await page.getByLabel('Saran atau masukan').fill('Hubungi saya di 0812-3456-7890');
    await page.getByRole('button', { name: 'Simpan lembar' }).click();
    await page.getByRole('alert').waitFor();
    assert.equal(await page.getByLabel('Saran atau masukan').inputValue(), 'Hubungi saya di 0812-3456-7890');
  }, { screen: 'laptop', js: false });
});

test('the printed form is one sheet of A4 with every question', async () => {
  await officer(`/dasbor/${survey}/formulir`, async (page, visitor) => {
    assert.deepEqual(await visitor.barriers(), []);
    await visitor.picture('formulir');
    assert.equal(await page.locator('.tanya-cetak > li').count(), 9);
    const pdf = (await page.pdf({ preferCSSPageSize: true })).toString('latin1');
    assert.equal(pdf.match(/\/Type\s*\/Page\b/g).length, 1);
  });
});

test('answers at an approved screen and at any other are told apart', async () => {
  await visit(browser, { screen: 'kiosk' }, async (screen) => {
    const code = await asked(screen);
    await approve(code, 'Loket 4');
    await screen.waitForURL(`**/kios/${survey}*`);
    const before = await demo.answers();
    await post(screen, await filled(screen));
    // Whoever is no kiosk may say that they are one: the page of a kiosk posts `kanal=kiosk` for everybody.
    await visit(browser, { screen: 'phone' }, async (stranger) => {
      const response = await stranger.request.post(`${origin}/api/v1/devices/heartbeat`, { data: { queue: 0 }, headers: { origin } });
      assert.deepEqual(await response.json(), { state: 'unknown' });
      const forged = await filled(stranger);
      assert.equal(forged.fields.kanal, 'kiosk');
      await post(stranger, forged);
    });
    assert.equal(await demo.answers(), before + 2);
    await officer('/dasbor/perangkat', async (page) => {
      assert.match(await row(page, 'Loket 4').innerText(), /Jawaban\s+1\b/, 'its own, and not the forged one');
    });
  });
});

test('whoever scans the code of a screen and is not in yet comes back to it through the entrance', async () => {
  await visit(browser, { screen: 'phone' }, async (page) => {
    await page.goto(`${origin}/p/4F7K9QX2`);
    assert.equal(new URL(page.url()).pathname, '/masuk');
    assert.equal(await page.locator('input[name=ke]').inputValue(), '/dasbor/perangkat?kode=4F7K9QX2');
  });
});
