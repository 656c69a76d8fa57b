// Keeps the count of answers on /dasbor/UNIT fresh; figures advance in steps and wait for a reload.
(() => {
  const counts = [...document.querySelectorAll('[data-n]')];
  let streams = [];

  // A stream that breaks asks again by itself; one that is refused leaves the number, which stays true for its moment.
  const open = (count) => {
    const stream = new EventSource(count.dataset.n);
    stream.onmessage = (told) => { count.textContent = told.data; };
    return stream;
  };

  const look = () => {
    streams.forEach((stream) => stream.close());
    streams = document.hidden ? [] : counts.map(open);
  };
  document.addEventListener('visibilitychange', look);
  look();
})();
