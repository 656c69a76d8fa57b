// Staff: entering a demo by one of its links, answering an invitation, entering with what a phone shows.

import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const STEP_MS = 30_000;
// More than it takes to send a form and have its password hashed.
const SENDING_MS = 5_000;
export const PASSWORD = 'kuda baterai pokok lem';

// Enters a demo as 'Dasbor' (an administrator with the whole office), 'Kepala unit' or 'Pemeriksa'.
export async function enterAs(page, demo, whom = 'Dasbor') {
  await page.goto(await demo.door(whom));
  await page.waitForURL('**/dasbor');
}

// The code that a phone shows, some steps from now (RFC 6238): a code opens once, so who enters twice within half a
// minute takes the one before and then the one of now.
export function totp(secret, steps = 0) {
  const bits = [...secret.replaceAll(' ', '')].map((letter) => LETTERS.indexOf(letter).toString(2).padStart(5, '0')).join('');
  const key = Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / STEP_MS) + steps));
  const hash = createHmac('sha1', key).update(counter).digest();
  const number = hash.readUInt32BE(hash.at(-1) & 15) & 0x7fffffff;
  return String(number % 1_000_000).padStart(6, '0');
}

// Asks somebody in as the administrator whose page it is; gives the link on the sheet that is printed.
export async function invite(page, origin, { name, login, role, unit }) {
  await page.goto(`${origin}/dasbor/akun`);
  await page.getByLabel('Nama orang').fill(name);
  await page.getByLabel('Nama masuk', { exact: true }).fill(login);
  await page.locator('#peran').selectOption(role);
  if (unit) await page.locator('#unit').selectOption(unit);
  await page.getByRole('button', { name: 'Buat undangan' }).click();
  await page.getByRole('heading', { level: 1, name: 'Undangan' }).waitFor();
  return page.locator('.tautan').innerText();
}

// Answers an invitation; gives what the phone knows from then on.
export async function answer(page, link) {
  await page.goto(link);
  const secret = await page.locator('.kunci').innerText();
  await page.getByLabel('Kata sandi baru').fill(PASSWORD);
  await page.getByLabel('Ketik sekali lagi').fill(PASSWORD);
  // The code before the one of now is good until the next one comes.
  const left = STEP_MS - (Date.now() % STEP_MS);
  if (left < SENDING_MS) await setTimeout(left);
  await page.getByLabel('Kode 6 angka yang tampil').fill(totp(secret, -1));
  await page.getByRole('button', { name: 'Aktifkan dan masuk' }).click();
  await page.waitForURL('**/dasbor');
  return secret;
}

// Types what it takes to enter.
export async function enter(page, origin, { login, password = PASSWORD, code }) {
  await page.goto(`${origin}/masuk`);
  await page.getByLabel('Nama masuk').fill(login);
  await page.getByLabel('Kata sandi').fill(password);
  await page.getByLabel('Kode dari aplikasi autentikator').fill(code);
  await page.getByRole('button', { name: 'Masuk', exact: true }).click();
}

// Somebody new in a role, who has entered in this page.
export async function enterNew(page, admin, origin, person) {
  const link = await invite(admin, origin, person);
  const secret = await answer(page, link);
  assert.match(page.url(), /\/dasbor$/);
  return secret;
}
