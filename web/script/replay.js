// Plays /inspeksi/UNIT forward: the next day's page takes the place of this one, until it is stopped or time ends.
(() => {
  const PAUSE_MS = 900;
  const PLAY = 'Putar';
  const STOP = 'Berhenti';
  let playing = false;
  let timer = 0;

  const main = () => document.getElementById('isi');
  const button = () => document.querySelector('[data-jalan]');
  const slider = () => document.getElementById('hari');

  const label = () => {
    const it = button();
    if (!it) return;
    it.hidden = false;
    // Moving the slider is enough.
    document.querySelector('[data-tanpa-skrip]').hidden = true;
    it.textContent = playing ? STOP : PLAY;
  };

  const show = (text, address) => {
    const next = new DOMParser().parseFromString(text, 'text/html');
    const content = next.getElementById('isi');
    if (!content) return false;
    const focused = document.activeElement ? document.activeElement.id || (document.activeElement.hasAttribute('data-jalan') ? 'jalan' : '') : '';
    main().replaceWith(content);
    document.title = next.title;
    history.replaceState(null, '', address);
    label();
    if (focused === 'jalan') button().focus();
    if (focused === 'hari') slider().focus();
    return true;
  };

  const go = (address) => fetch(address, { credentials: 'same-origin' })
    .then((answer) => answer.ok ? answer.text() : Promise.reject())
    .then((text) => show(text, address))
    // A page that cannot be fetched in place is opened as any link is.
    .catch(() => { location.href = address; });

  const step = () => {
    const next = document.querySelector('[data-putar] a[rel="next"]');
    if (!playing || !next) {
      playing = false;
      label();
      return;
    }
    go(next.href).then(() => { timer = setTimeout(step, PAUSE_MS); });
  };

  const submit = (form) => go(`${location.pathname}?${new URLSearchParams(new FormData(form))}`);

  document.addEventListener('click', (event) => {
    if (event.target.closest('[data-jalan]')) {
      playing = !playing;
      clearTimeout(timer);
      label();
      if (playing) step();
    }
  });
  document.addEventListener('change', (event) => {
    if (event.target.id === 'hari') submit(event.target.form);
  });
  label();
})();
