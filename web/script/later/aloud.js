// Reading aloud: a recording of the office if there is one, else the browser's voice, else nothing is offered.
// Nothing is fetched until it is asked for.
const voiceFor = (language) => self.speechSynthesis && speechSynthesis.getVoices()
  .find(({ lang }) => lang.toLowerCase().startsWith(language));

offerAloud = () => {
  const form = byId('survei');
  const language = document.documentElement.lang;
  const recorded = form ? form.dataset.suara.split(' ') : [];
  all('.nilai', form || undefined).forEach((question) => {
    const legend = question.querySelector('legend');
    const code = question.querySelector('[name^="u-"]').name.slice(2);
    const audio = recorded.includes(code) && new Audio();
    if (question.querySelector('.dengar') || !(audio || voiceFor(language))) return;
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'dengar';
    button.textContent = form.dataset.dengar;
    legend.after(button);
    button.onclick = () => {
      if (audio) {
        audio.src = '/suara/' + language + '/' + code;
        audio.play();
        return;
      }
      const words = [legend, ...all('.wajah span', question)].map((part) => part.textContent.trim()).join('. ');
      speechSynthesis.cancel();
      const speech = new SpeechSynthesisUtterance(words);
      speech.voice = voiceFor(language);
      speech.lang = language;
      speechSynthesis.speak(speech);
    };
  });
};
if (self.speechSynthesis) speechSynthesis.onvoiceschanged = offerAloud;
offerAloud();
