// A citizen answers: on any phone, with or without scripts, with a finger or with keys, and is told the truth.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { brotliCompressSync } from 'node:zlib';
import { launch, visit } from './harness/browser.js';
import { startDemo } from './harness/program.js';
import { screenNames } from './harness/screens.js';
import { answer, answerAll, answered, choose, fields, post, questions, recorded, send, voices } from './harness/survey.js';

const PAGE_BYTES_MAX = 10 * 1024;
const SCRIPT_BYTES_MAX = 5 * 1024;
const POST_BYTES_MAX = 1024;
const LANGUAGES = ['id', 'en', 'jv', 'su'];

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
function citizen({ address = survey, ...options }, does) {
  return visit(browser, options, async (page, visitor) => {
    await page.goto(address);
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

for (const [language, print] of LANGUAGES.flatMap((language) => [[language, 'biasa'], [language, 'besar']])) {
  test(`the survey is of use after one request of at most 10 KB (${language}, ${print})`, async () => {
    await visit(browser, {}, async (page, visitor) => {
      const address = `${survey}?bahasa=${language}&huruf=${print}`;
      const asked = [];
      page.on('request', (request) => asked.push(request.url()));
      await page.goto(address, { waitUntil: 'domcontentloaded' });
      assert.deepEqual(asked, [address]);
      const [document] = (await visitor.traffic()).filter(({ url }) => url === address);
      assert.equal(document.encoding, 'br');
      assert.ok(document.bodyBytes <= PAGE_BYTES_MAX, `${document.bodyBytes} bytes`);
    });
  });
}

test('all scripts together, what comes later included, are at most 5 KB, and nothing comes from elsewhere', async () => {
  await citizen({}, async (page, visitor) => {
    const worker = await page.evaluate(async () => (await navigator.serviceWorker.ready).active.scriptURL);
    const later = (await visitor.traffic()).map(({ url }) => url).filter((url) => url !== survey);
    assert.deepEqual(later.map((url) => new URL(url).pathname.replace(/-.*/, '')), ['/aset/lanjutan']);
    assert.equal(new URL(worker).origin, new URL(survey).origin);
    const inline = await page.locator('script:not([src])').allTextContents();
    const files = await Promise.all([...later, worker].map(async (url) => (await fetch(url)).text()));
    const bytes = [inline.join(''), ...files].map((script) => brotliCompressSync(script).length);
    const total = bytes.reduce((sum, bytes) => sum + bytes);
    assert.ok(total <= SCRIPT_BYTES_MAX, `${total} bytes of script: ${bytes}`);
  });
});

for (const js of [true, false]) {
  const scripts = js ? 'with scripts' : 'without scripts';

  test(`${scripts}, another language or print size keeps every answer`, async () => {
    await citizen({ js }, async (page, visitor) => {
      const [first, second] = await questions(page);
      await answer(page, first, 1);
      await answer(page, second, 4);
      await page.locator(`[name="t-${first}"]`).fill('Diminta fotokopi lagi');
      await page.locator('#komentar').fill('Terima kasih');
      const before = await fields(page);
      for (const wish of [...LANGUAGES.filter((language) => language !== 'id').map((language) => `bahasa:${language}`), 'huruf:besar', 'bahasa:id']) {
        await choose(page, wish);
        await page.locator(`button[value="${wish}"]`).waitFor({ state: 'detached' });
        assert.deepEqual({ ...(await fields(page)), bahasa: 'id', huruf: undefined }, { ...before, huruf: undefined }, wish);
        const [what, how] = wish.split(':');
        if (what === 'bahasa') assert.equal(await page.locator('html').getAttribute('lang'), how);
        assert.equal(await visitor.overflow(), 0, wish);
        await visitor.picture(`survei-${how}`);
      }
      assert.equal(await page.locator('html').getAttribute('class'), 'besar');
      await answerAll(page, { score: 3 });
      await send(page);
      await recorded(page).waitFor();
      assert.equal(await page.locator('html').getAttribute('class'), 'besar', 'the thanks are in large print too');
    });
  });
}

const SPOKEN = {
  id: { question: /kecepatan waktu/, thanks: /sudah tercatat/, draft: null },
  en: { question: /How fast/, thanks: /are recorded/, draft: null },
  jv: { question: /rikatipun/, thanks: /sampun kacathet/, draft: /taksih draf/ },
  su: { question: /gancangna/, thanks: /parantos kacatet/, draft: /masih kénéh draf/ },
};
for (const language of LANGUAGES) {
  test(`the whole way can be gone in ${language}, and a draft says that it is one`, async () => {
    const { question, thanks, draft } = SPOKEN[language];
    await citizen({ address: `${survey}?bahasa=${language}` }, async (page, visitor) => {
      const text = await page.locator('main').innerText();
      assert.match(text, question);
      if (draft) assert.match(text, draft);
      else assert.doesNotMatch(text, /masih draf|is a draft/);
      assert.deepEqual(await visitor.barriers(), []);
      await page.locator('#kirim').click();
      await page.locator('.ringkasan a').first().waitFor();
      await answerAll(page);
      await page.locator('#kirim').click();
      await page.getByRole('heading', { level: 1, name: thanks }).waitFor();
    });
  });
}

test('offline another language cannot be had, and nothing is lost in trying', async () => {
  await visit(browser, {}, async (page) => {
    await page.goto(survey);
    const [first] = await questions(page);
    await answer(page, first, 4);
    await page.context().setOffline(true);
    await choose(page, 'bahasa:en');
    const said = page.getByText('Tidak tersambung. Jawaban Saudara tetap ada');
    await said.waitFor();
    assert.deepEqual(await answered(page), { [first]: 4 });
    const button = await page.locator('button[value="bahasa:en"]').boundingBox();
    const line = await said.boundingBox();
    assert.ok(Math.abs(line.y - button.y) < 300, `said at ${line.y}, pressed at ${button.y}`);
    await page.context().setOffline(false);
    await page.locator('button[value="bahasa:en"]').click();
    await page.locator('html[lang=en]').waitFor();
    assert.equal(await page.locator('#kabar').innerText(), '');
  });
});

test('an answer of 1 or 2 asks for reasons and a text, and both are sent', async () => {
  await citizen({}, async (page) => {
    const [first, second] = await questions(page);
    const reasons = page.locator('.alasan:visible');
    await answerAll(page, { score: 3 });
    assert.equal(await reasons.count(), 0);
    await answer(page, first, 2);
    await answer(page, second, 1);
    assert.equal(await reasons.count(), 2);
    await reasons.first().locator('label').first().click();
    await page.locator(`[name="t-${first}"]`).fill('Diminta fotokopi lagi');
    const posted = page.waitForRequest((request) => request.method() === 'POST');
    await send(page);
    const body = new URLSearchParams((await posted).postData());
    assert.ok(body.get(`r-${first}`));
    assert.equal(body.get(`t-${first}`), 'Diminta fotokopi lagi');
    assert.ok((await posted).postData().length <= POST_BYTES_MAX);
    await recorded(page).waitFor();
  });
});

test('what is written beside the answers must fit together, and says so beside itself', async () => {
  for (const js of [true, false]) {
    await citizen({ js }, async (page) => {
      await answerAll(page, { score: 1 });
      await page.locator('#komentar').fill('a'.repeat(450));
      await page.locator('textarea[name^="t-"]').first().fill('b'.repeat(60));
      await send(page);
      await page.getByRole('alert').getByRole('link', { name: /lebih dari 500 huruf/ }).click();
      assert.equal(await page.evaluate(() => document.activeElement.id), 'komentar');
      await page.getByText('Persingkat semua tulisan').waitFor();
      await page.locator('#komentar').fill('a');
      await send(page);
      await recorded(page).waitFor();
    });
  }
});

test('every target is at least 56 pixels high on a phone', async () => {
  await citizen({ screen: 'narrow' }, async (page) => {
    await answerAll(page, { score: 1 });
    const small = await page.evaluate(() => {
      const targets = [...document.querySelectorAll('button, .baris label, .keping label, select, textarea')];
      const shown = targets.filter((target) => target.checkVisibility() && !target.matches('.bayangan, .bayangan *'));
      return shown.filter((target) => target.getBoundingClientRect().height < 56).map((target) => target.outerHTML.slice(0, 80));
    });
    assert.deepEqual(small, []);
  });
});

test('colours that the reader has chosen are kept, and nothing moves for those who want none of it', async () => {
  await citizen({}, async (page, visitor) => {
    await page.emulateMedia({ forcedColors: 'active', reducedMotion: 'reduce' });
    await answerAll(page, { score: 2 });
    const { outline, scroll } = await page.evaluate(() => ({
      outline: getComputedStyle(document.querySelector('label:has(:checked)')).outlineStyle,
      scroll: getComputedStyle(document.documentElement).scrollBehavior,
    }));
    assert.deepEqual({ outline, scroll }, { outline: 'solid', scroll: 'auto' });
    await visitor.picture('survei-warna-paksa');
    await page.emulateMedia({ colorScheme: 'dark', forcedColors: 'none' });
    assert.deepEqual(await visitor.barriers(), []);
    await visitor.picture('survei-gelap');
  });
});

const listen = (page) => page.getByRole('button', { name: 'Dengarkan' });

test('reading aloud is offered where there is a voice, and nowhere else', async () => {
  await visit(browser, {}, async (page) => {
    await voices(page, ['en-US', 'id-ID']);
    await page.goto(survey);
    await listen(page).first().waitFor();
    assert.equal(await listen(page).count(), 10, 'the service and nine questions');
    await listen(page).nth(3).click();
    const [speech] = await page.evaluate(() => window.spoken);
    assert.match(speech.text, /3 dari 9.*kecepatan waktu.*Tidak cepat. Kurang cepat. Cepat. Sangat cepat/s);
    assert.doesNotMatch(speech.text, /Kesalahan/, 'what is not shown is not read');
    assert.equal(speech.lang, 'id');
    await listen(page).first().click();
    const service = (await page.evaluate(() => window.spoken)).at(-1);
    assert.match(service.text, /^Layanan apa.*\. .+\. /s);
  });
  await visit(browser, {}, async (page, visitor) => {
    await voices(page, ['en-US']);
    await page.goto(survey);
    await visitor.traffic();
    assert.equal(await listen(page).count(), 0);
  });
});

// The two layouts that there are, each on the screen that gives it the least room.
const LAYOUTS = ['narrow', 'kiosk'];

for (const screen of screenNames) {
  test(`no state of the page has a barrier or is too wide (${screen})`, async () => {
    await citizen({ screen }, async (page, visitor) => {
      const look = async (state) => {
        await visitor.picture(`survei-${state}-${screen}`);
        if (LAYOUTS.includes(screen)) assert.deepEqual(await visitor.barriers(), [], state);
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

for (const language of LANGUAGES) {
  test(`large print fits the narrowest screens, filled in and with a place to write (${language})`, async () => {
    for (const width of [320, 360]) {
      await citizen({ screen: 'narrow', address: `${survey}?bahasa=${language}&huruf=besar` }, async (page, visitor) => {
        await page.setViewportSize({ width, height: 640 });
        await answerAll(page, { score: 1 });
        assert.equal(await visitor.overflow(), 0, `${width}`);
        if (width === 320) assert.deepEqual(await visitor.barriers(), []);
        await visitor.picture(`survei-besar-${language}-${width}`);
      });
    }
  });
}

test('the code of a receipt stands on one line on the narrowest screen', async () => {
  for (const print of ['biasa', 'besar']) {
    await citizen({ screen: 'narrow', address: `${survey}?huruf=${print}` }, async (page, visitor) => {
      await answerAll(page);
      await send(page);
      await recorded(page).waitFor();
      const lines = await page.locator('.tanda code').evaluate((code) => code.getClientRects().length);
      assert.equal(lines, 1, print);
      assert.equal(await visitor.overflow(), 0);
      await visitor.picture(`tanda-${print}`);
    });
  }
});

const PAGES = {
  'no such survey': { path: '/s/tidak-ada', title: 'Survei tidak ditemukan' },
  'no such page': { path: '/tidak/ada', title: 'Halaman tidak ditemukan' },
  'the log': { path: '/log', title: /log/i },
  'where a receipt is checked': { path: '/bukti', title: /tanda terima/i },
};
for (const [name, { path, title }] of Object.entries(PAGES)) {
  test(`a page beside the survey has no barrier: ${name}`, async () => {
    for (const screen of LAYOUTS) {
      await visit(browser, { screen }, async (page, visitor) => {
        await page.goto(new URL(path, survey).href);
        await page.getByRole('heading', { level: 1, name: title }).waitFor();
        assert.deepEqual(await visitor.barriers(), []);
        assert.equal(await visitor.overflow(), 0);
      });
    }
  });
}

test('the notice of other answers under a used id has no barrier', async () => {
  await visit(browser, { screen: 'narrow' }, async (page, visitor) => {
    await page.goto(survey);
    await answerAll(page);
    const form = await fields(page);
    assert.equal((await post(page, form)).status, 200);
    const [code] = await questions(page);
    const conflict = await post(page, { ...form, [`u-${code}`]: '1' });
    assert.equal(conflict.status, 409);
    await page.setContent(conflict.text);
    await page.getByRole('heading', { level: 1, name: /sudah tercatat sebelumnya/ }).waitFor();
    assert.deepEqual(await visitor.barriers(), []);
    assert.equal(await visitor.overflow(), 0);
  });
});

test('where a recording cannot be played the browser reads instead', async () => {
  await visit(browser, {}, async (page) => {
    await voices(page, ['id']);
    await page.addInitScript(() => {
      window.played = [];
      HTMLMediaElement.prototype.play = function () {
        window.played.push(this.src);
        return Promise.reject(new DOMException('no', 'NotSupportedError'));
      };
    });
    await page.route(survey, async (route) => {
      const response = await route.fetch();
      return route.fulfill({ response, body: (await response.text()).replace('data-suara=""', 'data-suara="waktu"') });
    });
    await page.goto(survey);
    await listen(page).nth(3).click();
    await page.waitForFunction(() => window.spoken.length);
    assert.match((await page.evaluate(() => window.played)).join(), /\/suara\/id\/waktu$/);
    assert.match((await page.evaluate(() => window.spoken))[0].text, /kecepatan waktu/);
  });
});
