// The built program, filled with an invented kabupaten and serving it on a free port.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const BUILT = fileURLToPath(new URL('../../../target/debug/skm', import.meta.url));
const START_MS = 120_000;
const STOP_MS = 30_000;
const SMALL = ['--units', '6', '--months', '3', '--responses', '300', '--seed', '7'];

// Starts `skm demo` on a data directory of its own. SKM_BIN names another program than the debug build.
export async function startDemo({ program = process.env.SKM_BIN ?? BUILT, args = SMALL } = {}) {
  const folder = await mkdtemp(join(tmpdir(), 'skm-browser-'));
  const demo = new Demo(program, folder);
  await demo.run(['demo', '--listen', '127.0.0.1:0', ...args]);
  return demo;
}

class Demo {
  #program;
  #child;
  #folder;
  #lines = [];
  #closed = false;
  #waiting = new Set();

  constructor(program, folder) {
    this.#program = program;
    this.#folder = folder;
  }

  // Starts the program and waits until it listens.
  async run([command, ...args]) {
    const child = spawn(this.#program, [command, '--data', join(this.#folder, 'data'), ...args], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    this.#child = child;
    this.#closed = false;
    const wake = () => this.#waiting.forEach((look) => look());
    const reader = createInterface({ input: child.stdout });
    reader.on('line', (line) => {
      this.#lines.push(line);
      wake();
    });
    reader.on('close', () => {
      this.#closed = true;
      wake();
    });
    child.on('error', (error) => {
      this.#lines.push(String(error));
      this.#closed = true;
      wake();
    });
    try {
      await this.line(/^Alamat: /);
    } catch (error) {
      await this.stop();
      throw error;
    }
  }

  // Ends it between two instructions, as a power cut would.
  async kill() {
    const ended = once(this.#child, 'close');
    this.#child.kill('SIGKILL');
    await ended;
  }

  // Serves the same data at the same address again.
  async serveAgain() {
    const { host } = new URL(await this.address(''));
    this.#lines = this.#lines.filter((line) => !line.startsWith('Alamat: '));
    await this.run(['serve', '--listen', host]);
  }

  // How many answers the unit of the first survey has received this year, once the views hold every event. Events
  // are no measure: an answer that was given faster than people read has flags beside it.
  async answers() {
    const root = await this.address('');
    for (;;) {
      const health = await (await fetch(new URL('/health', root))).json();
      if (health.views_progress === health.log_size) break;
    }
    const entered = await fetch(await this.address('/masuk/'), { redirect: 'manual' });
    const cookie = entered.headers.getSetCookie()[0].split(';')[0];
    const unit = (await this.address('/s/')).split('/').pop();
    const path = `/dasbor/${unit}/jumlah?periode=${new Date().getFullYear()}`;
    const count = await fetch(new URL(path, root), { headers: { cookie } });
    assert.equal(count.status, 200);
    // A stream of events without an end: the first tells how many there are now.
    const reader = count.body.pipeThrough(new TextDecoderStream()).getReader();
    let told = '';
    while (!told.includes('\n\n')) told += (await reader.read()).value;
    await reader.cancel();
    return Number(/data: ([\d.]+)/.exec(told)[1].replaceAll('.', ''));
  }

  // The first line printed, now or later, that matches.
  line(pattern) {
    return new Promise((resolve, reject) => {
      const look = () => {
        const line = this.#lines.find((line) => pattern.test(line));
        if (line !== undefined) done(resolve, line);
        else if (this.#closed) done(reject, this.#missing(pattern, 'ended'));
      };
      const timer = setTimeout(() => done(reject, this.#missing(pattern, 'is silent')), START_MS);
      const done = (settle, value) => {
        clearTimeout(timer);
        this.#waiting.delete(look);
        settle(value);
      };
      this.#waiting.add(look);
      look();
    });
  }

  // The first address printed whose path begins so: `address('/s/')`.
  async address(path) {
    const pattern = new RegExp(`http://127\\.0\\.0\\.1:\\d+${path}\\S*`);
    return (await this.line(pattern)).match(pattern)[0];
  }

  // The link that enters as somebody: 'Dasbor', 'Kepala unit', 'Pemeriksa'.
  async door(whom) {
    const line = await this.line(new RegExp(`^${whom} +http`));
    return line.slice(line.indexOf('http'));
  }

  // Asks it to stop, as an operator would; gives its exit code and removes its data.
  async stop() {
    const child = this.#child;
    if (child.pid !== undefined && child.exitCode === null && child.signalCode === null) {
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      const timer = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
      await ended;
      clearTimeout(timer);
    }
    await rm(this.#folder, { recursive: true, force: true });
    return child.exitCode;
  }

  #missing(pattern, how) {
    return new Error(`the program ${how} without a line like ${pattern}; printed:\n${this.#lines.join('\n')}`);
  }
}
