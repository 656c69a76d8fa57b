// Keeps the pages of a survey, so that they open again without a connection. Answers do not pass through here.
const KEPT = 'skm-1';
const NETWORK_MS_MAX = 3000;

addEventListener('install', (event) => {
  skipWaiting();
  event.waitUntil(caches.open(KEPT).then((cache) => cache.add(registration.scope)));
});
addEventListener('activate', (event) => event.waitUntil(clients.claim()));

addEventListener('fetch', (event) => {
  const { method, url } = event.request;
  if (method === 'GET' && /^\/(s|kios)\/[^/]+$/.test(new URL(url).pathname)) event.respondWith(page(url));
});

// The page of today if the network gives it soon, else the one that was kept.
const page = async (url) => {
  const cache = await caches.open(KEPT);
  const exact = await cache.match(url);
  const kept = exact || await cache.match(url, { ignoreSearch: true });
  const fresh = newest(cache, url, exact);
  if (!kept) return fresh.catch((answer) => answer.status ? answer : Response.error());
  const late = new Promise((done) => setTimeout(done, NETWORK_MS_MAX, kept));
  return Promise.race([fresh.catch(() => kept), late]);
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
