// A real browser, and visits to a site with it: each visit is a person of their own.

import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { chromium } from 'playwright-core';
import { screens } from './screens.js';

// Without these, Chromium looks up its maker's hosts at every start.
const QUIET = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

const WCAG = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

// Starts Debian's Chromium, or the one CHROMIUM names, with an empty profile, and `more` arguments.
export function launch(more = []) {
  const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';
  return chromium.launch({ executablePath, args: [...QUIET, ...more] });
}

// A new visitor, without cookies and with nothing cached, does something and leaves. `js: false` switches
// scripts off. Gives what `does(page, visitor)` gives.
export async function visit(browser, { js = true, screen = 'phone' }, does) {
  const context = await browser.newContext({
    ...screens[screen],
    javaScriptEnabled: js,
    locale: 'id-ID',
    timezoneId: 'Asia/Jakarta',
  });
  try {
    const page = await context.newPage();
    return await does(page, new Visitor(page));
  } finally {
    await context.close();
  }
}

class Visitor {
  #requests = [];
  #problems = [];

  constructor(page) {
    this.page = page;
    page.setDefaultTimeout(10_000);
    page.on('request', (request) => this.#requests.push(request));
    page.on('pageerror', (error) => this.#problems.push({ text: String(error) }));
    page.on('console', (message) => {
      if (message.type() === 'error') this.#problems.push({ text: message.text(), url: message.location().url });
    });
    page.on('requestfailed', (request) => {
      this.#problems.push({ text: `${request.url()}: ${request.failure()?.errorText}` });
    });
  }

  // What a person would not see but a developer should: errors of scripts, refusals of the CSP, lost files.
  // That a page itself answers 4xx is for its test to judge.
  get problems() {
    const pages = this.#requests.filter((request) => request.isNavigationRequest()).map((request) => request.url());
    const ofPage = ({ text, url }) => text.startsWith('Failed to load resource') && pages.includes(url);
    return this.#problems.filter((problem) => !ofPage(problem)).map(({ text, url }) => (url ? `${text} (${url})` : text));
  }

  // Every request so far, finished, with the bytes of its answer's body as they came over the wire: compressed,
  // and with the framing of chunks if it came in chunks.
  async traffic() {
    await this.page.waitForLoadState('networkidle');
    return Promise.all(
      this.#requests.map(async (request) => {
        const response = await request.response();
        const { responseBodySize } = await request.sizes();
        return {
          method: request.method(),
          url: request.url(),
          status: response.status(),
          encoding: response.headers()['content-encoding'],
          bodyBytes: responseBodySize,
          sentBytes: request.postDataBuffer()?.length ?? 0,
        };
      }),
    );
  }

  // What axe objects to, up to WCAG 2.2 AA, a line each. Needs scripts.
  async barriers() {
    const { violations } = await new AxeBuilder({ page: this.page }).withTags(WCAG).analyze();
    return violations.flatMap(({ id, help, nodes }) =>
      nodes.map(({ target }) => `${id}: ${help} (${target.join(' ')})`),
    );
  }

  // How many pixels the page is wider than its screen.
  overflow() {
    return this.page.evaluate(() => {
      const { scrollWidth, clientWidth } = document.documentElement;
      return scrollWidth - clientWidth;
    });
  }

  // Keeps a picture for looking at, in the folder that SKM_SCREENSHOTS names.
  async picture(name) {
    const folder = process.env.SKM_SCREENSHOTS;
    if (!folder) return;
    await mkdir(folder, { recursive: true });
    await this.page.screenshot({ path: join(folder, `${name}.png`), fullPage: true });
  }
}
