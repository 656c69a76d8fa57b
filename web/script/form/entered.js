// What the citizen has entered: read from the form, put back into it, and kept as a draft.
'use strict';

const byId = (id) => document.getElementById(id);
const all = (what, within = document) => [...within.querySelectorAll(what)];

// Fields of the page as it came, not of what was entered.
const OF_THE_PAGE = ['instrumen', 'versi', 'bahasa', 'huruf', 'situs'];

const entered = (form) => [...new FormData(form)].filter(([name]) => !OF_THE_PAGE.includes(name));

const enter = (form, fields) => fields.forEach(([name, value]) =>
  [...form.elements].filter((control) => control.name === name).forEach((control) => {
    if (/radio|checkbox/.test(control.type)) control.checked = control.checked || control.value === value;
    else control.value = value;
  }));

// A draft lives in this tab only; one with a ticket, `SURVEY/CODE`, on this device for a day, so that whoever closed
// the page and comes with the ticket again finds it. Browsers may forbid even that; then there is none.
const DRAFT_MS_MAX = 864e5;
const draft = (name, value) => {
  const key = 'skm:' + name;
  try {
    const shelf = /\//.test(name) ? localStorage : sessionStorage;
    if (value === undefined) return JSON.parse(shelf.getItem(key));
    if (value) shelf.setItem(key, JSON.stringify(value));
    else shelf.removeItem(key);
  } catch (e) { }
};

// Forgets the drafts of tickets that nobody came back to; a clock that was set back makes none of them last.
const forget = () => {
  try {
    Object.keys(localStorage).forEach((key) => {
      if (/^skm:.*\//.test(key) && !(Math.abs(Date.now() - JSON.parse(localStorage[key]).begun) < DRAFT_MS_MAX)) localStorage.removeItem(key);
    });
  } catch (e) { }
};

// The id of a response, minted once: the time in milliseconds, then chance (UUIDv7).
const uuid7 = () => {
  const chance = Array.from(crypto.getRandomValues(new Uint8Array(10)), (byte) => byte.toString(16).padStart(2, '0'));
  const hex = Date.now().toString(16).padStart(12, '0') + chance.join('');
  return hex.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12})$/, '$1-$2-7$3-8$4-$5');
};

// The hour that this device shows, as the server writes hours.
const hourNow = () => new Date().toISOString().slice(0, 13) + 'Z';
