import type { Stats } from 'node:fs';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { UserError } from '../../../common/errors';
import { distFile } from '../dist-file';
import type { Look, Verdict } from './look';

/*
 * A damaged file can send libhdf5 into endless loops or exhaust memory, and it cannot be stopped from within its
 * thread. So each file is inspected before its first opening, in a thread with its own instance, which is terminated
 * if it gives no sign of life and discarded with any corruption of its memory. The inspection reads the same parts as
 * opening does, never the samples; the instance for valid files reads at full speed.
 */

/** HDF5 is in an endless loop if there is no read and no object in this time. */
const TIMEOUT_MS = 6000;
const POLL_MS = 250;
/** Timeout for loading the library on a busy machine. */
const START_TIMEOUT_MS = 120_000;

/** Verdicts on files, keyed by path and state. */
const known = new Map<string, 'good' | 'suspect'>();
const MOST_KNOWN = 10_000;

let looker: Looker | undefined;
/** Whether the thread has read a damaged file. */
let tainted = false;
let queue: Promise<unknown> = Promise.resolve();

/**
 * Inspects a file before the library in use opens it.
 *
 * @returns whether HDF5 found errors in it, so that its instance must not be trusted afterwards
 * @throws UserError when HDF5 would loop for ever, or use far too much memory
 */
export function firstLook(file: string, stats: Stats): Promise<'good' | 'suspect'> {
  const before = known.get(stateOf(stats));
  if (before) return Promise.resolve(before);
  const looked = queue.then(() => look(file, stats));
  queue = looked.catch(() => {});
  return looked;
}

/** Must be called with a file that was just written here: it needs no inspection. */
export async function noteWritten(file: string): Promise<void> {
  const stats = await stat(file).catch(() => undefined);
  if (stats) remember(stats, 'good');
}

async function look(file: string, stats: Stats): Promise<'good' | 'suspect'> {
  const request = { file: path.resolve(file), bytes: stats.size };
  const again = tainted;
  let verdict = await lookWith(request);
  // The failure may be caused by an earlier file in the same thread.
  if (again && isRefusal(verdict)) verdict = await lookWith(request);
  if (verdict.found === 'endless') throw new UserError(`${file} is damaged: reading it would never end.`);
  if (verdict.found === 'huge')
    throw new UserError(`${file} is damaged: it claims more data than its ${stats.size} bytes can hold.`);
  if (verdict.found === 'fatal') throw new UserError(`${file} is damaged: HDF5 cannot read it.`);
  remember(stats, verdict.found);
  return verdict.found;
}

async function lookWith(request: Look): Promise<Verdict> {
  looker ??= new Looker();
  const verdict = await looker.look(request);
  tainted ||= verdict.found === 'suspect';
  if (isRefusal(verdict) || verdict.memory > LARGEST_KEPT) discard();
  return verdict;
}

function isRefusal({ found }: Verdict): boolean {
  return found !== 'good' && found !== 'suspect';
}

/** WebAssembly memory never shrinks. */
const LARGEST_KEPT = 128 * 1024 ** 2;

function discard(): void {
  void looker?.end();
  looker = undefined;
  tainted = false;
}

function remember(stats: Stats, verdict: 'good' | 'suspect'): void {
  known.set(stateOf(stats), verdict);
  const [oldest] = known.keys();
  if (known.size > MOST_KNOWN && oldest !== undefined) known.delete(oldest);
}

function stateOf({ dev, ino, size, mtimeMs }: Stats): string {
  return `${dev} ${ino} ${size} ${mtimeMs}`;
}

/** The inspecting thread. It keeps the process alive only while it works. */
export class Looker {
  readonly #signs = new Int32Array(new SharedArrayBuffer(4));
  readonly #worker: Worker;
  #ready = false;

  constructor(
    script = distFile('hdf5-look.js'),
    readonly timeout_ms = TIMEOUT_MS,
  ) {
    // Discards the library's error messages.
    this.#worker = new Worker(script, { workerData: this.#signs, stdout: true, stderr: true });
  }

  async look(request: Look): Promise<Verdict> {
    this.#worker.ref();
    if (!this.#ready) {
      const started = await this.#answer<'ready'>(START_TIMEOUT_MS);
      if (started !== 'ready') return started;
      this.#ready = true;
    }
    this.#worker.postMessage(request);
    const verdict = await this.#answer<Verdict>(this.timeout_ms);
    this.#worker.unref();
    return verdict;
  }

  async end(): Promise<void> {
    await this.#worker.terminate();
  }

  /** The next message; a verdict if the thread crashes, or gives no sign for as many polls as `timeout_ms` has. */
  #answer<T>(timeout_ms: number): Promise<T | Verdict> {
    const worker = this.#worker;
    return new Promise((resolve) => {
      let last = Atomics.load(this.#signs, 0);
      let polls = 0;
      const settle = (answer: T | Verdict) => {
        clearInterval(timer);
        worker.off('message', settle).off('exit', died).off('error', died);
        resolve(answer);
      };
      const died = () => settle({ found: 'fatal', memory: 0 });
      // Counts polls instead of time: if this thread gets no CPU time, neither may the other.
      const timer = setInterval(() => {
        const now = Atomics.load(this.#signs, 0);
        polls = now === last ? polls + 1 : 0;
        last = now;
        if (polls * POLL_MS >= timeout_ms) settle({ found: 'endless', memory: 0 });
      }, POLL_MS);
      worker.on('message', settle).on('exit', died).on('error', died);
    });
  }
}
