// Reading aloud: a recording of the office if there is one, else the browser's voice, else nothing is offered.
// Nothing is fetched until it is asked for. One voice at a time, and none when its question is gone.
const { speechSynthesis: reader } = self;
const player = new Audio();

const voiceFor = (language) => reader && reader.getVoices()
  .find(({ lang }) => lang.toLowerCase().startsWith(language));

hush = () => {
  player.pause();
  if (reader) reader.cancel();
};

const speak = (parts, language) => {
  const voice = voiceFor(language);
  if (!voice) return;
  const words = parts.map((part) => part.innerText.trim()).join('. ');
  reader.speak(Object.assign(new SpeechSynthesisUtterance(words), { voice, lang: language }));
};

offerAloud = () => {
  const language = document.documentElement.lang;
  if (form) all('.tanya', form).forEach((question) => {
    const title = question.querySelector('legend, .tajuk');
    const code = question.querySelector('[name]').name.replace('u-', '');
    const recorded = form.dataset.suara.split(' ').includes(code);
    if (code === 'kode' || question.querySelector('.dengar') || !(recorded || voiceFor(language))) return;
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'dengar';
    button.textContent = form.dataset.dengar;
    title.after(button);
    button.onclick = () => {
      const aloud = () => speak([title, ...all('.baris span, option', question)], language);
      hush();
      if (!recorded) {
        aloud();
        return;
      }
      player.src = '/suara/' + language + '/' + code;
      // Hushed before it began is no failure.
      player.play().catch(({ name }) => name === 'AbortError' || aloud());
    };
  });
};
if (reader) reader.onvoiceschanged = offerAloud;
offerAloud();
