// Keeps the pages of a survey, so that they open again without a connection; and of recordings what a kiosk asked for
// whole. Answers do not pass through here.
const KEPT = 'skm-1';
const NETWORK_MS_MAX = 3000;

addEventListener('install', (event) => {
  skipWaiting();
  event.waitUntil(caches.open(KEPT).then((cache) => cache.add(registration.scope)));
});
addEventListener('activate', (event) => event.waitUntil(clients.claim()));

addEventListener('fetch', (event) => {
  const { request } = event;
  const { pathname } = new URL(request.url);
  if (request.method !== 'GET') return;
  if (/^\/(s|kios)\/[^/]+$/.test(pathname)) event.respondWith(page(request.url));
  if (/^\/suara\//.test(pathname)) event.respondWith(recording(request));
});

// What the network gives if it does soon, else what was kept.
const soonest = (fresh, kept) => kept ? Promise.race([
  fresh.catch(() => kept),
  new Promise((done) => setTimeout(done, NETWORK_MS_MAX, kept)),
]) : fresh.catch((answer) => answer.status ? answer : Response.error());

const page = async (url) => {
  const cache = await caches.open(KEPT);
  const exact = await cache.match(url);
  return soonest(newest(cache, url, exact), exact || await cache.match(url, { ignoreSearch: true }));
};

const newest = async (cache, url, exact) => {
  const headers = exact ? { 'if-none-match': exact.headers.get('etag') } : {};
  const answer = await fetch(url, { headers, cache: 'no-store' });
  if (answer.status === 304) return exact;
  if (answer.status > 499) throw answer;
  if (answer.ok) await cache.put(url, answer.clone());
  else await cache.delete(url);
  return answer;
};

// Players ask for parts, which no cache keeps.
const recording = async (request) => {
  const cache = await caches.open(KEPT);
  const kept = await cache.match(request.url);
  const asked = /(\d+)-(\d*)/.exec(request.headers.get('range'));
  return asked ? soonest(fetch(request), kept && await part(kept, asked)) : soonest(newest(cache, request.url, kept), kept);
};

const part = async (whole, [, from, to]) => {
  const bytes = await whole.arrayBuffer();
  const last = Math.min(to || Infinity, bytes.byteLength - 1);
  return new Response(bytes.slice(from, last + 1), {
    status: 206,
    headers: { 'content-type': whole.headers.get('content-type'), 'content-range': 'bytes ' + from + '-' + last + '/' + bytes.byteLength },
  });
};
