// The button that prints. Without a script there is none, and the browser's own menu does.
document.querySelectorAll('[data-cetak]').forEach((button) => {
  button.hidden = false;
  button.addEventListener('click', () => print());
});
