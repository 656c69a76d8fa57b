// Keeps the count of answers on /dasbor/UNIT fresh; figures advance in steps and wait for a reload.
(() => {
  const EVERY_MS = 5000;
  const counts = document.querySelectorAll('[data-n]');

  const ask = (count) => fetch(count.dataset.n, { cache: 'no-store' })
    .then((answer) => answer.ok ? answer.text() : Promise.reject())
    .then((n) => { count.textContent = n; })
    // The number shown stays true for its moment; the next round asks again.
    .catch(() => {});

  const round = () => document.hidden || counts.forEach(ask);
  setInterval(round, EVERY_MS);
  document.addEventListener('visibilitychange', round);
})();
