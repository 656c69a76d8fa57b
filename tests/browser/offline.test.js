// Answers that cannot be sent at once: kept on the device, sent later, counted once; and the citizen told the truth.
//
// Each test counts the answers that were taken before and after. The server is one and the same, killed and started again.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { launch, visit } from './harness/browser.js';
import { startDemo } from './harness/program.js';
import { answer, answerAll, answered, questions, recorded, send, waiting } from './harness/survey.js';

const MONTH_MS = 30 * 24 * 3600 * 1000;
const DAY_MS = 24 * 3600 * 1000;

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
  assert.equal(await demo?.stop(), 0, 'the program did not stop well');
});

// One person who fills in the survey; so many answers more are taken when all is done as `more` says.
async function citizen(more, does) {
  const before = await demo.answers();
  await visit(browser, {}, async (page, visitor) => {
    await page.goto(survey);
    await does(page, visitor);
  });
  assert.equal((await demo.answers()) - before, more);
}

const online = (page, on) => page.context().setOffline(!on);
const saved = (page) => waiting(page).getByText(/tersimpan di perangkat ini, belum terkirim/).waitFor();
const sent = (page) => waiting(page).getByText(/kini sudah terkirim/).waitFor();

async function fillAndSend(page) {
  await answerAll(page);
  await send(page);
}

test('answers given without a connection are said to be stored, and sent when it is back', async () => {
  await citizen(1, async (page, visitor) => {
    await online(page, false);
    await fillAndSend(page);
    await saved(page);
    assert.equal(await recorded(page).count(), 0);
    await visitor.picture('luring-tersimpan');
    assert.deepEqual(await visitor.barriers(), []);
    assert.equal(await visitor.overflow(), 0);
    await online(page, true);
    await recorded(page).waitFor();
    assert.match(await page.locator('main').innerText(), /Kode tanda terima/);
  });
});

test('stored answers survive a reload and the end of the tab, and are sent by the next page', async () => {
  await citizen(1, async (page, visitor) => {
    await page.evaluate(() => navigator.serviceWorker.ready);
    await online(page, false);
    await fillAndSend(page);
    await saved(page);
    const context = page.context();
    await page.close();
    await context.setOffline(false);
    const next = await context.newPage();
    await next.goto(survey);
    await sent(next);
    assert.match(await waiting(next).innerText(), /Kode tanda terima: \d+-[0-9A-F]+/);
    assert.deepEqual(await answered(next), {}, 'the next citizen begins with an empty form');
    await next.reload();
    await next.locator('#kirim').waitFor();
    assert.ok(await waiting(next).isHidden(), 'said once');
    visitor.page = next;
  });
});

test('a server that is down for a day loses nothing, and the page opens without it', async () => {
  await citizen(1, async (page) => {
    await page.evaluate(() => navigator.serviceWorker.ready);
    await demo.kill();
    await page.reload();
    await fillAndSend(page);
    await saved(page);
    await page.clock.setSystemTime(Date.now() + DAY_MS);
    await page.reload();
    await saved(page);
    await demo.serveAgain();
    await page.locator('#ulangi').click();
    await sent(page);
  });
});

test('when the answer to a received post is lost, the post is sent again and counts once', async () => {
  await citizen(1, async (page) => {
    let lost = 0;
    await page.route(survey, async (route) => {
      if (route.request().method() !== 'POST' || lost > 1) return route.continue();
      lost += 1;
      await route.fetch();
      await route.abort();
    });
    await fillAndSend(page);
    await saved(page);
    await page.evaluate(() => drain());
    await page.locator('#ulangi').click();
    await recorded(page).waitFor();
    assert.match(await page.locator('main').innerText(), /sudah kami terima sebelumnya/);
    assert.equal(lost, 2);
  });
});

test('what a proxy or a hotel says instead of the server is not taken for its word', async () => {
  await citizen(1, async (page) => {
    const answers = [
      { status: 200, contentType: 'text/html', body: '<h1>Selamat datang di WiFi kami</h1>' },
      { status: 502, contentType: 'text/html', body: '<h1>Bad Gateway</h1>' },
      { status: 403, contentType: 'text/html', body: '<h1>Forbidden</h1>' },
      { status: 302, headers: { location: 'https://wifi.invalid/login' } },
    ];
    await page.route(survey, (route) => {
      const other = route.request().method() === 'POST' && answers.shift();
      return other ? route.fulfill(other) : route.continue();
    });
    await fillAndSend(page);
    await saved(page);
    // Each asks once more, after the one before.
    for (const _ of [...answers, 'the server']) await page.evaluate(() => { drain(); });
    await recorded(page).waitFor();
    assert.equal(answers.length, 0);
  });
});

test('a reload while the answers are on their way sends them once, and says that they arrived', async () => {
  await citizen(1, async (page) => {
    let arrived;
    const onItsWay = new Promise((done) => { arrived = done; });
    let posts = 0;
    await page.route(survey, async (route) => {
      posts += route.request().method() === 'POST';
      if (route.request().method() !== 'POST' || posts > 1) return route.continue();
      // The server has it, and the page never hears of it.
      await route.fetch();
      return arrived();
    });
    await fillAndSend(page);
    await onItsWay;
    await page.reload();
    await sent(page);
  });
});

test('two quick taps on Kirim are one answer', async () => {
  await citizen(1, async (page) => {
    await answerAll(page);
    await page.locator('#kirim').dblclick();
    await recorded(page).waitFor();
  });
});

test('two tabs with the same draft are one answer, and both tabs say so', async () => {
  await citizen(1, async (page) => {
    await answerAll(page);
    // As a browser does when a tab is duplicated.
    const draft = await page.evaluate(() => JSON.stringify({ ...sessionStorage }));
    const twin = await page.context().newPage();
    await twin.addInitScript((draft) => Object.entries(JSON.parse(draft)).forEach(([key, value]) => sessionStorage.setItem(key, value)), draft);
    await twin.goto(survey);
    assert.equal(Object.keys(await answered(twin)).length, (await questions(page)).length);
    await Promise.all([send(page), send(twin)]);
    await Promise.all([recorded(page).or(conflict(page)).waitFor(), recorded(twin).or(conflict(twin)).waitFor()]);
  });
});

const conflict = (page) => page.getByRole('heading', { level: 1, name: /sudah tercatat sebelumnya/ });

test('two tabs that wait together send each answer once, where browsers can agree and where not', async () => {
  for (const locks of [true, false]) {
    await citizen(2, async (page) => {
      const other = await page.context().newPage();
      const posts = [];
      for (const tab of [page, other]) {
        if (!locks) await tab.addInitScript(() => Object.defineProperty(navigator, 'locks', { value: undefined }));
        tab.on('request', (request) => request.method() === 'POST' && posts.push(request.url()));
        await tab.goto(survey);
      }
      await online(page, false);
      for (const tab of [page, other]) {
        await tab.bringToFront();
        await fillAndSend(tab);
        await saved(tab);
      }
      posts.length = 0;
      await online(page, true);
      for (const tab of [page, other]) await recorded(tab).or(waiting(tab).getByText(/kini sudah terkirim/)).first().waitFor();
      if (locks) assert.ok(posts.length <= 4, `${posts.length} posts`);
    });
  }
});

test('a clock that is wrong by a month, and is set while answers wait, costs no answer', async () => {
  for (const off of [-MONTH_MS, MONTH_MS]) {
    await citizen(1, async (page) => {
      await page.clock.setSystemTime(Date.now() + off);
      await page.reload();
      await online(page, false);
      await fillAndSend(page);
      await saved(page);
      await page.clock.setSystemTime(Date.now());
      await online(page, true);
      await recorded(page).waitFor();
    });
  }
});

test('other answers under an id that is used up are kept for review, and the citizen is told', async () => {
  // What is kept for review counts for nothing.
  await citizen(1, async (page) => {
    await answerAll(page);
    const draft = await page.evaluate(() => JSON.stringify({ ...sessionStorage }));
    await send(page);
    await recorded(page).waitFor();
    await page.evaluate((draft) => Object.entries(JSON.parse(draft)).forEach(([key, value]) => sessionStorage.setItem(key, value)), draft);
    await page.goto(survey);
    const [code] = await questions(page);
    await answer(page, code, 1);
    await send(page);
    await conflict(page).waitFor();
  });
});

test('waiting answers can be saved as a file, and the file can be sent by any other means', async () => {
  await citizen(1, async (page) => {
    await online(page, false);
    await fillAndSend(page);
    await saved(page);
    const [file] = await Promise.all([page.waitForEvent('download'), page.locator('#berkas').click()]);
    assert.equal(file.suggestedFilename(), 'skm-antrean.txt');
    const lines = (await readFile(await file.path(), 'utf8')).trim().split('\n');
    assert.equal(lines.length, 1);
    const [path, body] = lines[0].split(' ');
    const answer = await fetch(new URL(path, survey), {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body,
    });
    assert.match(await answer.text(), /sudah tercatat/);
    // And once more from the device.
    await online(page, true);
    await recorded(page).waitFor();
    assert.match(await page.locator('main').innerText(), /sudah kami terima sebelumnya/);
  });
});

test('answers that the server refuses for good stay on the device and can be saved', async () => {
  await citizen(0, async (page) => {
    await page.route(survey, async (route) => {
      if (route.request().method() !== 'POST') return route.continue();
      const url = survey.replace(/\/s\/.*/, '/s/TIDAK-ADA');
      return route.fulfill({ response: await route.fetch({ url }) });
    });
    await fillAndSend(page);
    await page.getByRole('heading', { level: 1, name: 'Survei tidak ditemukan' }).waitFor();
    await page.goto(survey);
    await waiting(page).getByText(/tidak diterima dan tetap tersimpan/).waitFor();
    assert.ok(await page.locator('#berkas').isVisible());
    assert.ok(await page.locator('#ulangi').isHidden());
  });
});

test('without a store on the device the form posts itself', async () => {
  const before = await demo.answers();
  await visit(browser, {}, async (page) => {
    await page.addInitScript(() => {
      indexedDB.open = () => { throw new DOMException('no', 'SecurityError'); };
    });
    await page.goto(survey);
    await fillAndSend(page);
    await recorded(page).waitFor();
  });
  assert.equal((await demo.answers()) - before, 1);
});

test('a page that was seen in another language opens in it without a connection, and sends its answers later', async () => {
  await citizen(1, async (page) => {
    await page.evaluate(() => navigator.serviceWorker.ready);
    const english = `${survey}?bahasa=en`;
    await page.goto(english);
    await demo.kill();
    await page.reload();
    assert.equal(await page.locator('html').getAttribute('lang'), 'en');
    await answerAll(page);
    await page.locator('#kirim').click();
    await waiting(page).getByText(/stored on this device, not sent yet/).waitFor();
    await demo.serveAgain();
    await page.locator('#ulangi').click();
    await page.getByRole('heading', { level: 1, name: /are recorded/ }).waitFor();
  });
});

test('a kept page is fetched again without its body', async () => {
  await citizen(0, async (page) => {
    await page.evaluate(() => navigator.serviceWorker.ready);
    await page.waitForFunction(() => caches.match(location.href));
    const asked = page.context().waitForEvent('response', (response) => response.request().serviceWorker() && response.url() === survey);
    await page.reload();
    assert.equal((await asked).status(), 304);
    await page.locator('#kirim').waitFor();
  });
});

test('the browser is asked to keep what waits, once something does', async () => {
  await visit(browser, {}, async (page) => {
    await page.addInitScript(() => {
      window.asked = 0;
      StorageManager.prototype.persist = async () => { window.asked += 1; };
    });
    await page.goto(survey);
    const asked = () => page.evaluate(() => window.asked);
    assert.equal(await asked(), 0);
    await online(page, false);
    await fillAndSend(page);
    await saved(page);
    await page.waitForFunction(() => window.asked);
    await page.evaluate(() => drain());
    assert.equal(await asked(), 1);
  });
});

test('a kiosk changes its language and its print without a connection', async () => {
  await visit(browser, { screen: 'kiosk' }, async (page) => {
    await page.goto(survey.replace('/s/', '/kios/'));
    const kept = () => page.evaluate(async () => (await (await caches.open('skm-1')).keys()).length);
    while (await kept() < 10) await page.waitForTimeout(50);
    await demo.kill();
    await page.getByRole('button', { name: 'English' }).click();
    await page.locator('html[lang=en]').waitFor();
    await page.getByRole('button', { name: 'Large print' }).click();
    await page.locator('html.besar[lang=en]').waitFor();
    await page.getByRole('button', { name: 'Bahasa Indonesia' }).click();
    await page.locator('html.besar[lang=id]').waitFor();
    assert.equal(await page.locator('#kabar').innerText(), '');
    await demo.serveAgain();
  });
});
