// A kiosk: the same form, one question a screen, without asking the server in between; whatever was entered is
// forgotten when somebody is done, or gone.
const IDLE_MS = 60000;
const WARNING_S = 20;
const THANKS_MS = 5000;
const NOTICE_MS = 15000;
const SENDING_MS_MAX = 4000;
const SHOWN_MS = 350;

const wait = (ms) => new Promise((done) => setTimeout(done, ms));

// A page but for the id, which is each copy's own.
const face = ({ head, body }) => (head.innerHTML + body.innerHTML.trim()).replace(/value="[0-9a-f-]{36}"/g, '');

// The page as it came: what everybody begins with. It may be a notice, or the thanks of a browser that can store nothing.
const { lang, className } = document.documentElement;
const first = { documentElement: { lang, className }, title: document.title, body: document.body.cloneNode(true) };
const asks = first.body.querySelector('#survei');
const came = face(document);
const home = location.pathname.replace(/^\/s\//, '/kios/') + location.search;

let screens = [];
let at = 0;
let next;
let idle;
let ticking;

const wipe = () => {
  own = null;
  swap({ ...first, body: first.body.cloneNode(true) });
  if (location.search) history.replaceState(null, '', location.pathname);
  stir();
};

// Nobody is here. After an upgrade, or when something was translated, renamed or closed, the server has another page than
// the one that came: it is taken now, when nobody loses anything by it.
const rest = async () => {
  if (asks) wipe();
  else stir();
  try {
    const page = read(await (await fetch(home)).text());
    // Not the word of a proxy; and not if somebody came meanwhile.
    if (page.body.className === 'kios' && face(page) !== came && !at && !location.search) location.replace(home);
  } catch (e) { }
};

const go = (to) => {
  clearTimeout(next);
  at = to;
  screens.forEach((screen, place) => { screen.hidden = place !== to; });
  const last = to === screens.length - 1;
  document.querySelector('.pindah').hidden = !to;
  byId('lanjut').hidden = last;
  document.querySelector('.alat').hidden = to;
  hush();
  news('');
  progress();
  byId('maju').hidden = byId('maju').hidden || !to;
  scrollTo(0, 0);
  const title = screens[to].querySelector('legend, h1, h2, .tajuk');
  title.tabIndex = -1;
  title.focus();
};

const goOn = () => {
  const found = problems().filter(([control]) => screens[at].contains(control));
  mark(found);
  if (!found.length) go(at + 1);
};

// Whoever taps a good answer is done with it; a low one may want its reasons. Keys only choose.
const chosen = () => {
  const radio = screens[at].querySelector('[name^="u-"]:checked, [name=layanan]:checked');
  if (radio && !(radio.value < 3)) goOn();
};

arranged = () => {
  clearTimeout(next);
  document.documentElement.classList.add('layar');
  if (!form) {
    next = setTimeout(asks ? wipe : rest, document.querySelector('.terima') ? THANKS_MS : NOTICE_MS);
    return;
  }
  screens = [byId('sambut'), ...all('.tanya, .lembar', form)];
  document.querySelector('.mulai').hidden = false;
  go(0);
};

complain = (found) => {
  go(screens.findIndex((screen) => screen.contains(found[0][0])));
  goOn();
};

patience = (sending) => Promise.race([sending, wait(SENDING_MS_MAX)]);

// The next one may begin; what waits is sent when it can be.
stored = () => {
  own = null;
  form = null;
  byId('isi').replaceChildren(byId('tersimpan').content.cloneNode(true));
  byId('isi').querySelector('h1').focus();
  arranged();
};

const countDown = () => {
  const said = byId('diam-isi');
  let left = WARNING_S;
  const tick = () => {
    said.textContent = fill(said.dataset.isi, left);
    if (!left) wipe();
    left -= 1;
  };
  tick();
  ticking = setInterval(tick, 1000);
};

const warn = () => {
  const asking = byId('diam');
  if (!at) rest();
  else if (asking) {
    asking.showModal();
    countDown();
  }
};

// Any sign of life. What is pressed to close the question must not press what lies beneath it: a pointer that has not
// clicked yet only makes it count anew.
const stir = (event) => {
  clearTimeout(idle);
  clearInterval(ticking);
  const asking = byId('diam');
  if (asking && asking.open) {
    if (event && /^pointer/.test(event.type)) {
      countDown();
      return;
    }
    asking.close();
  }
  idle = setTimeout(warn, IDLE_MS);
};
['pointerdown', 'pointermove', 'click', 'keydown', 'input', 'wheel', 'scroll', 'touchmove'].forEach((kind) =>
  addEventListener(kind, stir, { capture: true, passive: true }));

addEventListener('click', (event) => {
  const { target, detail } = event;
  if (target.closest('.mulai button')) {
    form.elements.kanal.value = target.value;
    begun = Date.now();
    go(1);
  }
  if (target.id === 'kembali') go(at - 1);
  if (target.id === 'lanjut') goOn();
  if (detail && target.closest('.baris label')) {
    clearTimeout(next);
    next = setTimeout(chosen, SHOWN_MS);
  }
});
addEventListener('submit', (event) => {
  if (at === screens.length - 1 || event.target !== form || event.submitter.name) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  if (at) goOn();
}, true);
addEventListener('pagehide', wipe);
stir();
