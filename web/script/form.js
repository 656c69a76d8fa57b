// What a script can add to the survey form. Without it the form still works.
// It runs on every citizens' page: pages that say the answers are recorded forget the draft.
(() => {
  const UNLOCK_MS = 20000;

  // A draft lives in this tab only. Browsers may forbid even that.
  const draft = (code) => ({
    read() { try { return JSON.parse(sessionStorage.getItem('skm:' + code)); } catch (e) { return null; } },
    write(value) { try { sessionStorage.setItem('skm:' + code, JSON.stringify(value)); } catch (e) { } },
    forget() { try { sessionStorage.removeItem('skm:' + code); } catch (e) { } },
  });

  const recorded = document.querySelector('[data-tercatat]');
  if (recorded) draft(recorded.dataset.tercatat).forget();

  const form = document.getElementById('survei');
  if (!form) return;
  const words = form.dataset;
  const kept = 'tanpaDraf' in words ? null : draft(words.survei);
  const questions = Array.from(form.querySelectorAll('.nilai'));
  const answered = () => questions.filter((question) => question.querySelector('[name^="u-"]:checked')).length;

  // The draft keeps the id of the response too: answers sent again after a lost reply count once.
  const OF_THE_PAGE = ['instrumen', 'versi', 'bahasa', 'huruf', 'kanal', 'situs'];
  let begun = Date.now();
  const save = () => {
    if (!kept) return;
    const fields = [];
    new FormData(form).forEach((value, name) => OF_THE_PAGE.includes(name) || fields.push([name, value]));
    kept.write({ versi: form.elements.versi.value, begun, fields });
  };
  const restore = () => {
    const last = kept && kept.read();
    if (!last || last.versi !== form.elements.versi.value) return;
    // A page that already shows answers came from the server with what was just sent: it is newer.
    const fresh = !answered() && !document.querySelector('.ringkasan');
    if (!fresh && !last.fields.some(([name, value]) => name === 'id' && value === form.elements.id.value)) return;
    begun = last.begun;
    if (fresh) last.fields.forEach(([name, value]) => {
      form.querySelectorAll('[name="' + name + '"]').forEach((control) => {
        if (/radio|checkbox/.test(control.type)) control.checked = control.checked || control.value === value;
        else control.value = value;
      });
    });
  };

  const bar = document.getElementById('maju');
  const progress = () => {
    const done = answered();
    bar.hidden = !done;
    bar.firstChild.value = done;
    bar.lastChild.textContent = words.maju.replace('{1}', done).replace('{2}', questions.length);
  };

  const button = document.getElementById('kirim');
  const label = button.textContent;
  let sending = false;
  const lock = (on) => {
    sending = on;
    button.textContent = on ? words.mengirim : label;
    button.setAttribute('aria-disabled', on);
  };

  const news = document.getElementById('kabar');
  let warned = false;
  addEventListener('offline', () => { news.textContent = words.luring; });
  addEventListener('online', () => { if (news.textContent) news.textContent = words.daring; warned = false; });

  form.addEventListener('change', () => { progress(); save(); });
  form.addEventListener('input', save);
  form.addEventListener('submit', (event) => {
    if (event.submitter && event.submitter !== button) return;
    // Offline the browser would show its own error page. Asked twice, believe the citizen.
    const unreachable = navigator.onLine === false && !warned;
    if (unreachable) { warned = true; news.textContent = words.luring; }
    if (sending || unreachable) { event.preventDefault(); return; }
    form.elements.lama.value = Math.round((Date.now() - begun) / 1000);
    save();
    lock(true);
    setTimeout(() => lock(false), UNLOCK_MS);
  });
  // Back from another page: the browser may show this one as it was left.
  addEventListener('pageshow', () => { lock(false); progress(); });

  restore();
  progress();
  const problems = document.querySelector('.ringkasan');
  if (problems) problems.focus();
})();
