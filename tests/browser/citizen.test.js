// A citizen answers: on any phone, with or without scripts, with a finger or with keys, and is told the truth.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { brotliCompressSync } from 'node:zlib';
import { launch, visit } from './harness/browser.js';
import { startDemo } from './harness/program.js';
import { screenNames } from './harness/screens.js';
import { answer, answerAll, answered, fields, post, questions, recorded, send } from './harness/survey.js';

const PAGE_BYTES_MAX = 10 * 1024;
const SCRIPT_BYTES_MAX = 5 * 1024;
const POST_BYTES_MAX = 1024;

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

// One person on the survey's page; whatever they do, nothing may go wrong behind it.
function citizen(options, does) {
  return visit(browser, options, async (page, visitor) => {
    await page.goto(survey);
    await does(page, visitor);
    assert.deepEqual(visitor.problems, []);
  });
}

for (const js of [false, true]) {
  const scripts = js ? 'with scripts' : 'without scripts';

  test(`${scripts}, nine taps and Kirim are enough to be recorded`, async () => {
    await citizen({ js }, async (page, visitor) => {
      assert.equal((await questions(page)).length, 9);
      await answerAll(page);
      await send(page);
      await recorded(page).waitFor();
      const sent = (await visitor.traffic()).filter(({ method }) => method === 'POST');
      assert.equal(sent.length, 1);
      assert.ok(sent[0].sentBytes <= POST_BYTES_MAX, `${sent[0].sentBytes} bytes sent`);
      await visitor.picture(`terima-kasih-${js ? 'skrip' : 'polos'}`);
    });
  });

  test(`${scripts}, a forgotten answer is named on top and the others are kept`, async () => {
    await citizen({ js }, async (page, visitor) => {
      const [first, second, ...others] = await questions(page);
      await answerAll(page, { score: 2, without: [first, second] });
      await send(page);
      const alert = page.getByRole('alert').filter({ has: page.getByRole('link') });
      await alert.waitFor();
      assert.match(await page.title(), /^Kesalahan:/);
      assert.deepEqual(await answered(page), Object.fromEntries(others.map((code) => [code, 2])));
      await visitor.picture(`kesalahan-${js ? 'skrip' : 'polos'}`);

      const links = alert.getByRole('link');
      assert.equal(await links.count(), 2);
      const target = (await links.first().getAttribute('href')).slice(1);
      assert.equal(await page.locator(`[id="${target}"]`).getAttribute('name'), `u-${first}`);

      for (const code of [first, second]) await answer(page, code, 4);
      await send(page);
      await recorded(page).waitFor();
    });
  });
}

test('the link to a forgotten answer brings it into sight', async () => {
  await citizen({ js: false }, async (page) => {
    const last = (await questions(page)).at(-1);
    await answerAll(page, { without: [last] });
    await send(page);
    await page.getByRole('alert').getByRole('link').click();
    await page.locator(`input[name="u-${last}"]`).first().waitFor();
    const focused = await page.evaluate(() => document.activeElement?.name);
    assert.equal(focused, `u-${last}`);
  });
});

test('a keyboard is enough', async () => {
  await citizen({ screen: 'laptop' }, async (page) => {
    const tabTo = async (what) => {
      for (let presses = 0; presses < 150; presses += 1) {
        const { name, type, text } = await page.evaluate(() => {
          const { name, type, textContent } = document.activeElement;
          return { name, type, text: textContent?.trim() };
        });
        if (what({ name, type, text })) return;
        await page.keyboard.press('Tab');
      }
      assert.fail('Tab never got there');
    };
    if (await page.locator('input[type=radio][name=layanan]').count()) {
      await tabTo(({ name }) => name === 'layanan');
      await page.keyboard.press('Space');
    }
    for (const code of await questions(page)) {
      await tabTo(({ name }) => name === `u-${code}`);
      await page.keyboard.press('Space');
    }
    await tabTo(({ name, type, text }) => type === 'submit' && name === '' && text === 'Kirim');
    await page.keyboard.press('Enter');
    await recorded(page).waitFor();
  });
});

test('the same answers sent again are recorded once, and others under the same id are a conflict', async () => {
  await citizen({ js: false }, async (page) => {
    await answerAll(page);
    const form = await fields(page);
    const receipt = ({ text }) => text.match(/<code>([^<]+)<\/code>/)?.[1];
    const first = await post(page, form);
    const again = await post(page, form);
    assert.ok(first.status < 300 && again.status < 300, `${first.status}, then ${again.status}`);
    assert.match(again.text, /sudah kami terima sebelumnya/);
    assert.ok(receipt(first), 'the first answer has a receipt');
    assert.equal(receipt(again), receipt(first));

    const [code] = await questions(page);
    const other = await post(page, { ...form, [`u-${code}`]: '1' });
    assert.equal(other.status, 409);
    assert.match(other.text, /Jawaban Saudara/);
  });
});

test('the survey is one request of at most 10 KB, and its scripts of at most 5 KB', async () => {
  await citizen({}, async (page, visitor) => {
    const traffic = await visitor.traffic();
    assert.deepEqual(traffic.map(({ url }) => url), [survey]);
    assert.equal(traffic[0].encoding, 'br');
    assert.ok(traffic[0].bodyBytes <= PAGE_BYTES_MAX, `${traffic[0].bodyBytes} bytes`);
    const scripts = (await page.locator('script').allTextContents()).join('\n');
    const scriptBytes = brotliCompressSync(scripts).length;
    assert.ok(scriptBytes <= SCRIPT_BYTES_MAX, `${scriptBytes} bytes of script`);
  });
});

for (const screen of screenNames) {
  test(`no state of the page has a barrier or is too wide (${screen})`, async () => {
    await citizen({ screen }, async (page, visitor) => {
      const look = async (state) => {
        await visitor.picture(`survei-${state}-${screen}`);
        assert.deepEqual(await visitor.barriers(), [], state);
        assert.equal(await visitor.overflow(), 0, state);
      };
      assert.match(await page.locator('body').innerText(), /DATA CONTOH/);
      await look('kosong');
      await send(page);
      await page.getByRole('alert').getByRole('link').first().waitFor();
      await look('kesalahan');
      await answerAll(page, { score: 1 });
      await look('terisi');
      await send(page);
      await recorded(page).waitFor();
      await look('terima-kasih');
    });
  });
}

test('a survey that does not exist says what happened to the answers', async () => {
  await visit(browser, { js: false }, async (page) => {
    const response = await page.goto(new URL('/s/tidak-ada', survey).href);
    assert.equal(response.status(), 404);
    await page.getByText('Tidak ada jawaban yang tercatat').waitFor();
  });
});
