// Typing a stack of forms: a digit fills a cell and goes on to the next, so that nobody looks at the screen.
(() => {
  const form = document.getElementById('kertas');
  const cells = [...form.querySelectorAll('[data-angka]')];
  const save = form.querySelector('button');

  const go = (to) => {
    const cell = cells[to] || save;
    cell.focus();
    if (cell.select) cell.select();
  };

  form.addEventListener('input', ({ target }) => {
    const at = cells.indexOf(target);
    if (at < 0) return;
    const digit = target.value.slice(-1);
    const fits = digit >= '1' && digit <= target.dataset.angka;
    target.value = fits ? digit : '';
    if (fits) go(at + 1);
  });

  form.addEventListener('keydown', (event) => {
    const at = cells.indexOf(event.target);
    if (at < 0) return;
    const { key, target } = event;
    if (key === ' ' || key === '0' || key === '-') target.value = '';
    const steps = { ' ': 1, 0: 1, '-': 1, ArrowRight: 1, ArrowLeft: -1, Backspace: target.value ? 0 : -1 };
    if (!steps[key] || at + steps[key] < 0) return;
    event.preventDefault();
    go(at + steps[key]);
  });

  cells.forEach((cell) => cell.addEventListener('focus', () => cell.select()));
})();
