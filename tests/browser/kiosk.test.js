// A screen of the office that many people stand before: one question at a time, no network in between, and nothing
// of one citizen left for the next.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { brotliCompressSync } from 'node:zlib';
import { launch, visit } from './harness/browser.js';
import { startDemo } from './harness/program.js';
import { answer, answered, fields, questions, recorded, voices } from './harness/survey.js';

const IDLE_MS = 60_000;
const WARNING_MS = 20_000;
const THANKS_MS = 5_000;
const NOTICE_MS = 15_000;
// 20 mm, and a pixel for rounding.
const TARGET_PX = (20 / 25.4) * 96 - 1;
// Fetched once a day by a screen of the office, and kept: it may weigh a fifth more than a citizen's page.
const PAGE_BYTES_MAX = 12.5 * 1024;
const LANGUAGES = ['id', 'en', 'jv', 'su'];
// Tablets stand and lie; the lowest is a wide one of seven inches.
const TABLETS = [[800, 1280], [1280, 800], [1024, 768], [1024, 600]];

let browser;
let demo;
let address;

before(async () => {
  demo = await startDemo();
  address = (await demo.address('/s/')).replace('/s/', '/kios/');
  browser = await launch();
});

after(async () => {
  await browser?.close();
  assert.equal(await demo?.stop(), 0, 'the program did not stop well');
});

// One kiosk. Its timers stand still until a test moves them, unless `time` runs.
function kiosk({ js = true, time = !js }, does) {
  return visit(browser, { screen: 'kiosk', js }, async (page, visitor) => {
    if (!time) await page.clock.install();
    await page.goto(address);
    if (!time) await stopTheClock(page);
    await does(page, visitor);
    assert.deepEqual(visitor.problems, []);
  });
}

const stopTheClock = async (page) => page.clock.pauseAt(await page.evaluate(() => Date.now() + 1000));
// Until everything lies there that is needed without a network: each language in both prints, and the page by itself.
async function stocked(page) {
  const kept = () => page.evaluate(async () => (await (await caches.open('skm-1')).keys()).length);
  while (await kept() < LANGUAGES.length * 2 + 2) await page.waitForTimeout(50);
}

const begin = (page, how = 'Mulai') => page.getByRole('button', { name: how, exact: true }).click();
const goOn = (page) => page.getByRole('button', { name: 'Lanjut' }).click();
const goBack = (page) => page.getByRole('button', { name: 'Kembali' }).click();
const welcome = (page) => page.getByRole('button', { name: 'Mulai', exact: true });
const stillHere = (page) => page.getByRole('dialog', { name: 'Masih di sini?' });
const shownQuestion = (page) => page.locator('.nilai:visible [name^="u-"]').first().getAttribute('name');

// Taps an answer and lets the next question come.
async function tap(page, code, score) {
  await answer(page, code, score);
  await page.clock.runFor(500);
}

// From the welcome to the first question.
async function toQuestions(page, how) {
  await begin(page, how);
  await page.locator('label:has([name=layanan])').first().click();
  await page.clock.runFor(500);
}

async function toTheEnd(page, how, score = 3) {
  await toQuestions(page, how);
  for (const code of await questions(page)) await tap(page, code, score);
  await goOn(page);
}

const send = (page) => page.getByRole('button', { name: 'Kirim', exact: true }).last().click();

// Nothing of a citizen is on the page, in the tab, in the history, or on the disk.
async function assertNothingLeft(page) {
  await welcome(page).waitFor();
  assert.deepEqual(await answered(page), {});
  const { komentar, id, ...rest } = await fields(page);
  assert.equal(komentar, '');
  assert.deepEqual(Object.keys(rest).filter((name) => /^[rp]-/.test(name)), []);
  const left = await page.evaluate(async () => ({
    session: sessionStorage.length,
    kept: Object.keys(localStorage),
    queue: (await queued()).length,
    history: history.length,
  }));
  assert.deepEqual({ ...left, history: 0 }, { session: 0, kept: left.kept, queue: 0, history: 0 });
  assert.ok(left.kept.every((key) => key === 'skm:perangkat'), left.kept.join());
  return { id, history: left.history };
}

test('an answer takes a tap a question, asks the network for nothing, and is thanked for five seconds', async () => {
  const taken = await demo.answers();
  await kiosk({}, async (page, visitor) => {
    assert.match(await page.locator('main').innerText(), /Petugas tidak melihat jawaban Saudara/);
    const before = await assertNothingLeft(page);
    const requests = [];
    await stocked(page);
    page.on('request', (request) => requests.push(request.url()));
    await toTheEnd(page);
    assert.deepEqual(requests, [], 'no network between the questions');
    await send(page);
    await recorded(page).waitFor();
    assert.doesNotMatch(await page.locator('main').innerText(), /tanda terima/, 'a receipt would lie about for the next');
    await page.clock.runFor(THANKS_MS - 100);
    await recorded(page).waitFor();
    await page.clock.runFor(200);
    const after = await assertNothingLeft(page);
    assert.notEqual(after.id, before.id);
    assert.equal(after.history, before.history, 'there is nothing to go back to');
    assert.equal((await demo.answers()) - taken, 1);
    await visitor.picture('kios-awal');
  });
});

test('the way back keeps the answers, and a question is not passed over', async () => {
  await kiosk({}, async (page) => {
    await toQuestions(page);
    const [first, second] = await questions(page);
    await tap(page, first, 4);
    assert.equal(await shownQuestion(page), `u-${second}`);
    await goOn(page);
    assert.equal(await shownQuestion(page), `u-${second}`);
    await page.locator('.nilai:visible').getByText('Pilih satu jawaban.').waitFor();
    await goBack(page);
    assert.equal(await shownQuestion(page), `u-${first}`);
    assert.deepEqual(await answered(page), { [first]: 4 });
  });
});

test('a low answer waits for its reasons', async () => {
  await kiosk({}, async (page) => {
    await toQuestions(page);
    const [first] = await questions(page);
    await tap(page, first, 1);
    assert.equal(await shownQuestion(page), `u-${first}`);
    await page.locator('.alasan:visible label').first().click();
    await goOn(page);
    assert.notEqual(await shownQuestion(page), `u-${first}`);
  });
});

test('keys choose without running ahead, and Enter goes on', async () => {
  await kiosk({}, async (page) => {
    await begin(page);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Space');
    await page.clock.runFor(1000);
    assert.ok(await page.locator('[name=layanan]').first().isVisible());
    await page.keyboard.press('Enter');
    const [first] = await questions(page);
    assert.equal(await shownQuestion(page), `u-${first}`);
  });
});

test('with a helper the answer comes by a channel of its own', async () => {
  await kiosk({}, async (page) => {
    const posted = page.waitForRequest((request) => request.method() === 'POST' && request.url().includes('/s/'));
    await toTheEnd(page, 'Mulai dengan pendamping');
    await send(page);
    const body = new URLSearchParams((await posted).postData());
    assert.equal(body.get('kanal'), 'assisted');
    assert.match(body.get('urut'), /^\d+$/);
    await recorded(page).waitFor();
  });
});

test('somebody who walked away is asked, and then forgotten', async () => {
  await kiosk({}, async (page) => {
    await toQuestions(page);
    await tap(page, (await questions(page))[0], 2);
    await page.locator('.catat:visible textarea').fill('Petugas bernama');
    await page.clock.runFor(IDLE_MS);
    await stillHere(page).waitFor();
    await page.clock.runFor(WARNING_MS / 2);
    assert.match(await stillHere(page).innerText(), /dalam 10 detik/);
    await page.clock.runFor(WARNING_MS / 2 + 1000);
    await assertNothingLeft(page);
    assert.equal(await stillHere(page).count(), 0);
  });
});

const SIGNS = {
  'a tap': (page) => page.mouse.click(400, 900),
  'a key': (page) => page.keyboard.press('Shift'),
  'typing on the keyboard of the screen': (page) => page.locator('#komentar').evaluate((field) => {
    // Such keyboards send no keys, only what was put in.
    field.value += 'a';
    field.dispatchEvent(new InputEvent('input', { bubbles: true, data: 'a' }));
  }),
  'a scroll': (page) => page.evaluate(() => document.dispatchEvent(new Event('scroll'))),
};
for (const [name, sign] of Object.entries(SIGNS)) {
  test(`${name} is a sign of life, before the question and while it is asked`, async () => {
    await kiosk({}, async (page) => {
      await toTheEnd(page);
      await page.clock.runFor(IDLE_MS - 1000);
      await sign(page);
      await page.clock.runFor(IDLE_MS - 1000);
      assert.equal(await stillHere(page).count(), 0);
      await page.clock.runFor(1000);
      await stillHere(page).waitFor();
      await page.clock.runFor(WARNING_MS - 1000);
      await sign(page);
      await stillHere(page).waitFor({ state: 'hidden' });
      await page.clock.runFor(WARNING_MS);
      assert.equal(Object.keys(await answered(page)).length, 9, 'nothing was forgotten');
    });
  });
}

test('a pointer that only passes by begins the countdown anew and never stops it', async () => {
  await kiosk({}, async (page) => {
    await toQuestions(page);
    await tap(page, (await questions(page))[0], 4);
    await page.clock.runFor(IDLE_MS);
    await stillHere(page).waitFor();
    await page.clock.runFor(WARNING_MS / 2);
    await page.mouse.move(300, 300);
    assert.match(await stillHere(page).innerText(), /dalam 20 detik/);
    await page.clock.runFor(WARNING_MS / 2);
    assert.match(await stillHere(page).innerText(), /dalam 10 detik/);
    await page.clock.runFor(WARNING_MS / 2 + 1000);
    await assertNothingLeft(page);
    assert.equal(await stillHere(page).count(), 0);
  });
});

test('the tap that answers the question presses nothing beneath it', async () => {
  await kiosk({}, async (page) => {
    await toQuestions(page);
    await page.clock.runFor(IDLE_MS);
    await stillHere(page).getByRole('button', { name: 'Lanjut' }).click();
    await stillHere(page).waitFor({ state: 'hidden' });
    assert.equal(await shownQuestion(page), `u-${(await questions(page))[0]}`);
    assert.deepEqual(await answered(page), {});
  });
});

test('another language is chosen first, keeps to the kiosk, and is forgotten with the rest', async () => {
  await kiosk({}, async (page) => {
    await page.getByRole('button', { name: 'English' }).click();
    await page.getByRole('button', { name: 'Start', exact: true }).click();
    assert.equal(await page.locator('html').getAttribute('lang'), 'en');
    await page.clock.runFor(IDLE_MS + WARNING_MS + 1000);
    await welcome(page).waitFor();
    assert.equal(await page.locator('html').getAttribute('lang'), 'id');
    assert.equal(new URL(page.url()).search, '');
  });
});

test('without a network the citizen is thanked for what is stored, and it is sent later without a word', async () => {
  const taken = await demo.answers();
  await visit(browser, { screen: 'kiosk' }, async (page) => {
    await page.clock.install();
    await page.goto(address);
    await stopTheClock(page);
    await page.context().setOffline(true);
    await toTheEnd(page);
    await send(page);
    await page.getByRole('heading', { level: 1, name: /tersimpan di perangkat ini dan akan dikirim/ }).waitFor();
    await page.clock.runFor(THANKS_MS + 100);
    await welcome(page).waitFor();
    assert.deepEqual(await answered(page), {});
    assert.equal(await page.evaluate(async () => (await queued()).length), 1);
    await assertNothingOffered(page);
    await page.context().setOffline(false);
    while (await page.evaluate(async () => (await queued()).length)) await page.waitForTimeout(50);
    await assertNothingLeft(page);
  });
  assert.equal((await demo.answers()) - taken, 1);
});

// What lies on the device is no business of the next citizen: they read nothing of it, and cannot take it along.
async function assertNothingOffered(page) {
  await welcome(page).waitFor();
  assert.doesNotMatch(await page.locator('body').innerText(), /tersimpan|Simpan|peramban|tidak diterima/);
  assert.equal(await page.locator('#antrean, #ulangi, #berkas').count(), 0);
}

test('answers that the server refuses for good are not shown to the next citizen, and the office hears of them', async () => {
  await visit(browser, { screen: 'kiosk' }, async (page, visitor) => {
    await page.clock.install();
    await page.goto(address);
    await stopTheClock(page);
    const post = address.replace('/kios/', '/s/');
    await page.route(post, async (route) => {
      if (route.request().method() !== 'POST') return route.continue();
      return route.fulfill({ response: await route.fetch({ url: post.replace(/[^/]+$/, 'TIDAK-ADA') }) });
    });
    await toTheEnd(page);
    await send(page);
    await page.getByRole('heading', { level: 1, name: 'Survei tidak ditemukan' }).waitFor();
    await page.clock.runFor(NOTICE_MS + 100);
    await assertNothingOffered(page);
    const beat = page.waitForRequest(/heartbeat$/);
    await page.evaluate(() => { beat(); });
    const { queue, refused } = (await beat).postDataJSON();
    assert.deepEqual({ queue, refused }, { queue: 0, refused: 1 });
    await page.clock.resume();
    assert.deepEqual(await visitor.barriers(), []);
    await visitor.picture('kios-ditolak');
  });
});

test('a page that somebody leaves and comes back to shows nothing of them', async () => {
  await kiosk({}, async (page) => {
    await toQuestions(page);
    await tap(page, (await questions(page))[0], 4);
    // What it lays in store would be broken off by leaving.
    await stocked(page);
    await page.goto('about:blank');
    await page.goBack();
    await assertNothingLeft(page);
  });
});

test('every target is as large as a finger wants it, on every screen', async () => {
  await kiosk({}, async (page) => {
    const small = () => page.evaluate((least) => {
      const targets = [...document.querySelectorAll('button, .baris label, .keping label, select, textarea')];
      const shown = targets.filter((target) => target.checkVisibility() && !target.closest('.bayangan') && !target.matches('.bayangan'));
      return shown.filter((target) => target.getBoundingClientRect().height < least).map((target) => target.outerHTML.slice(0, 80));
    }, TARGET_PX);
    assert.deepEqual(await small(), []);
    await begin(page);
    assert.deepEqual(await small(), []);
    await page.locator('label:has([name=layanan])').first().click();
    await page.clock.runFor(500);
    for (const code of await questions(page)) {
      await tap(page, code, 1);
      assert.deepEqual(await small(), []);
      await goOn(page);
    }
    assert.deepEqual(await small(), []);
    await goOn(page);
    assert.deepEqual(await small(), []);
  });
});

test('no screen has a barrier or is too wide', async () => {
  await kiosk({ time: true }, async (page, visitor) => {
    const look = async (name) => {
      await visitor.picture(`kios-${name}`);
      assert.deepEqual(await visitor.barriers(), [], name);
      assert.equal(await visitor.overflow(), 0, name);
    };
    await look('sambutan');
    await begin(page);
    await look('layanan');
    await page.locator('label:has([name=layanan])').first().click();
    await goOn(page);
    await goOn(page);
    await look('belum-dijawab');
    for (const code of await questions(page)) {
      await answer(page, code, 1);
      if (code === 'waktu') await look('alasan');
      await goOn(page);
    }
    await page.evaluate(() => warn());
    await look('diam');
    await stillHere(page).getByRole('button').click();
    await look('tentang');
    await goOn(page);
    await look('akhir');
    await send(page);
    await recorded(page).waitFor();
    await look('terima-kasih');
  });
});

test('without scripts it is the long form of the same channel', async () => {
  await kiosk({ js: false }, async (page) => {
    assert.match(await page.locator('main').innerText(), /Petugas tidak melihat jawaban Saudara/);
    await page.locator('label:has([name=layanan])').first().click();
    for (const code of await questions(page)) await answer(page, code, 3);
    await page.getByRole('button', { name: 'Kirim', exact: true }).last().click();
    await recorded(page).waitFor();
    assert.doesNotMatch(await page.locator('main').innerText(), /tanda terima/);
  });
});

test('it can be installed: a manifest with icons, and a worker', async () => {
  await visit(browser, { screen: 'kiosk' }, async (page) => {
    await page.goto(address);
    const session = await page.context().newCDPSession(page);
    const { errors, url } = await session.send('Page.getAppManifest');
    assert.deepEqual(errors, []);
    assert.equal(url, `${address}/aplikasi.webmanifest`);
    const { installabilityErrors } = await session.send('Page.getInstallabilityErrors');
    assert.deepEqual(installabilityErrors.map(({ errorId }) => errorId).filter((id) => id !== 'in-incognito'), []);
    assert.ok(await page.evaluate(async () => (await navigator.serviceWorker.ready).scope.endsWith(location.pathname)));
  });
});

for (const [width, height] of TABLETS) {
  for (const print of ['biasa', 'besar']) {
    test(`all four answers stand above the buttons, and so does the beginning (${width} x ${height}, ${print})`, async () => {
      await visit(browser, { screen: 'kiosk' }, async (page, visitor) => {
        await page.setViewportSize({ width, height });
        await voices(page, LANGUAGES);
        // With a button for reading aloud beside each question; the longest words are in these.
        for (const language of ['id', 'jv']) {
          await page.goto(`${address}?bahasa=${language}&huruf=${print}`);
          await page.locator('.dengar').first().waitFor({ state: 'attached' });
          const hidden = (what) => page.locator(what).evaluateAll((parts) => {
            const bar = document.querySelector('.pindah');
            const end = bar.checkVisibility() ? bar.getBoundingClientRect().top : innerHeight;
            const shown = parts.filter((part) => part.checkVisibility());
            const seen = ({ top, bottom }) => top >= 0 && bottom <= end;
            return shown.length ? shown.filter((part) => !seen(part.getBoundingClientRect())).map((part) => part.innerText) : ['none'];
          });
          assert.deepEqual(await hidden('.mulai button'), [], language);
          await page.locator('.mulai button').first().click();
          if (language === 'id') assert.ok(await page.locator('#maju').isHidden(), 'nothing is answered yet');
          await page.locator('label:has([name=layanan])').first().click();
          await page.locator('#lanjut').click();
          for (const code of await questions(page)) {
            await page.locator(`[name="u-${code}"]`).first().waitFor();
            await page.waitForFunction(() => !scrollY);
            assert.deepEqual(await hidden('.wajah label'), [], `${language} ${code}`);
            assert.equal(await visitor.overflow(), 0);
            await page.locator(`[name="u-${code}"]`).last().check();
            await page.locator('#lanjut').click();
          }
          await visitor.picture(`kios-${width}-${height}-${print}-${language}`);
        }
      });
    });
  }
}

test('in large print no screen has a barrier or is too wide', async () => {
  await kiosk({ time: true }, async (page, visitor) => {
    const look = async (name) => {
      assert.deepEqual(await visitor.barriers(), [], name);
      assert.equal(await visitor.overflow(), 0, name);
    };
    await page.getByRole('button', { name: 'Huruf besar' }).click();
    await page.getByRole('button', { name: 'Huruf biasa' }).waitFor();
    await look('welcome');
    await begin(page);
    await look('service');
    await page.locator('label:has([name=layanan])').first().click();
    await goOn(page);
    await answer(page, (await questions(page))[0], 1);
    await look('reasons');
    await page.evaluate(() => warn());
    await look('still here');
  });
});

for (const language of LANGUAGES) {
  test(`the page of a kiosk keeps to its bytes (${language})`, async () => {
    const page = await (await fetch(`${address}?bahasa=${language}`)).text();
    const bytes = brotliCompressSync(page).length;
    assert.ok(bytes <= PAGE_BYTES_MAX, `${bytes} bytes`);
  });
}

// A kiosk whose worker stays away, so that a test may answer in the server's place when the page asks for itself.
function renewable(does) {
  return visit(browser, { screen: 'kiosk' }, async (page) => {
    await page.addInitScript(() => Object.defineProperty(navigator, 'serviceWorker', { value: undefined }));
    await page.clock.install();
    await page.goto(address);
    await stopTheClock(page);
    await page.evaluate(() => { window.stayed = true; });
    const stayed = () => page.evaluate(() => window.stayed === true);
    const rest = async () => {
      const asked = page.waitForEvent('requestfinished', (request) => request.url() === address);
      await page.clock.runFor(IDLE_MS + 100);
      await asked;
      await page.waitForTimeout(300);
    };
    await does(page, { stayed, rest });
  });
}

test('a page that the server has renewed is taken when nobody is there, and never under the hands of somebody', async () => {
  await renewable(async (page, { stayed, rest }) => {
    await rest();
    assert.ok(await stayed(), 'the page is of today');
    await page.route(address, async (route) => {
      const response = await route.fetch();
      const body = (await response.text()).replace('Tanpa nama.', 'Tanpa nama, sungguh.');
      return route.fulfill({ response, body });
    });
    await toQuestions(page);
    await tap(page, (await questions(page))[0], 4);
    await page.clock.runFor(IDLE_MS - 1000);
    assert.ok(await stayed() && Object.keys(await answered(page)).length === 1, 'somebody answers');
    await page.clock.runFor(1000 + WARNING_MS + 1000);
    await welcome(page).waitFor();
    assert.ok(await stayed());
    await rest();
    await page.getByText('Tanpa nama, sungguh.').waitFor();
    assert.ok(!(await stayed()));
    await assertNothingLeft(page);
  });
});

test('what a proxy says instead of the page does not take its place', async () => {
  await renewable(async (page, { stayed, rest }) => {
    await page.route(address, (route) => route.fulfill({ contentType: 'text/html', body: '<h1>WiFi</h1>' }));
    await rest();
    await welcome(page).waitFor();
    assert.ok(await stayed());
  });
});

test('a browser that can store nothing still comes back to the beginning', async () => {
  await visit(browser, { screen: 'kiosk' }, async (page) => {
    await page.addInitScript(() => {
      indexedDB.open = () => { throw new DOMException('no', 'SecurityError'); };
    });
    await page.clock.install();
    await page.goto(address);
    await stopTheClock(page);
    await toTheEnd(page);
    await send(page);
    await recorded(page).waitFor();
    await page.clock.runFor(THANKS_MS + 100);
    await welcome(page).waitFor();
    assert.equal(page.url(), address);
  });
});

test('what is read aloud ends with its question, and with the citizen', async () => {
  await visit(browser, { screen: 'kiosk' }, async (page) => {
    await voices(page, ['id']);
    await page.clock.install();
    await page.goto(address);
    await stopTheClock(page);
    const silenced = () => page.evaluate(() => { const times = window.silenced; window.silenced = 0; return times; });
    await toQuestions(page);
    await page.locator('.dengar:visible').click();
    await silenced();
    await tap(page, (await questions(page))[0], 4);
    assert.ok(await silenced(), 'the next question came');
    await page.clock.runFor(IDLE_MS);
    await stillHere(page).waitFor();
    await silenced();
    await page.clock.runFor(WARNING_MS + 1000);
    await welcome(page).waitFor();
    assert.ok(await silenced(), 'everything is forgotten');
  });
});

test('it says what an enrolled device adds to an answer', async () => {
  await kiosk({ js: false }, async (page) => {
    assert.match(await page.locator('.simpan').innerText(), /kode perangkat dan nomor urut/);
  });
});
