// Answers wait here until the server has said what became of them. The only way to the server is through the queue:
// answers that can be sent at once wait for a moment, others for a day. An entry is
//   {path, body}         waiting: sent again and again, for there is no knowing whether it arrived; counted once
//   {path, body, state}  'ditolak': the server said no; kept, so that it can be saved as a file
//   {receipt, state}     'terkirim': recorded; the answers are gone from the device, the receipt is yet to be shown
const MINUTE_MS = 60000;
const PAUSE_MS_MAX = 16 * MINUTE_MS;
const ANSWER_MS_MAX = 20000;

const opened = new Promise((done, failed) => {
  const opening = indexedDB.open('skm', 1);
  opening.onupgradeneeded = () => opening.result.createObjectStore('antrean', { keyPath: 'n', autoIncrement: true });
  opening.onsuccess = () => done(opening.result);
  opening.onerror = opening.onblocked = failed;
});

// Done once it is on the device's disk. Not every browser can; then nothing is queued, and the form posts itself.
const inQueue = async (does, mode = 'readwrite') => {
  const act = (await opened).transaction('antrean', mode, { durability: 'strict' });
  return new Promise((done, failed) => {
    const asked = does(act.objectStore('antrean'));
    act.oncomplete = () => done(asked.result);
    act.onerror = act.onabort = failed;
  });
};
const queued = () => inQueue((queue) => queue.getAll(), 'readonly');
const put = (entry) => inQueue((queue) => queue.put(entry));
const drop = (n) => inQueue((queue) => queue.delete(n));

// A kiosk numbers what it sends, so that gaps show: entries are counted by the queue itself.
const posted = ({ n, body }) => body + (/kanal=(kiosk|assisted)/.test(body) ? '&urut=' + n : '');

// What the server's page says of an entry. Other pages, of a proxy or of a hotel's network, say nothing.
const send = async (entry) => {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), ANSWER_MS_MAX);
  try {
    const answer = await fetch(entry.path, {
      method: 'POST',
      body: new URLSearchParams(posted(entry) + '&kini=' + hourNow()),
      redirect: 'error',
      signal: stop.signal,
    });
    const page = read(await answer.text());
    const has = (what) => page.querySelector(what);
    return { page, reached: 1, state: has('[data-tercatat]') ? 'terkirim' : has('[data-ditolak], #survei') ? 'ditolak' : '' };
  } catch (e) {
    return {};
  } finally {
    clearTimeout(timer);
  }
};

// The entry whose fate this page tells: the one that was made here last.
let own;
let failures = 0;
let timer;
let turns = Promise.resolve();

// One entry after the other. An entry that the server cannot take now holds up no other.
const turn = async () => {
  let failed = 0;
  for (const entry of await queued()) {
    if (entry.state) continue;
    const { state, page, reached } = await send(entry);
    if (!state) failed = 1;
    if (state) await settle(entry, state, page);
    else if (!reached) break;
  }
  failures = failed && failures + 1;
  // Another tab may have sent it; asked again, the server says the same again.
  if (own && !(await queued()).some(({ n, state }) => n === own.n && !state)) {
    const { state, page } = await send(own);
    if (state) await settle(own, state, page);
  }
};

const settle = async (entry, state, page) => {
  const shown = own && entry.n === own.n;
  const receipt = page.querySelector('code');
  // A form that came back holds the answers itself; of a kiosk nobody comes back to ask.
  if (state === 'ditolak' && !(shown && page.getElementById('survei'))) await put({ ...entry, state });
  else if (shown || isKiosk()) await drop(entry.n);
  else await put({ n: entry.n, state, receipt: receipt ? receipt.textContent : '' });
  if (shown) {
    own = null;
    swap(page);
  }
};

// Sends what waits. One tab at a time does, where browsers can agree on that; where not, the server counts once.
const drain = () => {
  clearTimeout(timer);
  const locked = () => navigator.locks ? navigator.locks.request('skm', turn) : turn();
  turns = turns.then(locked).catch(() => { failures += 1; }).then(tell).then((waiting) => {
    clearTimeout(timer);
    const pause = Math.min(PAUSE_MS_MAX, MINUTE_MS * 2 ** Math.max(0, failures - 1));
    // What waits must outlive a device that runs out of room. Asked for only then, for some browsers ask the reader.
    const { storage } = navigator;
    if (waiting && failures === 1 && storage && storage.persist) storage.persist();
    if (waiting) timer = setTimeout(drain, pause * (1 + Math.random() / 4));
  }, () => { });
  return turns;
};

// Says what waits, what was refused, and what was sent since. Gives how many wait.
const sent = [];
const tell = async () => {
  const entries = await queued();
  const waiting = entries.filter(({ state }) => !state).length;
  const place = byId('antrean');
  if (!place) return waiting;
  for (const { n, state, receipt } of entries) {
    if (state === 'terkirim' && !document.hidden) {
      sent.push(receipt);
      await drop(n);
    }
  }
  const counts = { menunggu: waiting, terkirim: sent.length, ditolak: entries.filter(({ state }) => state === 'ditolak').length };
  all('[data-bila]', place).forEach((line) => {
    const count = counts[line.dataset.bila];
    line.hidden = !count;
    line.dataset.isi = line.dataset.isi || line.innerHTML;
    line.innerHTML = line.dataset.isi.replace('{1}', count);
    const code = line.querySelector('code');
    if (code) code.textContent = sent.filter(Boolean).join(', ');
  });
  place.hidden = !Object.values(counts).some(Boolean);
  byId('ulangi').hidden = !waiting;
  byId('berkas').hidden = !(waiting + counts.ditolak);
  return waiting;
};

// A line for each answer: where it goes, and what is posted there.
const save = async () => {
  const lines = (await queued()).filter(({ body }) => body).map((entry) => entry.path + ' ' + posted(entry) + '\n');
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob(lines, { type: 'text/plain' }));
  link.download = 'skm-antrean.txt';
  link.click();
};

addEventListener('online', drain);
document.addEventListener('visibilitychange', () => document.hidden || drain());
addEventListener('click', ({ target }) => {
  if (target.id === 'ulangi') drain();
  if (target.id === 'berkas') save();
});
