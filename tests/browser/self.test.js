// The harness itself, proven on a page and a program of its own: what it would miss, no other test would find.

import assert from 'node:assert/strict';
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { launch, visit } from './harness/browser.js';
import { startDemo } from './harness/program.js';
import { screenNames, screens } from './harness/screens.js';

const page = (body) => `<!doctype html>
<html lang="id"><title>Uji</title><meta name="viewport" content="width=device-width">
<main><h1>Uji</h1>${body}</main></html>`;

const PAGES = {
  '/': page('<p id="p">tanpa skrip</p><script>p.textContent = "dengan skrip"</script>'),
  '/two': page('<p>dua</p><script src="/script.js"></script>'),
  '/script.js': 'document.title = "Dua"',
  '/wide': page('<div style="width:500px">lebar</div>'),
  '/barrier': page('<img src="data:image/gif;base64,R0lGODlhAQABAAAAACw="><input>'),
  '/broken': page('<script>nothing.at.all</script><img alt="" src="/lost.png">'),
  '/form': page('<form method="post"><button name="a" value="b">Kirim</button></form>'),
};

let browser;
let server;
let origin;

before(async () => {
  server = createServer((request, response) => {
    const body = PAGES[request.url];
    response.setHeader('x-accepts', request.headers['accept-encoding'] ?? '');
    if (body === undefined) return response.writeHead(404).end('tidak ada');
    response.setHeader('content-type', request.url.endsWith('.js') ? 'text/javascript' : 'text/html; charset=utf-8');
    const packed = gzipSync(body);
    response.writeHead(200, { 'content-encoding': 'gzip', 'content-length': packed.length }).end(packed);
  });
  await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
  origin = `http://127.0.0.1:${server.address().port}`;
  browser = await launch();
});

after(async () => {
  await browser?.close();
  server?.closeAllConnections();
  server?.close();
});

function at(path, options, look) {
  return visit(browser, options, async (page, visitor) => {
    await page.goto(origin + path);
    await look(visitor);
  });
}

test('scripts run only where they are switched on', async () => {
  const words = (visitor) => visitor.page.locator('#p').textContent();
  await at('/', { js: true }, async (visitor) => assert.equal(await words(visitor), 'dengan skrip'));
  await at('/', { js: false }, async (visitor) => assert.equal(await words(visitor), 'tanpa skrip'));
});

test('each screen is as wide as it says', async () => {
  for (const screen of screenNames) {
    await at('/', { screen }, async (visitor) => {
      const width = await visitor.page.evaluate(() => window.screen.width);
      assert.equal(width, screens[screen].viewport.width, screen);
    });
  }
});

test('requests are counted, and bytes as they come over the wire', async () => {
  await at('/two', {}, async (visitor) => {
    const traffic = await visitor.traffic();
    assert.deepEqual(
      traffic.map(({ url, bodyBytes }) => [url, bodyBytes]),
      ['/two', '/script.js'].map((path) => [origin + path, gzipSync(PAGES[path]).length]),
    );
  });
});

test('what a form sends is counted', async () => {
  await at('/form', { js: false }, async (visitor) => {
    await visitor.page.getByRole('button').click();
    const [, sent] = await visitor.traffic();
    assert.deepEqual([sent.method, sent.sentBytes], ['POST', 'a=b'.length]);
  });
});

test('the browser asks for brotli here as it would over TLS', async () => {
  await at('/', {}, async (visitor) => {
    const response = await visitor.page.reload();
    assert.match(response.headers()['x-accepts'], /\bbr\b/);
  });
});

test('a page wider than its screen is noticed', async () => {
  await at('/wide', { screen: 'narrow' }, async (visitor) => assert.ok((await visitor.overflow()) > 150));
  await at('/wide', { screen: 'laptop' }, async (visitor) => assert.equal(await visitor.overflow(), 0));
});

test('a barrier is named with its place', async () => {
  await at('/barrier', {}, async (visitor) => {
    const barriers = await visitor.barriers();
    assert.ok(barriers.some((barrier) => /^image-alt: .*\(img\)$/.test(barrier)), String(barriers));
    assert.ok(barriers.some((barrier) => /^label: .*\(input\)$/.test(barrier)), String(barriers));
  });
  await at('/', {}, async (visitor) => assert.deepEqual(await visitor.barriers(), []));
});

test('an error of a script and a lost file are problems', async () => {
  await at('/broken', {}, async (visitor) => {
    await visitor.traffic();
    assert.match(visitor.problems.join('\n'), /nothing is not defined/);
    assert.match(visitor.problems.join('\n'), /404.*lost\.png/);
  });
  for (const path of ['/', '/not-there']) {
    await at(path, {}, async (visitor) => assert.deepEqual(visitor.problems, [], path));
  }
});

test('a picture is kept only where one is asked for', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'skm-pictures-'));
  const asked = process.env.SKM_SCREENSHOTS;
  try {
    process.env.SKM_SCREENSHOTS = join(folder, 'new');
    await at('/', {}, (visitor) => visitor.picture('uji'));
    assert.equal((await readFile(join(folder, 'new', 'uji.png'))).subarray(1, 4).toString(), 'PNG');
    process.env.SKM_SCREENSHOTS = '';
    await at('/', {}, (visitor) => visitor.picture('uji'));
  } finally {
    if (asked === undefined) delete process.env.SKM_SCREENSHOTS;
    else process.env.SKM_SCREENSHOTS = asked;
    await rm(folder, { recursive: true });
  }
});

// A shell script that stands in for the program.
async function withProgram(script, look) {
  const folder = await mkdtemp(join(tmpdir(), 'skm-program-'));
  try {
    const program = join(folder, 'skm');
    await writeFile(program, `#!/bin/sh\n${script}\n`);
    await chmod(program, 0o755);
    await look(program);
  } finally {
    await rm(folder, { recursive: true });
  }
}

test('a demo tells its addresses and stops when asked', async () => {
  const script = `
    trap 'exit 7' TERM
    echo "given: $*"
    echo "Alamat: http://127.0.0.1:9"
    echo "Survei: http://127.0.0.1:9/s/ABC untuk dicoba"
    while :; do sleep 0.05; done`;
  await withProgram(script, async (program) => {
    const demo = await startDemo({ program, args: ['--units', '2'] });
    assert.match(await demo.line(/^given/), /^given: demo --data \S+ --listen 127\.0\.0\.1:0 --units 2$/);
    assert.equal(await demo.address('/s/'), 'http://127.0.0.1:9/s/ABC');
    assert.equal(await demo.stop(), 7);
    await assert.rejects(demo.address('/hasil/'), /ended without a line/);
  });
});

test('a demo that cannot start says what it printed', async () => {
  await withProgram('echo no space is left; exit 3', async (program) => {
    await assert.rejects(startDemo({ program }), /no space is left/);
  });
  await assert.rejects(startDemo({ program: '/nowhere/skm' }), /ENOENT/);
});
