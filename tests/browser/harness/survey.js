// What a citizen does on the survey's page. Everything is found by role, by label, or by the names it posts.

const SCORES = 'input[type=radio][name^="u-"]';

// The codes of the questions in the order of the page.
export async function questions(page) {
  const names = await page.locator(SCORES).evaluateAll((radios) => radios.map((radio) => radio.name));
  return [...new Set(names)].map((name) => name.slice('u-'.length));
}

// Taps one answer of one question, where a finger would: on its words.
export async function answer(page, code, score) {
  await page.locator(`label:has(input[name="u-${code}"][value="${score}"])`).click();
}

// Answers every question with `score`, less those left out, and says which service was used if that is asked.
export async function answerAll(page, { score = 3, without = [] } = {}) {
  await chooseService(page);
  for (const code of await questions(page)) {
    if (!without.includes(code)) await answer(page, code, score);
  }
}

async function chooseService(page) {
  const radio = page.locator('label:has(input[type=radio][name=layanan])').first();
  const select = page.locator('select[name=layanan]');
  if (await radio.count()) await radio.click();
  else if (await select.count()) await select.selectOption({ index: 1 });
}

// The score that stands checked for each question answered.
export async function answered(page) {
  const checked = page.locator(`${SCORES}:checked`);
  const pairs = await checked.evaluateAll((radios) => radios.map(({ name, value }) => [name.slice(2), Number(value)]));
  return Object.fromEntries(pairs);
}

export function send(page) {
  return page.getByRole('button', { name: 'Kirim', exact: true }).click();
}

// What the form would post now, as a plain object; boxes ticked twice keep the last.
export function fields(page) {
  return page.locator('form:has(input[name^="u-"])').evaluate((form) => Object.fromEntries(new FormData(form)));
}

// Posts a form's fields as the browser would, without showing what comes of it: `{status, text}`.
export async function post(page, fields) {
  const { origin } = new URL(page.url());
  const response = await page.request.post(page.url(), { form: fields, headers: { origin } });
  return { status: response.status(), text: await response.text() };
}

// The page a citizen sees once the answer is in the log.
export function recorded(page) {
  return page.getByRole('heading', { level: 1, name: /sudah tercatat/ });
}

// Chooses a language or a print size: `bahasa:en`, `huruf:besar`.
export async function choose(page, wish) {
  await page.locator('.alat summary').click();
  await page.locator(`button[value="${wish}"]`).click();
}

// What the page says of the answers that wait on the device.
export function waiting(page) {
  return page.locator('#antrean');
}

// Gives the browser a voice for each of these languages; what it is to read is kept in `spoken`, newest last, and
// `silenced` counts how often it was stopped.
export function voices(page, languages) {
  return page.addInitScript((languages) => {
    Object.assign(window, { spoken: [], silenced: 0 });
    window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
    const reader = {
      getVoices: () => languages.map((lang) => ({ lang })),
      speak: (speech) => window.spoken.push(speech),
      cancel: () => { window.silenced += 1; },
    };
    Object.defineProperty(window, 'speechSynthesis', { value: reader });
  }, languages);
}
