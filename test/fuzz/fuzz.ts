import { fork, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { projectRoot } from '../support/project';
import type { Job, Said } from './executor';
import { READERS } from './readers';

/** Without a sign of life, by the clock, on a busy machine. */
const TIMEOUT_MS = 30_000;
/** Files that live in memory, on Linux: a disk would be the slowest part. */
const MEMORY = '/dev/shm';
/** Each ends a process; a reader with so many is broken. */
const MOST_FAULTS = 200;

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    minutes: { type: 'string', default: '1' },
    seed: { type: 'string', default: String(Date.now() % 1e6) },
    out: { type: 'string', default: path.join(projectRoot, 'dist/fuzz/faults') },
  },
});

interface Count {
  executions: number;
  refused: number;
  branches: number;
  fresh: number;
  /** Faults that a new process does not have. */
  unconfirmed: number;
  /** Files that HDF5 would read for ever, which the thread for reading is ended for. */
  ended: number;
  faults: string[];
}

/** One process after the other reads damaged files; what one finds, the next begins with. */
class Fuzzing {
  readonly count: Count = {
    executions: 0,
    refused: 0,
    branches: 0,
    fresh: 0,
    unconfirmed: 0,
    ended: 0,
    faults: [],
  };
  readonly #reader: string;
  readonly #folder: string;
  readonly #until: number;
  readonly #inputs: Uint8Array[];
  readonly #known = new Set<string>();

  constructor(reader: string, folder: string, inputs: Uint8Array[], until: number) {
    this.#reader = reader;
    this.#folder = folder;
    this.#inputs = inputs;
    this.#until = until;
  }

  async run(seed: number): Promise<Count> {
    for (let turn = 0; ; turn++) {
      const done = await this.#process({
        reader: this.#reader,
        folder: this.#folder,
        inputs: this.#inputs,
        seed: seed + turn,
        until: this.#until,
      });
      if (done || Date.now() >= this.#until || this.count.faults.length >= MOST_FAULTS) return this.count;
    }
  }

  /** @returns whether it did all that it was asked */
  async #process(job: Job): Promise<boolean> {
    const before = { ...this.count };
    const suspects: Found[] = [];
    const done = await attend(job, (said) => {
      if (said.kind === 'fault') suspects.push(said);
      if (said.kind === 'fresh') {
        this.#inputs.push(said.bytes);
        this.count.fresh++;
      }
      if (said.kind !== 'progress') return;
      this.count.executions = before.executions + said.executions;
      this.count.refused = before.refused + said.refused;
      this.count.branches = Math.max(before.branches, said.branches);
    });
    for (const suspect of suspects) await this.#confirm(job, suspect);
    return done;
  }

  /** What a process has read before may be to blame: a fault is one that a new process has, too. */
  async #confirm(job: Job, { fault, bytes }: Found): Promise<void> {
    // Faults in one place are one fault.
    const place = fault.split('\n').slice(0, 3).join('\n').replace(/\d+/g, '0').replaceAll(this.#folder, '');
    if (this.#known.has(place)) return;
    this.#known.add(place);
    let confirmed = false;
    await attend({ ...job, inputs: [bytes], until: 0 }, (said) => {
      confirmed ||= said.kind === 'fault';
    });
    if (!confirmed) this.count.unconfirmed++;
    else if (READERS[this.#reader]?.holdsNames && endsInTime(path.join(this.#folder, 'again.bin'), bytes))
      this.count.ended++;
    else this.count.faults.push(`${fault}\n  ${keep(this.#reader, bytes)}`);
  }
}

/**
 * Nothing ends HDF5 from within its thread, so our reading has a thread that can be ended. Whether the command line, which
 * has it, says in one sentence what is wrong with a file.
 */
function endsInTime(file: string, bytes: Uint8Array): boolean {
  writeFileSync(file, bytes);
  const { status, stderr } = spawnSync(
    process.execPath,
    [path.join(projectRoot, 'dist/miniml.js'), 'info', file],
    { encoding: 'utf8', timeout: TIMEOUT_MS },
  );
  rmSync(file);
  return (
    status === 0 || (status === 1 && !/should not happen/.test(stderr) && !stderr.trimEnd().includes('\n'))
  );
}

interface Found {
  fault: string;
  bytes: Uint8Array;
}

/**
 * Runs a process until it has ended or is ended, and reports as a fault if it did not end by itself.
 *
 * @returns whether it did all that it was asked
 */
async function attend(job: Job, listener: (said: Said) => void): Promise<boolean> {
  const child = fork(path.join(__dirname, 'executor.js'), {
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    execArgv: ['--enable-source-maps'],
  });
  let timer: NodeJS.Timeout | undefined;
  try {
    return await new Promise((resolve) => {
      const failed = (fault: string) => {
        listener({ kind: 'fault', fault, bytes: filesIn(job.folder)[0] ?? new Uint8Array(0) });
        resolve(false);
      };
      const alive = () => {
        clearTimeout(timer);
        timer = setTimeout(() => failed(`did not end in ${TIMEOUT_MS / 1000} s`), TIMEOUT_MS);
      };
      child.on('exit', (code, signal) => failed(`the process ended with ${code ?? signal}`));
      child.on('message', (said: Said) => {
        alive();
        if (said.kind === 'ready') child.send(job);
        else if (said.kind === 'ended') resolve(said.done);
        else listener(said);
      });
      alive();
    });
  } finally {
    clearTimeout(timer);
    child.removeAllListeners();
    child.kill('SIGKILL');
    for (const name of readdirSync(job.folder)) rmSync(path.join(job.folder, name));
  }
}

async function fuzz(reader: string, folder: string, seed: number, until: number): Promise<Count> {
  const corpus = filesIn(path.join(projectRoot, 'test/fuzz/corpus', reader));
  const seeds = [...((await READERS[reader]?.seeds(folder)) ?? []), ...corpus];
  const files = path.join(folder, 'files');
  mkdirSync(files);
  const fuzzing = new Fuzzing(reader, files, seeds, until);
  return seeds.length === 0 ? fuzzing.count : fuzzing.run(seed);
}

function filesIn(folder: string): Buffer[] {
  try {
    return readdirSync(folder).map((name) => readFileSync(path.join(folder, name)));
  } catch {
    return [];
  }
}

function keep(reader: string, bytes: Uint8Array): string {
  mkdirSync(options.out, { recursive: true });
  const name = `${reader}-${createHash('sha256').update(bytes).digest('hex').slice(0, 12)}.bin`;
  writeFileSync(path.join(options.out, name), bytes);
  return path.join(options.out, name);
}

async function main(): Promise<number> {
  const readers = Object.keys(READERS).filter(
    (name) => positionals.length === 0 || positionals.some((wanted) => name.startsWith(wanted)),
  );
  if (readers.length === 0) {
    console.error(
      `No reader starts with ${positionals.join(' or ')}. Readers: ${Object.keys(READERS).join(', ')}.`,
    );
    return 2;
  }
  const seed = Number(options.seed);
  console.log(`seed ${seed}, ${options.minutes} min per reader`);
  let [faults, executions] = [0, 0];
  for (const reader of readers) {
    const folder = mkdtempSync(path.join(existsSync(MEMORY) ? MEMORY : tmpdir(), 'miniml-fuzz-'));
    const begun = performance.now();
    try {
      const found = await fuzz(reader, folder, seed, Date.now() + Number(options.minutes) * 60_000);
      const perSecond = Math.round((1000 * found.executions) / (performance.now() - begun));
      const numbers = [
        `${found.executions} executions (${perSecond} per s), ${found.refused} refused, ${found.branches} branches, ${found.fresh} inputs kept`,
        ...(found.ended > 0 ? [`${found.ended} that only the end of the reading thread ends`] : []),
        ...(found.unconfirmed > 0 ? [`${found.unconfirmed} faults that a new process does not have`] : []),
      ].join(', ');
      console.log(`${reader}: ${found.executions === 0 ? 'no file to begin with' : numbers}`);
      for (const fault of found.faults) console.log(`  FAULT ${fault}`);
      faults += found.faults.length;
      executions += found.executions;
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }
  console.log(`${executions} executions in all.`);
  console.log(faults === 0 ? 'No faults.' : `${faults} faults.`);
  return faults === 0 ? 0 : 1;
}

void main().then((code) => process.exit(code));
