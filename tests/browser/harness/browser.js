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

const WCAG = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

// Starts Debian's Chromium, or the one CHROMIUM names, with an empty profile.
export function launch() {
  const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';
  return chromium.launch({ executablePath, args: QUIET });
}

// A new visitor: no cookies, nothing cached. `js: false` switches scripts off.
export async function visit(browser, { js = true, screen = 'phone' } = {}) {
  const context = await browser.newContext({
    ...screens[screen],
    javaScriptEnabled: js,
    locale: 'id-ID',
    timezoneId: 'Asia/Jakarta',
  });
  return new Visit(context, await context.newPage());
}

class Visit {
  #requests = [];

  constructor(context, page) {
    this.context = context;
    this.page = page;
    // What a person would not see but a developer should: errors of scripts, refusals of the CSP, lost files.
    this.problems = [];
    page.setDefaultTimeout(10_000);
    page.on('request', (request) => this.#requests.push(request));
    page.on('pageerror', (error) => this.problems.push(String(error)));
    page.on('console', (message) => {
      if (message.type() === 'error') this.problems.push(message.text());
    });
    page.on('requestfailed', (request) => {
      this.problems.push(`${request.url()}: ${request.failure()?.errorText}`);
    });
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

  close() {
    return this.context.close();
  }
}
