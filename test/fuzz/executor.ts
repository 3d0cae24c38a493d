import { closeSync, openSync, rmSync, writeSync } from 'node:fs';
import path from 'node:path';
import { messageOf, UserError } from '../../src/common/errors';
import { lookNoFurther } from '../../src/engine/files/hdf5/first-look';
import { replaceNoInstance } from '../../src/engine/files/hdf5/library';
import { coverage } from './coverage';
import { type Dice, dice, mutated, type Structure, structureOf } from './mutate';
import { READERS } from './readers';

/** What a process is asked to do: read damaged files, until it is told or killed. */
export interface Job {
  reader: string;
  /** For the file that is read. It is there while it is read, so that a process that ends leaves it behind. */
  folder: string;
  /** The first are read as they are. */
  inputs: readonly Uint8Array[];
  seed: number;
  /** Time, by `Date.now`. */
  until: number;
}

/** What it says. */
export type Said =
  | { kind: 'ready' }
  /** A sign of life. */
  | { kind: 'progress'; executions: number; refused: number; branches: number }
  | { kind: 'fresh'; bytes: Uint8Array }
  | { kind: 'fault'; fault: string; bytes: Uint8Array }
  /** It wants to be replaced, or all is done. */
  | { kind: 'ended'; done: boolean };

const SLOWEST_MS = 5000;
const MOST_MEMORY_KB = 300_000;
/** The process is replaced beyond it: libraries leave memory behind. */
const LARGEST_PROCESS_KB = 1_000_000;
const MOST_KEPT = 500;
const LONGEST_SENTENCE = 1000;
const PROGRESS_MS = 200;

console.log = console.warn = console.error = () => {};
lookNoFurther();
replaceNoInstance();

interface Kept {
  bytes: Uint8Array;
  structure: Structure;
}

/** Reads one file after the other, within limits of time and memory for each. */
class Executor {
  readonly #job: Job;
  readonly #roll: Dice;
  readonly #kept: Kept[];
  readonly #coverage = coverage();
  /** Highest memory of this process so far; the first execution loads libraries and is not held against the file. */
  #memory_kB = Number.POSITIVE_INFINITY;
  #executions = 0;
  #refused = 0;
  #told = performance.now();

  constructor(job: Job) {
    this.#job = job;
    this.#roll = dice(job.seed);
    this.#kept = job.inputs.map((bytes) => ({ bytes, structure: structureOf(bytes) }));
  }

  async run(): Promise<void> {
    const { inputs, until } = this.#job;
    const count = inputs.length;
    while (Date.now() < until || this.#executions < count) {
      const { bytes, structure } = this.#kept[this.#executions] ?? this.#pick();
      const first = this.#executions < count;
      const input = first ? bytes : mutated(bytes, structure, this.#pick().bytes, this.#roll);
      await this.#execute(input);
      if (this.#coverage.isFresh() && !first && this.#kept.length < MOST_KEPT) {
        this.#kept.push({ bytes: input, structure: structureOf(input) });
        say({ kind: 'fresh', bytes: input });
      }
      if (performance.now() - this.#told > PROGRESS_MS) await this.#progress();
      if (this.#memory_kB > LARGEST_PROCESS_KB && Number.isFinite(this.#memory_kB)) break;
    }
    await this.#progress();
    say({ kind: 'ended', done: Date.now() >= until });
  }

  async #execute(input: Uint8Array): Promise<void> {
    const { reader, folder } = this.#job;
    // A name of its own where the library may still hold the one before.
    const { read, holdsNames } = READERS[reader];
    const file = path.join(folder, holdsNames ? `${this.#executions}.bin` : '0.bin');
    write(file, input);
    this.#executions++;
    const begun = process.cpuUsage();
    let fault: string | undefined;
    try {
      await read(file);
    } catch (thrown) {
      this.#refused++;
      fault = faultOf(thrown);
    }
    const { user, system } = process.cpuUsage(begun);
    const cpu_ms = (user + system) / 1000;
    const { maxRSS } = process.resourceUsage();
    const took_kB = maxRSS - this.#memory_kB;
    this.#memory_kB = maxRSS;
    if (holdsNames) rmSync(file, { force: true });
    if (took_kB > MOST_MEMORY_KB) fault ??= `took ${Math.round(took_kB / 1000)} MB`;
    // Processor time: a busy machine is no fault of the file.
    if (cpu_ms > SLOWEST_MS) fault ??= `took ${Math.round(cpu_ms)} ms`;
    if (fault !== undefined) say({ kind: 'fault', fault, bytes: input });
  }

  #pick(): Kept {
    return this.#kept[this.#roll(this.#kept.length)] as Kept;
  }

  #progress(): Promise<void> {
    const [executions, refused] = [this.#executions, this.#refused];
    say({ kind: 'progress', executions, refused, branches: this.#coverage.branches() });
    this.#told = performance.now();
    return new Promise((resolve) => setImmediate(resolve));
  }
}

/** One call to the system more than needed would cost as much as reading does. */
function write(file: string, bytes: Uint8Array): void {
  const descriptor = openSync(file, 'w');
  writeSync(descriptor, bytes);
  closeSync(descriptor);
}

function faultOf(thrown: unknown): string | undefined {
  if (!(thrown instanceof UserError))
    return thrown instanceof Error ? (thrown.stack ?? thrown.message) : messageOf(thrown);
  const { message } = thrown;
  return message.includes('\n') || message.length > LONGEST_SENTENCE ? `no sentence: ${message}` : undefined;
}

function say(said: Said): void {
  process.send?.(said);
}

process.on('message', (job: Job) => {
  void new Executor(job).run();
});
say({ kind: 'ready' });
