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
  #silent = 0;
  #kilobytes = 0;

  constructor(cells: LifeCells) {
    this.#cells = cells;
  }

  /** Must be called when a piece of work begins. */
  begin(): void {
    this.#silent = 0;
    this.#kilobytes = Atomics.load(this.#cells, KILOBYTES);
  }

  /**
   * Number of successive calls without a sign. It is counted instead of time, since on a busy machine neither thread
   * may get to run.
   */
  silentPolls(): number {
    const now = Atomics.load(this.#cells, SIGNS);
    const alive = now !== this.#last || Atomics.load(this.#cells, WAITING) === 1;
    this.#last = now;
    this.#silent = alive ? 0 : this.#silent + 1;
    return this.#silent;
  }

  /** Kilobytes read since {@link begin}: a loop that reads shows signs of life, too. */
  kilobytes(): number {
    return (Atomics.load(this.#cells, KILOBYTES) - this.#kilobytes) >>> 0;
  }
}
