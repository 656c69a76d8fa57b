// What is shown of the answers: to everybody at /hasil, and to staff at /dasbor.

import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { launch, visit } from './harness/browser.js';
import { look as lookAt } from './harness/look.js';
import { startDemo } from './harness/program.js';
import { screenNames } from './harness/screens.js';
import { enterAs } from './harness/staff.js';
import { answerAll, fields, post } from './harness/survey.js';

const IKM = /\b\d{2,3},\d{2}\b/;
const UNSUR = 9;
// The figures of a running period advance at the latest with every tenth response.
const STEP = 10;

let browser;
let demo;
let survey;
let unit;

before(async () => {
  demo = await startDemo();
  survey = await demo.address('/s/');
  browser = await launch();
  // Enough for the public to be shown a figure.
  unit = await submit(STEP, 3);
});

after(async () => {
  await browser?.close();
  const code = await demo?.stop();
  assert.equal(code, 0, 'the program did not stop well');
});

const at = (path) => new URL(path, survey).href;

// Answers the survey a number of times. Gives the code of its unit, from the link on the page of thanks.
function submit(count, score) {
  return visit(browser, { js: false }, async (page) => {
    await page.goto(survey);
    await answerAll(page, { score });
    const form = await fields(page);
    let thanks;
    for (let sent = 0; sent < count; sent += 1) {
      thanks = await post(page, { ...form, id: uuid7() });
      assert.match(thanks.text, /sudah tercatat/);
    }
    return thanks.text.match(/href="\/hasil\/([^"]+)"/)[1];
  });
}

// An id as a page mints it: the time in milliseconds first, then chance.
function uuid7() {
  const time = Date.now().toString(16).padStart(12, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}-7${randomUUID().slice(15)}`;
}

// By the link of a demo, as the program prints it; the page leads on to the dashboard by itself.
const enter = (page) => enterAs(page, demo);

async function look(visitor, name) {
  assert.match(await visitor.page.locator('body').innerText(), /DATA CONTOH/);
  await lookAt(visitor, name);
}

test('the public result shows the index with its band, count, method, chart and table', async () => {
  await visit(browser, { js: false, screen: 'laptop' }, async (page) => {
    await page.goto(at(`/hasil/${unit}`));
    const text = await page.locator('main').innerText();
    assert.match(text, IKM);
    assert.match(text, /\b[ABCD]\b/);
    assert.match(text, /\d+ jawaban/);
    assert.match(text, /Metode .+ · instrumen \S+/);
    await page.locator('svg[role=img]').first().waitFor();
    const rows = page.getByRole('table', { name: 'Nilai setiap unsur' }).getByRole('row').filter({ hasText: /\d,\d{2}/ });
    assert.equal(await rows.count(), UNSUR);
  });
});

test('the dashboard is closed to those who have not entered', async () => {
  await visit(browser, { js: false }, async (page) => {
    await page.goto(at('/dasbor'));
    assert.equal(new URL(page.url()).pathname, '/masuk');
    assert.doesNotMatch(await page.locator('main').innerText(), IKM);
  });
});

test('an administrator sees the list of units, and each unit its page', async () => {
  await visit(browser, { js: false, screen: 'laptop' }, async (page) => {
    await enter(page);
    await page.goto(at('/dasbor'));
    const units = page.getByRole('table').getByRole('link');
    assert.ok((await units.count()) >= 6, `${await units.count()} units`);
    const name = await units.first().innerText();
    await units.first().click();
    await page.getByRole('heading', { level: 1, name }).waitFor();
  });
});

test('the count moves with each answer and the index within ten', async () => {
  await visit(browser, { js: false, screen: 'laptop' }, async (page) => {
    await enter(page);
    const read = async () => {
      await page.goto(at(`/dasbor/${unit}`));
      const count = await page.locator('[data-n]').innerText();
      const index = (await page.locator('main').innerText()).match(IKM)[0];
      return { count: Number(count.replaceAll('.', '')), index };
    };
    const start = await read();
    await submit(1, 1);
    const next = await read();
    assert.equal(next.count, start.count + 1);
    await submit(STEP - 1, 1);
    const end = await read();
    assert.equal(end.count, start.count + STEP);
    assert.notEqual(end.index, start.index);
  });
});

for (const screen of screenNames) {
  test(`no page of figures has a barrier or is too wide (${screen})`, async () => {
    await visit(browser, { screen }, async (page, visitor) => {
      await page.goto(at(`/hasil/${unit}`));
      await look(visitor, `hasil-${screen}`);
      await enter(page);
      await page.goto(at('/dasbor'));
      await look(visitor, `dasbor-${screen}`);
      await page.goto(at(`/dasbor/${unit}`));
      await look(visitor, `dasbor-unit-${screen}`);
    });
  });
}
