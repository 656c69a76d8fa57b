// How soon a citizen sees the survey on a poor link: measured on a slowed processor, printed a line a link.

import { launch, visit } from '../harness/browser.js';
import { startDemo } from '../harness/program.js';

const VISITS = 5;
const PROCESSOR_SLOWDOWN = 6;
const LINKS = [
  { name: '400 kbit/s, 400 ms', kbits: 400, latency: 400 },
  { name: '150 kbit/s, 700 ms', kbits: 150, latency: 700 },
];

const median = (values) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)];
const seconds = (ms) => `${(ms / 1000).toFixed(2)} s`;

// The first paint of one visitor who has never been here, and what came over the wire until the page was of use.
function firstPaint(browser, address, { kbits, latency }) {
  return visit(browser, {}, async (page) => {
    const session = await page.context().newCDPSession(page);
    const throughput = (kbits * 1000) / 8;
    await session.send('Network.enable');
    await session.send('Network.emulateNetworkConditions', {
      offline: false,
      latency,
      downloadThroughput: throughput,
      uploadThroughput: throughput,
    });
    await session.send('Emulation.setCPUThrottlingRate', { rate: PROCESSOR_SLOWDOWN });
    page.setDefaultTimeout(60_000);
    await page.goto(address, { waitUntil: 'domcontentloaded' });
    const paint = () => performance.getEntriesByName('first-contentful-paint')[0]?.startTime;
    await page.waitForFunction(paint);
    return page.evaluate(() => {
      const [document] = performance.getEntriesByType('navigation');
      const [{ startTime }] = performance.getEntriesByName('first-contentful-paint');
      return { paint: startTime, usable: document.domContentLoadedEventEnd, bytes: document.encodedBodySize };
    });
  });
}

const demo = await startDemo();
const browser = await launch();
try {
  const survey = await demo.address('/s/');
  console.log(`median of ${VISITS} first visits, processor slowed ${PROCESSOR_SLOWDOWN} times, no TLS`);
  for (const link of LINKS) {
    const visits = [];
    for (let count = 0; count < VISITS; count += 1) visits.push(await firstPaint(browser, survey, link));
    const of = (what) => median(visits.map((visit) => visit[what]));
    console.log(`${link.name}: first paint ${seconds(of('paint'))}, of use ${seconds(of('usable'))}, ${of('bytes')} bytes in 1 request`);
  }
} finally {
  await browser.close();
  await demo.stop();
}
