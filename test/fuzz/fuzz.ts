import { type ChildProcess, fork } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { projectRoot } from '../support/project';
import type { Execution, Outcome } from './executor';
import { type Dice, dice, mutated, type Structure, structureOf } from './mutate';
import { READERS } from './readers';

const SLOWEST_MS = 5000;
/** By the clock, on a busy machine. */
const TIMEOUT_MS = 30_000;
const MOST_MEMORY_KB = 300_000;
/** The process is replaced beyond these: libraries leave memory behind. */
const LARGEST_PROCESS_KB = 1_000_000;
const MOST_EXECUTIONS = 20_000;
const MOST_KEPT = 500;

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    minutes: { type: 'string', default: '1' },
    seed: { type: 'string', default: String(Date.now() % 1e6) },
    out: { type: 'string', default: path.join(projectRoot, 'dist/fuzz/faults') },
  },
});

/** A process that reads; it is started again after each fault. */
class Executor {
  #child: ChildProcess | undefined;
  #executions = 0;
  #memory_kB = 0;

  async run(execution: Execution): Promise<Outcome> {
    const child = this.#child ?? (await this.#start());
    const before_kB = this.#memory_kB;
    const outcome = await this.#answer(child, execution);
    this.#memory_kB = outcome.memory_kB;
    const took_kB = outcome.memory_kB - before_kB;
    if (!outcome.fault && took_kB > MOST_MEMORY_KB) outcome.fault = `took ${Math.round(took_kB / 1000)} MB`;
    if (!outcome.fault && outcome.cpu_ms > SLOWEST_MS)
      outcome.fault = `took ${Math.round(outcome.cpu_ms)} ms`;
    if (outcome.fault || outcome.memory_kB > LARGEST_PROCESS_KB || ++this.#executions > MOST_EXECUTIONS)
      this.end();
    return outcome;
  }

  end(): void {
    this.#child?.kill('SIGKILL');
    this.#child = undefined;
  }

  #answer(child: ChildProcess, execution: Execution): Promise<Outcome> {
    return new Promise((resolve) => {
      const settle = (outcome: Outcome) => {
        clearTimeout(timer);
        child.off('message', settle).off('exit', died);
        resolve(outcome);
      };
      const failed = (fault: string) =>
        settle({ fault, refused: false, fresh: false, cpu_ms: 0, memory_kB: this.#memory_kB });
      const died = (code: number | null, signal: string | null) =>
        failed(`the process ended with ${code ?? signal}`);
      const timer = setTimeout(() => failed(`did not end in ${TIMEOUT_MS / 1000} s`), TIMEOUT_MS);
      child.on('message', settle).on('exit', died);
      child.send(execution);
    });
  }

  #start(): Promise<ChildProcess> {
    const child = fork(path.join(__dirname, 'executor.js'), { stdio: ['ignore', 'ignore', 'ignore', 'ipc'] });
    this.#child = child;
    this.#executions = 0;
    return new Promise((resolve, reject) => {
      child.once('message', () => {
        // The first execution loads libraries; it is not held against the file.
        this.#memory_kB = MOST_MEMORY_KB;
        resolve(child);
      });
      child.once('exit', () => reject(new Error('the executing process does not start')));
    });
  }
}

interface Kept {
  bytes: Buffer;
  structure: Structure;
}

interface Count {
  executions: number;
  refused: number;
  kept: number;
  faults: string[];
}

async function fuzz(reader: string, folder: string, roll: Dice, until: number): Promise<Count> {
  const corpus = path.join(projectRoot, 'test/fuzz/corpus', reader);
  const seeds = [...((await READERS[reader]?.seeds(folder)) ?? []), ...filesOf(corpus)];
  const kept: Kept[] = seeds.map((bytes) => ({ bytes, structure: structureOf(bytes) }));
  const count: Count = { executions: 0, refused: 0, kept: 0, faults: [] };
  if (kept.length === 0) return count;
  const executor = new Executor();
  const known = new Set<string>();
  const pick = () => kept[roll(kept.length)] as Kept;
  while (Date.now() < until || count.executions < kept.length) {
    const { bytes, structure } = kept[count.executions] ?? pick();
    const input = count.executions < seeds.length ? bytes : mutated(bytes, structure, pick().bytes, roll);
    // A name of its own: libraries may hold the one before.
    const file = path.join(folder, `${count.executions++}.bin`);
    writeFileSync(file, input);
    const { fault, refused, fresh } = await executor.run({ reader, file });
    if (refused) count.refused++;
    if (fresh && kept.length < MOST_KEPT) {
      kept.push({ bytes: input, structure: structureOf(input) });
      count.kept++;
    }
    // Faults in one place are one fault.
    const place = fault?.split('\n').slice(0, 3).join('\n').replace(/\d+/g, '0').replaceAll(folder, '');
    if (fault === undefined || place === undefined || known.has(place)) continue;
    known.add(place);
    count.faults.push(`${fault}\n  ${keep(reader, input)}`);
  }
  executor.end();
  return count;
}

function filesOf(folder: string): Buffer[] {
  try {
    return readdirSync(folder).map((name) => readFileSync(path.join(folder, name)));
  } catch {
    return [];
  }
}

function keep(reader: string, bytes: Buffer): string {
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
  let faults = 0;
  for (const reader of readers) {
    const folder = mkdtempSync(path.join(tmpdir(), 'miniml-fuzz-'));
    try {
      const found = await fuzz(reader, folder, dice(seed), Date.now() + Number(options.minutes) * 60_000);
      const numbers = `${found.executions} executions, ${found.refused} refused, ${found.kept} new paths`;
      console.log(`${reader}: ${found.executions === 0 ? 'no file to begin with' : numbers}`);
      for (const fault of found.faults) console.log(`  FAULT ${fault}`);
      faults += found.faults.length;
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }
  console.log(faults === 0 ? 'No faults.' : `${faults} faults.`);
  return faults === 0 ? 0 : 1;
}

void main().then((code) => process.exit(code));
