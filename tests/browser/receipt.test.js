// A citizen keeps a receipt and checks it at /bukti, on a phone, with and without scripts.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { launch, visit } from './harness/browser.js';
import { startDemo } from './harness/program.js';
import { answerAll, recorded, send } from './harness/survey.js';

// The log is signed every ten seconds.
const SIGNED_WITHIN_MS = 60_000;
const RETRY_MS = 500;

let browser;
let demo;
let survey;

before(async () => {
  demo = await startDemo();
  survey = await demo.address('/s/');
  browser = await launch();
});

after(async () => {
  await browser?.close();
  const code = await demo?.stop();
  assert.equal(code, 0, 'the program did not stop well');
});

const bukti = () => new URL('/bukti', survey).href;

// The file that a button makes the browser save.
async function download(page, button) {
  const [saved] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: button }).click()]);
  return { name: saved.suggestedFilename(), path: await saved.path() };
}

async function check(page, path) {
  await page.goto(bukti());
  await page.getByLabel('Berkas tanda terima').setInputFiles(path);
  await page.getByRole('button', { name: 'Periksa berkas' }).click();
  await page.locator('[role=status], [role=alert]').waitFor();
}

for (const js of [false, true]) {
  const scripts = js ? 'with scripts' : 'without scripts';

  test(`${scripts}, a receipt made on the page of thanks checks out and gives its proof`, async () => {
    await visit(browser, { js, screen: 'phone' }, async (page, visitor) => {
      const look = async (state) => {
        await visitor.picture(`bukti-${state}-${js ? 'skrip' : 'polos'}`);
        if (!js) return;
        assert.deepEqual(await visitor.barriers(), [], state);
        assert.equal(await visitor.overflow(), 0, state);
      };
      await page.goto(survey);
      await answerAll(page);
      await send(page);
      await recorded(page).waitFor();
      const code = await page.locator('.tanda code').innerText();
      await look('terima-kasih');
      const receipt = await download(page, 'Simpan tanda terima');
      assert.equal(receipt.name, `tanda-terima-${code.split('-')[0]}.txt`);
      assert.match(await readFile(receipt.path, 'utf8'), new RegExp(`^skm tanda terima v1\n[^]*${code}`));

      await page.goto(bukti());
      await look('awal');
      const until = Date.now() + SIGNED_WITHIN_MS;
      for (;;) {
        await check(page, receipt.path);
        if (await page.getByText('berdiri utuh di log, di posisi').count()) break;
        await look('menunggu');
        assert.ok(Date.now() < until, 'no checkpoint covers the answer');
        await page.waitForTimeout(RETRY_MS);
      }
      await look('utuh');
      const proof = await download(page, 'Unduh bukti');
      assert.match(proof.name, /^jawaban-\d+\.tlog-proof$/);
      assert.match(await readFile(proof.path, 'utf8'), /^c2sp\.org\/tlog-proof@v1\nextra /);

      await page.getByLabel('Atau kode tanda terima').fill(code.toLowerCase());
      await page.getByRole('button', { name: 'Periksa kode' }).click();
      await page.getByText('Kode ini cocok').waitFor();
      await look('kode');
      await page.getByLabel('Atau kode tanda terima').fill(`${code.split('-')[0]}-0000000000`);
      await page.getByRole('button', { name: 'Periksa kode' }).click();
      await page.getByRole('alert').getByText('tidak cocok').waitFor();
      await look('kode-lain');
      // What becomes a file is a page that was not opened, to the browser.
      const saved = (problem) => /\/bukti\/(tanda-terima|tlog-proof): net::ERR_ABORTED$/.test(problem);
      assert.deepEqual(visitor.problems.filter((problem) => !saved(problem)), []);
    });
  });
}
