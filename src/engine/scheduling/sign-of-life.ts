/*
 * A thread that reads files can be led into an endless loop by a damaged one, and only another thread can end it. So it
 * counts its steps in memory that both share, and the other one ends it when the count stands still. While the thread
 * waits for a disk or a network, however long, it is not stuck.
 */

const SIGNS = 0;
const WAITING = 1;
const KILOBYTES = 2;

/** A read costs as much as one of this size at least, so that a loop of small ones is not taken for progress. */
const PAGE_BYTES = 4096;

/** Memory shared by a thread and its watcher. */
export type LifeCells = Int32Array;

export function lifeCells(): LifeCells {
  return new Int32Array(new SharedArrayBuffer(3 * Int32Array.BYTES_PER_ELEMENT));
}

/** Cells of this thread; undefined if nobody watches it. */
let shown: LifeCells | undefined;
/** Bytes read that do not fill a kilobyte yet. */
let rest = 0;

/** Must be called by a watched thread when it starts. */
export function showLifeIn(cells: LifeCells): void {
  shown = cells;
}

/** Must be called in long loops of readers, several times per second. */
export function signOfLife(): void {
  if (shown) Atomics.add(shown, SIGNS, 1);
}

/** Runs a call that may wait for a disk or a network. `bytesOf` gives the number of bytes it read. */
export function waiting<T>(call: () => T, bytesOf: (result: T) => number): T {
  if (!shown) return call();
  Atomics.store(shown, WAITING, 1);
  try {
    const result = call();
    rest += Math.max(PAGE_BYTES, bytesOf(result));
    Atomics.add(shown, KILOBYTES, rest >>> 10);
    rest &= 1023;
    return result;
  } finally {
    Atomics.store(shown, WAITING, 0);
    Atomics.add(shown, SIGNS, 1);
  }
}

/** The watcher's view of a thread. */
export class LifeWatch {
  readonly #cells: LifeCells;
  #last = 0;
  #silentPolls = 0;
  /** Processor time of this process at the last sign. */
  #cpu_ms = 0;
  #kilobytes = 0;

  constructor(cells: LifeCells) {
    this.#cells = cells;
  }

  /** Must be called when a piece of work begins. */
  begin(): void {
    this.#alive();
    this.#kilobytes = Atomics.load(this.#cells, KILOBYTES);
  }

  /**
   * Since the last sign: the number of calls of this function, and the processor time that this process has used. An
   * endless loop uses both. Time on the clock says nothing: on a busy machine no thread may get to run.
   */
  silence(): { polls: number; cpu_ms: number } {
    const now = Atomics.load(this.#cells, SIGNS);
    if (now !== this.#last || Atomics.load(this.#cells, WAITING) === 1) this.#alive();
    else this.#silentPolls++;
    this.#last = now;
    return { polls: this.#silentPolls, cpu_ms: processorTime_ms() - this.#cpu_ms };
  }

  #alive(): void {
    this.#silentPolls = 0;
    this.#cpu_ms = processorTime_ms();
  }

  /** Kilobytes read since {@link begin}: a loop that reads shows signs of life, too. */
  kilobytes(): number {
    return (Atomics.load(this.#cells, KILOBYTES) - this.#kilobytes) >>> 0;
  }
}

function processorTime_ms(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
