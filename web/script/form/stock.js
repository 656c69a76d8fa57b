// What a kiosk needs when the network is away: the page in each language and print size, and the recordings. The worker
// keeps whatever passes through it, so it is enough to ask; for what did not change nothing is sent again.
const stock = async () => {
  const { serviceWorker } = navigator;
  if (!serviceWorker || !asks) return;
  await serviceWorker.ready;
  if (!serviceWorker.controller) await new Promise((done) => serviceWorker.addEventListener('controllerchange', done, { once: true }));
  const languages = [lang, ...all('[value^="bahasa:"]', first.body).map(({ value }) => value.split(':')[1])];
  const ways = languages.map((language) => 'bahasa=' + language);
  for (const way of [...ways, ...['', ...ways].map((way) => (way && way + '&') + 'huruf=besar')]) {
    const page = read(await (await fetch(location.pathname + '?' + way)).text());
    const recorded = page.getElementById('survei').dataset.suara.split(' ').filter(Boolean);
    for (const code of recorded) await fetch('/suara/' + page.documentElement.lang + '/' + code);
  }
};
['load', 'online'].forEach((kind) => addEventListener(kind, () => stock().catch(() => { })));
