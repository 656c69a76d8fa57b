// What a script adds to the survey form: progress, errors without a round trip, a draft, and a queue for what cannot
// be sent at once. Without it the form still works. It runs on every citizens' page.
const DAY_S = 86400;
const SUMMARY = '.ringkasan:not([hidden])';

let form;
let begun;
let sending;

const read = (html) => new DOMParser().parseFromString(html, 'text/html');

// Shows another page of ours in place of this one; nothing of this one stays in the history.
const swap = (page) => {
  const { lang, className } = page.documentElement;
  Object.assign(document.documentElement, { lang, className });
  document.title = page.title;
  hush();
  document.body.replaceWith(page.body);
  scrollTo(0, 0);
  start();
  (document.querySelector(SUMMARY) || document.querySelector('h1')).focus();
};

const isKiosk = () => document.body.className === 'kios';
const questions = () => all('.nilai', form);
const answered = () => all('[name^="u-"]:checked', form).length;
const fill = (text, ...values) => values.reduce((text, value, at) => text.replace('{' + (at + 1) + '}', value), text);

const progress = () => {
  const bar = byId('maju');
  const done = answered();
  bar.hidden = !done;
  bar.firstChild.value = done;
  bar.lastChild.textContent = fill(form.dataset.maju, done, questions().length);
};

const draftName = () => {
  const { kode } = form.elements;
  return form.dataset.survei + (kode ? '/' + kode.defaultValue : '');
};
const keepDraft = () => {
  if (!isKiosk()) draft(draftName(), { versi: form.elements.versi.value, begun, fields: entered(form) });
};

const restore = () => {
  const { elements } = form;
  const last = isKiosk() ? null : draft(draftName());
  const same = last && last.versi === elements.versi.value && last;
  begun = same ? same.begun : Date.now();
  // A page that shows answers came with them from the server: it is newer than any draft.
  if (answered() || document.querySelector(SUMMARY)) return;
  // Pages can come out of a store: the id that was written into one may be used up.
  elements.id.value = uuid7();
  if (same) enter(form, same.fields);
};

const news = (text) => { byId('kabar').textContent = text; };

const lock = (on) => {
  const button = byId('kirim');
  button.dataset.isi = button.dataset.isi || button.textContent;
  sending = on;
  button.textContent = on ? form.dataset.mengirim : button.dataset.isi;
  button.setAttribute('aria-disabled', on);
};

// Each problem as [the first control that mends it, its line in the summary].
const problems = () => {
  const { dataset, elements } = form;
  const found = [];
  const { layanan, komentar } = elements;
  if (!layanan.value) found.push([layanan[0] && layanan[0].type ? layanan[0] : layanan, dataset.layanan]);
  let written = komentar.value;
  questions().forEach((question, at) => {
    const score = question.querySelector('[name^="u-"]:checked');
    const { name, value } = question.querySelector('textarea');
    if (!score) found.push([question.querySelector('input'), fill(dataset.tanya, at + 1)]);
    else if (score.value < 3 && value) written += name + value + ' ';
  });
  if (written.length > komentar.maxLength) found.push([komentar, dataset.panjang]);
  return found;
};

const mark = (found) => {
  all('.salah').forEach((place) => place.classList.remove('salah'));
  found.forEach(([control]) => control.closest('.tanya, section').classList.add('salah'));
};

let complain = (found) => {
  const summary = document.querySelector('.ringkasan');
  const mistake = form.dataset.kesalahan + ': ';
  mark(found);
  summary.querySelector('ul').innerHTML = found.map(([{ id }, text]) => '<li><a href=#' + id + '>' + text + '</a></li>').join('');
  summary.hidden = false;
  document.title = mistake + document.title.replace(mistake, '');
  summary.focus();
};

const submit = async () => {
  const { jam, lama } = form.elements;
  // Said once: answers that are sent again say the same again, or they would be others.
  if (!jam.value) {
    const seconds = Math.round((Date.now() - begun) / 1000);
    jam.value = hourNow();
    if (seconds >= 0 && seconds <= DAY_S) lama.value = seconds;
  }
  keepDraft();
  lock(true);
  const filled = [...new FormData(form)].filter(([, value]) => value);
  const entry = { path: form.getAttribute('action'), body: new URLSearchParams(filled).toString() };
  try {
    own = { ...entry, n: await put(entry) };
  } catch (e) {
    form.submit();
    return;
  }
  draft(draftName(), null);
  await patience(drain());
  if (own) stored();
};

// How long somebody watches "sending": until it is known. Elsewhere there may be a queue of people.
let patience = (sending) => sending;

// The answers wait on this device; the form would only invite to send them twice.
let stored = () => {
  byId('isi').className = 'tersimpan';
  document.querySelector('.alat').hidden = true;
  const title = byId('antrean-judul');
  title.setAttribute('aria-level', 1);
  document.title = title.textContent;
  title.focus();
};

// Another language or print size: the same form with what was entered.
const change = async (wish) => {
  const address = new URL(location);
  const [what, how] = wish.split(':');
  // One spelling of each wish: by it the worker finds what it kept.
  if (how === 'biasa') address.searchParams.delete(what);
  else address.searchParams.set(what, how);
  address.searchParams.sort();
  news('');
  const fields = entered(form);
  const since = begun;
  try {
    const page = read(await (await fetch(address)).text());
    const { lang, className } = page.documentElement;
    // Out of the worker's store may come another one.
    if (!page.getElementById('survei') || how !== (what === 'huruf' ? className || 'biasa' : lang)) throw page;
    swap(page);
    enter(form, fields);
    begun = since;
    progress();
    keepDraft();
    history.replaceState(null, '', address);
  } catch (e) {
    news(form.dataset.luring);
  }
};

addEventListener('change', ({ target }) => {
  if (target.form !== form || !form) return;
  progress();
  keepDraft();
});
addEventListener('input', ({ target }) => target.form === form && form && keepDraft());
addEventListener('submit', (event) => {
  if (event.target !== form) return;
  event.preventDefault();
  const { submitter } = event;
  if (sending) return;
  if (submitter && submitter.name) {
    change(submitter.value);
    return;
  }
  const found = problems();
  if (found.length) complain(found);
  else submit();
});
// Back from another page: the browser may show this one as it was left.
addEventListener('pageshow', (event) => event.persisted && form && lock(false));

// What comes later knows how.
let offerAloud = () => { };
let hush = () => { };

// What a kiosk makes of the page.
let arranged = () => { };

const start = () => {
  forget();
  const recorded = document.querySelector('[data-tercatat]');
  if (recorded) draft(recorded.dataset.tercatat, null);
  form = byId('survei');
  sending = false;
  if (form) {
    restore();
    progress();
    offerAloud();
    const summary = document.querySelector(SUMMARY);
    if (summary) summary.focus();
  }
  arranged();
  drain();
};
