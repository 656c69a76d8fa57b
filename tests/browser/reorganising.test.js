// A reorganisation: an administrator merges a unit that still has an open survey. It is one step with one agreement; the
// unit's history stays where it was, its successor leads to it, and a citizen at the old QR address is led on.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch, visit } from './harness/browser.js';
import { look } from './harness/look.js';
import { startDemo } from './harness/program.js';
import { enterAs } from './harness/staff.js';

let browser;
let demo;
let root;

before(async () => {
  demo = await startDemo();
  root = await demo.address('/');
  browser = await launch();
});

after(async () => {
  await browser?.close();
  const code = await demo?.stop();
  assert.equal(code, 0, 'the program did not stop well');
});

const at = (path) => new URL(path, root).href;

const enter = (page) => enterAs(page, demo);

for (const screen of ['phone', 'laptop']) {
  test(`tables of many columns say all they hold on a ${screen}`, async () => {
    await visit(browser, { screen }, async (page, visitor) => {
      await enter(page);
      await page.goto(at('/dasbor/rekap'));
      await look(visitor, `rekap-${screen}`);
      const row = page.locator('.rekap tbody tr', { has: page.locator('.pokok') }).first();
      for (const cell of await row.locator('td').all()) {
        const box = await cell.boundingBox();
        assert.ok(box.x >= 0 && box.x + box.width <= page.viewportSize().width, 'a figure lies beside the screen');
      }
      await page.goto(at('/dasbor/perbandingan'));
      await look(visitor, `perbandingan-${screen}`);
      for (const cell of await page.locator('.peringkat tbody tr').first().locator('td:not(.letak)').all()) {
        const box = await cell.boundingBox();
        assert.ok(box.x >= 0 && box.x + box.width <= page.viewportSize().width, 'a figure lies beside the screen');
        assert.ok(await cell.getAttribute('data-judul'), 'a figure does not say what it is');
      }
      const unit = await page.locator('.peringkat a').first().getAttribute('href');
      for (const place of ['kelengkapan', 'dokumen', 'survei', 'susunan']) {
        await page.goto(at(`${unit}/${place}`));
        await look(visitor, `${place}-${screen}`);
      }
    });
  });
}

test('a unit with an open survey is merged in one step, and nobody is left standing', async () => {
  const [unit, survey, into] = await visit(browser, { screen: 'laptop' }, async (page, visitor) => {
    await enter(page);
    // A unit with an answered survey and nothing below it.
    await page.goto(at('/dasbor/perbandingan'));
    const units = await page.locator('.peringkat a').evaluateAll((all) => all.map((a) => a.getAttribute('href')));
    let found;
    for (const unit of units) {
      await page.goto(at(`${unit}/susunan`));
      if (await page.locator('#survei-gabung').count() && !await page.locator('#bawahan').count()) {
        found = unit;
        break;
      }
    }
    assert.ok(found, 'the demo has a unit that can be merged');
    const survey = await page.locator('#survei-gabung').getAttribute('value');
    const into = units.find((other) => other !== found).split('/').pop();
    const merge = page.locator('form', { has: page.locator('#ke') });
    await merge.locator('#ke').selectOption(into);
    await merge.getByLabel('Alasan atau dasar hukum').fill('Perda 4/2026 tentang perangkat daerah');
    await look(visitor, 'merging');
    await merge.getByRole('button', { name: 'Gabungkan' }).click();
    assert.equal(await page.getByText('Digabung ke').count(), 0, 'the browser waits for the agreement');
    await merge.locator('#survei-gabung').check();
    await merge.getByRole('button', { name: 'Gabungkan' }).click();
    await page.getByText('Digabung ke').waitFor();
    await look(visitor, 'merged');
    await page.goto(at(found));
    assert.match(await page.locator('main').innerText(), /Digabung ke/);
    assert.ok(await page.locator('.angka').count(), 'its figures stay');
    await page.goto(at(`/dasbor/${into}`));
    await page.locator('.catatan', { hasText: 'Meneruskan tugas' }).getByRole('link').first().click();
    await page.waitForURL(at(found));
    return [found.split('/').pop(), survey, into];
  });
  for (const screen of ['phone', 'laptop']) {
    await visit(browser, { screen }, async (page, visitor) => {
      const answer = await page.goto(at(`/s/${survey}`));
      assert.equal(answer.status(), 410);
      await visitor.picture(`closed-${screen}`);
      assert.deepEqual(await visitor.barriers(), []);
      assert.equal(await visitor.overflow(), 0);
      const text = await page.locator('main').innerText();
      assert.match(text, /sudah ditutup/);
      assert.match(text, /sekarang diteruskan oleh/);
      assert.equal(await page.locator(`a[href="/hasil/${unit}"]`).count(), 1);
      await page.locator('a.utama').first().click();
      assert.match(page.url(), new RegExp(`/s/${into}`));
      assert.ok(await page.locator('#survei').count(), 'the form of the successor');
    });
  }
});
