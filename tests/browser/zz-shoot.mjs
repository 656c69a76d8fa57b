import { launch, visit } from './harness/browser.js';
import { readFileSync } from 'node:fs';
const base = 'http://127.0.0.1:18431';
process.chdir("/work/wt-web/tests/browser"); const secret = readFileSync('/tmp/demo-dash/fill.txt','utf8').match(/\/masuk\/([0-9a-f]{64})/)[1];
const [,, which, ...screens] = process.argv;
const pages = JSON.parse(readFileSync('/tmp/shots-dashboard/pages.json','utf8'));
const browser = await launch();
for (const screen of screens) {
  await visit(browser, { screen }, async (page, visitor) => {
    await page.goto(base + '/masuk/' + secret); 
    for (const [name, path] of Object.entries(pages)) {
      if (which !== 'all' && !which.split(',').includes(name)) continue;
      const t = Date.now();
      const r = await page.goto(base + path, {timeout: 60000});
      await page.screenshot({ path: `/tmp/shots-dashboard/${name}-${screen}.png`, fullPage: true });
      const axe = await visitor.barriers().catch(e => [String(e)]);
      console.log(name, screen, r?.status(), Date.now()-t, 'ms', 'overflow', await visitor.overflow(), 'axe', JSON.stringify(axe).slice(0,300), 'bytes', 0);
    }
  });
}
await browser.close();
