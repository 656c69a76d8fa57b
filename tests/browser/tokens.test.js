// Posters and tickets: printed so that a phone reads them; and a ticket's code admits one answer, in any tab.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { launch, visit } from './harness/browser.js';
import { decode, decodePdf } from './harness/decoder.js';
import { startDemo } from './harness/program.js';
import { enterAs } from './harness/staff.js';
import { answer, answerAll, answered, questions, recorded, send } from './harness/survey.js';

// More than one code may bring at once.
const CODE_POSTS = 200;

let browser;
let demo;
let origin;
let survey;
let tickets;

before(async () => {
  demo = await startDemo();
  const address = new URL(await demo.address('/s/'));
  origin = address.origin;
  survey = address.pathname.slice('/s/'.length);
  browser = await launch();
  tickets = await issue();
});

after(async () => {
  await browser?.close();
  const code = await demo?.stop();
  assert.equal(code, 0, 'the program did not stop well');
});

// Somebody of the office, who came in by the link of a demo. The demo's surveys have the code of their unit.
function officer(path, does, options = { screen: 'laptop' }) {
  return visit(browser, options, async (page, visitor) => {
    await enterAs(page, demo);
    await page.goto(`${origin}/dasbor/${survey}/${path}`);
    await does(page, visitor);
    // To the browser a page that turns out to be a file is a page that did not come.
    assert.deepEqual(visitor.problems.filter((problem) => !problem.endsWith('net::ERR_ABORTED')), []);
  });
}

// Addresses of fresh tickets, in the spelling of this site.
async function issue() {
  let addresses;
  await officer('kode', async (page) => {
    await page.getByLabel('Berkas CSV').check();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Terbitkan' }).click(),
    ]);
    const lines = (await readFile(await download.path(), 'utf8')).trim().split('\n').slice(1);
    addresses = lines.map((line) => line.split(',')[1]);
  });
  return addresses;
}

function citizen(options, address, does) {
  return visit(browser, options, async (page, visitor) => {
    await page.goto(address);
    await does(page, visitor);
    assert.deepEqual(visitor.problems, []);
  });
}

const title = (page, name) => page.getByRole('heading', { level: 1, name }).waitFor();
const inQr = (path) => `${origin.toUpperCase()}${path}`;

for (const size of ['a4', 'a5', 'kartu']) {
  test(`a poster of size ${size} is read from the screen, from its files and from paper`, async () => {
    await officer(`poster?ukuran=${size}`, async (page, visitor) => {
      const expected = [inQr(`/s/${survey}`)];
      const paper = page.locator('.kertas svg[viewBox]');
      assert.deepEqual(await decode(await paper.screenshot()), expected);
      assert.deepEqual(await visitor.barriers(), []);
      assert.equal(await visitor.overflow(), 0);
      await visitor.picture(`poster-${size}`);

      const file = async (link) => {
        const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: link }).click()]);
        return readFile(await download.path());
      };
      assert.deepEqual(await decodePdf(await file('Unduh PDF')), [expected]);
      assert.deepEqual(await decodePdf(await page.pdf({ preferCSSPageSize: true })), [expected]);
      const svg = (await file('Unduh SVG')).toString();
      await page.setContent(svg);
      assert.deepEqual(await decode(await page.screenshot({ fullPage: true })), expected);
    });
  });
}

test('tickets are read from the page as it prints and from the PDF, each its own', async () => {
  await officer('kode', async (page, visitor) => {
    assert.deepEqual(await visitor.barriers(), []);
    await page.getByLabel('Banyaknya kode').fill('30');
    await visitor.picture('kode');
    await page.getByRole('button', { name: 'Terbitkan' }).click();
    await title(page, '30 tiket di 2 lembar');
    assert.deepEqual(await visitor.barriers(), []);
    await visitor.picture('tiket');
    const sheets = await decodePdf(await page.pdf({ preferCSSPageSize: true }));
    assert.deepEqual(sheets.map((sheet) => sheet.length), [24, 6]);
    const read = new Set(sheets.flat());
    assert.equal(read.size, 30);
    for (const address of read) assert.match(address, new RegExp(`^${inQr('/k/')}[0-9A-HJKMNP-TV-Z]{16}$`));
    const [one] = read;
    await citizen({}, one, (phone) => title(phone, 'Bagaimana pelayanan kami?'));
  });

  await officer('kode', async (page) => {
    await page.getByLabel('Berkas PDF').check();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Terbitkan' }).click(),
    ]);
    const sheets = await decodePdf(await readFile(await download.path()));
    assert.equal(new Set(sheets.flat()).size, 240);
  });
});

for (const js of [false, true]) {
  const scripts = js ? 'with scripts' : 'without scripts';

  test(`${scripts}, a ticket is answered once, and says so when it is opened again`, async () => {
    const ticket = tickets.pop();
    await citizen({ js }, ticket, async (page, visitor) => {
      await answerAll(page);
      await send(page);
      await recorded(page).waitFor();
      await page.goto(ticket);
      await title(page, 'Sudah diisi, terima kasih');
      if (js) assert.deepEqual(await visitor.barriers(), []);
      await visitor.picture(`terpakai-${js ? 'skrip' : 'polos'}`);
    });
  });

  test(`${scripts}, of two tabs with one ticket the first counts and the second is told the truth`, async () => {
    const ticket = tickets.pop();
    await citizen({ js }, ticket, async (page, visitor) => {
      const other = await page.context().newPage();
      await other.goto(ticket);
      await answerAll(page, { score: 4 });
      await answerAll(other, { score: 1 });
      await send(page);
      await recorded(page).waitFor();
      await send(other);
      await title(other, 'Kode ini sudah digunakan');
      await visitor.picture(`dua-tab-${js ? 'skrip' : 'polos'}`);
    });
  });

  test(`${scripts}, a code is typed as people type`, async () => {
    const code = tickets.pop().split('/').pop();
    await citizen({ js }, `${origin}/k`, async (page, visitor) => {
      if (js) assert.deepEqual(await visitor.barriers(), []);
      await visitor.picture(`ketik-${js ? 'skrip' : 'polos'}`);
      const typed = code.toLowerCase().replaceAll('0', 'o').replaceAll('1', 'l').replace(/(.{4})/g, '$1 ');
      await page.getByLabel('Kode sekali pakai').fill(typed);
      await page.getByRole('button', { name: 'Mulai mengisi' }).click();
      await answerAll(page);
      await send(page);
      await recorded(page).waitFor();
    });
  });

  test(`${scripts}, a mistyped code is asked for again and nothing typed is lost`, async () => {
    await citizen({ js }, `${origin}/k`, async (page, visitor) => {
      await page.getByLabel('Kode sekali pakai').fill('4F7K-9QX2-M8TD-V3RB');
      await page.getByRole('button', { name: 'Mulai mengisi' }).click();
      await page.getByRole('alert').getByText('Kode tidak dikenal').waitFor();
      assert.match(await page.title(), /^Kesalahan:/);
      assert.equal(await page.getByLabel('Kode sekali pakai').inputValue(), '4F7K-9QX2-M8TD-V3RB');
      if (js) assert.deepEqual(await visitor.barriers(), []);
      await visitor.picture(`kode-asing-${js ? 'skrip' : 'polos'}`);
    });
  });
}

test('a ticket that was begun goes on where it was left; another begins anew', async () => {
  const [one, two] = [tickets.pop(), tickets.pop()];
  await citizen({}, one, async (page) => {
    const [first, second] = await questions(page);
    await answer(page, first, 2);
    await answer(page, second, 4);
    await page.reload();
    assert.deepEqual(await answered(page), { [first]: 2, [second]: 4 });
    await page.goto(two);
    assert.deepEqual(await answered(page), {});
    await page.goto(one);
    assert.deepEqual(await answered(page), { [first]: 2, [second]: 4 });
  });
});

test('the form of a ticket has no barrier, and says what is kept of the code', async () => {
  for (const screen of ['narrow', 'kiosk']) {
    await citizen({ screen }, tickets.pop(), async (page, visitor) => {
      assert.match(await page.locator('.simpan').innerText(), /Dari kode sekali pakai: nomor turunannya/);
      assert.deepEqual(await visitor.barriers(), []);
      assert.equal(await visitor.overflow(), 0);
    });
  }
});

test('whoever sends too often with one code is told to wait, by a page without barriers that keeps the answers', async () => {
  await citizen({ screen: 'narrow' }, tickets.pop(), async (page, visitor) => {
    await answerAll(page);
    const form = await page.locator('#survei').evaluate((form) => [form.action, Object.fromEntries(new FormData(form))]);
    const [action, fields] = form;
    let answer;
    for (let posts = 0; posts < CODE_POSTS && answer?.status() !== 429; posts += 1) {
      answer = await page.request.post(action, { form: fields, headers: { origin } });
    }
    assert.equal(answer.status(), 429);
    // Not into the form's own document, whose scripts stand there already.
    await page.goto('about:blank');
    await page.setContent(await answer.text());
    await title(page, 'Sistem sedang sibuk');
    assert.equal(await page.locator('input[name=id]').inputValue(), fields.id);
    assert.deepEqual(await visitor.barriers(), []);
    assert.equal(await visitor.overflow(), 0);
    await visitor.picture('sibuk');
  });
});

test('a ticket whose page was closed goes on in another tab, for a day, until it is recorded', async () => {
  const [one, two] = [tickets.pop(), tickets.pop()];
  await citizen({}, one, async (page) => {
    const [first] = await questions(page);
    await answer(page, first, 2);
    await page.close();
    const again = await page.context().newPage();
    await again.goto(one);
    assert.deepEqual(await answered(again), { [first]: 2 });
    assert.match(await again.locator('.simpan').innerText(), /paling lama 24 jam/);
    await answerAll(again);
    await send(again);
    await recorded(again).waitFor();
    assert.deepEqual(await again.evaluate(() => Object.keys(localStorage)), []);

    await again.goto(two);
    await answer(again, first, 4);
    const aged = (hours) => again.evaluate((hours) => {
      const [key] = Object.keys(localStorage);
      localStorage.setItem(key, JSON.stringify({ ...JSON.parse(localStorage[key]), begun: Date.now() - hours * 36e5 }));
    }, hours);
    await aged(23);
    await again.reload();
    assert.deepEqual(await answered(again), { [first]: 4 });
    // Whichever page of ours is opened next forgets what nobody came back to.
    await aged(25);
    await again.goto(`${origin}/k`);
    assert.deepEqual(await again.evaluate(() => Object.keys(localStorage)), []);
    await again.goto(two);
    assert.deepEqual(await answered(again), {});
  });
});

test('a poster of one service is scanned, nine answers and Kirim', async () => {
  await officer('poster?ukuran=kartu', async (page, visitor) => {
    const services = page.getByLabel('Layanan');
    const [code, name] = await services.locator('option').nth(1).evaluate(({ value, label }) => [value, label]);
    await services.selectOption(code);
    await page.getByRole('button', { name: 'Tampilkan' }).click();
    const paper = page.locator('.kertas svg[viewBox]');
    const [scanned] = await decode(await paper.screenshot());
    assert.equal(scanned, inQr(`/s/${survey}?layanan=${code}`));
    assert.match(await paper.locator('title').first().textContent(), new RegExp(name));
    assert.deepEqual(await visitor.barriers(), []);
    await visitor.picture('poster-layanan');
    await citizen({}, scanned, async (phone) => {
      let taps = 0;
      for (const asked of await questions(phone)) {
        await answer(phone, asked, 3);
        taps += 1;
      }
      await send(phone);
      await recorded(phone).waitFor();
      assert.equal(taps + 1, 10);
    });
  });
});

test('a ticket keeps its code in another language and in large print', async () => {
  await citizen({ js: false }, tickets.pop(), async (page) => {
    for (const wish of ['bahasa:en', 'huruf:besar']) {
      if (await page.locator('.alat summary').count()) await page.locator('.alat summary').click();
      await page.locator(`button[value="${wish}"]`).click();
    }
    assert.match(await page.locator('input[name=kode]').inputValue(), /^[0-9A-Z]{16}$/);
  });
});

test('a code is asked for in the language and the print of whoever holds it, and what was typed stays', async () => {
  await citizen({ js: false, screen: 'narrow' }, `${origin}/k`, async (page, visitor) => {
    const wish = async (name) => {
      await page.locator('.alat summary').click();
      await page.getByRole('button', { name }).click();
    };
    await page.getByLabel('Kode sekali pakai').fill('4F7K-9QX2');
    await page.getByRole('button', { name: 'Mulai mengisi' }).click();
    await wish('English');
    await wish('Large print');
    await title(page, 'Enter your code');
    const code = page.getByLabel('One-time code');
    assert.equal(await code.inputValue(), '4F7K-9QX2');
    assert.equal(await visitor.overflow(), 0);
    await code.fill(tickets.pop().split('/').pop());
    await page.getByRole('button', { name: 'Begin' }).click();
    await page.getByText('1 of 9').waitFor();
    assert.ok(await page.locator('html.besar').count());
    await wish('Basa Jawa');
    await page.locator('html[lang=jv].besar').waitFor();
  });
});

test('no page of a ticket stays on the phone for others to open', async () => {
  await citizen({}, tickets.pop(), async (page) => {
    await page.waitForLoadState('networkidle');
    const kept = await page.evaluate(async () => {
      const workers = await navigator.serviceWorker.getRegistrations();
      return [workers.map(({ scope }) => scope), await caches.keys()];
    });
    assert.deepEqual(kept, [[], []]);
  });
});
