import { MessageChannel, receiveMessageOnPort, Worker } from 'node:worker_threads';
import { messageOf, UserError } from '../../../common/errors';
import { LifeWatch, lifeCells } from '../../scheduling/sign-of-life';
import { distFile } from '../dist-file';
import { type Answer, CONTROL, type ReadFile, type Request, type ThreadSetup, type Work } from './messages';

/** A reader is in an endless loop if it neither reads nor shows another sign of life in this time, and is at work. */
const TIMEOUT_MS = 6000;
const POLL_MS = 250;
/** A loop takes at least this share of a processor, over the time that the machine gives to this process. */
const LEAST_SHARE = 0.6;
/** Timeout for starting the thread on a busy machine. */
const START_TIMEOUT_MS = 120_000;

/** A request that reads more than this reads in circles. */
const MOST_READ_KILOBYTES = 512 * 1024;
const MOST_READ_TIMES = 16;

const ENDLESS = 'reading it would never end';

/** The thread ended because of another file: the request can be made again. */
export class LostThreadError extends Error {}

/** Rejection of a request about a file that a reader does not get through. */
export class StuckError extends UserError {}

interface Asked extends ReadFile {
  resolve?(result: unknown): void;
  reject?(reason: Error): void;
}

/** Files that a reader did not get through, by their state. */
const stuckIn = new Map<string, StuckError>();

let present: ReadingThread | undefined;

/** The thread that reads files in this process. It is started on the first call, and again after its end. */
export function readingThread(): ReadingThread {
  if (!present || present.ended) present = new ReadingThread();
  return present;
}

/**
 * Makes a request to the present thread, and again to the next one if another file ended that.
 *
 * @throws StuckError when the reader does not get through the file, now or before
 */
export async function askReader(work: Work, file: ReadFile, more?: unknown): Promise<unknown> {
  for (;;)
    try {
      return await readingThread().ask(work, file, more);
    } catch (thrown) {
      if (!(thrown instanceof LostThreadError)) throw thrown;
    }
}

/** A thread that reads files until it is stuck in one. It keeps the process alive only while somebody awaits an answer. */
export class ReadingThread {
  readonly #worker: Worker;
  readonly #life = lifeCells();
  readonly #watch = new LifeWatch(this.#life);
  readonly #control = new Int32Array(
    new SharedArrayBuffer(Object.keys(CONTROL).length * Int32Array.BYTES_PER_ELEMENT),
  );
  readonly #port;
  readonly #asked = new Map<number, Asked>();
  #requests = 0;
  #watched = 0;
  #timer: NodeJS.Timeout | undefined;
  #ended = false;

  constructor(
    script = distFile('reading-worker.js'),
    readonly timeout_ms = TIMEOUT_MS,
  ) {
    const { port1, port2 } = new MessageChannel();
    this.#port = port1;
    const setup: ThreadSetup = { life: this.#life, control: this.#control, port: port2 };
    // Discards the output of libraries.
    this.#worker = new Worker(script, {
      workerData: setup,
      transferList: [port2],
      stdout: true,
      stderr: true,
    });
    port1.unref();
    this.#worker.unref();
    let reason = 'the reader failed';
    this.#worker
      .on('message', (answer: Answer) => this.#answered(answer))
      .on('error', (error) => {
        reason = messageOf(error);
      })
      .on('exit', () => this.#end(Atomics.load(this.#control, CONTROL.current), reason));
  }

  get ended(): boolean {
    return this.#ended;
  }

  /**
   * Makes a request whose answer is awaited.
   *
   * @throws StuckError when the reader does not get through the file
   * @throws LostThreadError when it does not get through another one
   */
  ask(work: Work, file: ReadFile, more: unknown): Promise<unknown> {
    return new Promise((resolve, reject) => {
      this.#post(work, file, more, { resolve, reject });
      this.#worker.ref();
      this.#timer ??= setInterval(() => this.#check(), POLL_MS);
    });
  }

  /** As {@link ask}, but blocks this thread until the answer is there. */
  askAndWait(work: Work, file: ReadFile, more: unknown): unknown {
    const before = Atomics.load(this.#control, CONTROL.answered);
    const id = this.#post(work, file, more);
    while (Atomics.load(this.#control, CONTROL.answered) !== id) {
      if (Atomics.wait(this.#control, CONTROL.answered, before, POLL_MS) !== 'timed-out') continue;
      const stuck = this.#stuckIn();
      if (stuck === undefined) continue;
      this.#end(stuck, ENDLESS);
      throw stuck === id ? stuckError(file, ENDLESS) : new LostThreadError();
    }
    this.#asked.delete(id);
    const answer = receiveMessageOnPort(this.#port)?.message as Answer | undefined;
    return answer && resultOf(answer);
  }

  /** Ends the thread; requests are lost. */
  async end(): Promise<void> {
    this.#end(0, '');
    await this.#worker.terminate();
  }

  #post(work: Work, file: ReadFile, more: unknown, settle: Partial<Asked> = {}): number {
    const known = stuckIn.get(file.state);
    if (known) throw known;
    if (this.#ended) throw new LostThreadError();
    const id = ++this.#requests;
    const { path, bytes, state } = file;
    this.#asked.set(id, { path, bytes, state, ...settle });
    this.#worker.postMessage({
      id,
      do: work,
      waits: !settle.resolve,
      path,
      bytes,
      state,
      more,
    } satisfies Request);
    return id;
  }

  #answered(answer: Answer): void {
    const asked = this.#asked.get(answer.id);
    this.#asked.delete(answer.id);
    this.#rest();
    try {
      asked?.resolve?.(resultOf(answer));
    } catch (thrown) {
      asked?.reject?.(thrown as Error);
    }
  }

  #check(): void {
    const stuck = this.#stuckIn();
    if (stuck !== undefined) this.#end(stuck, ENDLESS);
  }

  /** Id of the request that makes no progress, 0 for the thread itself; undefined as long as there is progress. */
  #stuckIn(): number | undefined {
    const { polls, cpu_ms } = this.#watch.silence();
    const silent_ms = polls * POLL_MS;
    if (Atomics.load(this.#control, CONTROL.ready) === 0)
      return silent_ms >= START_TIMEOUT_MS ? 0 : undefined;
    const current = Atomics.load(this.#control, CONTROL.current);
    if (current !== this.#watched) {
      this.#watched = current;
      this.#watch.begin();
      return undefined;
    }
    const most = MOST_READ_KILOBYTES + (MOST_READ_TIMES * (this.#asked.get(current)?.bytes ?? 0)) / 1024;
    const endless = silent_ms >= this.timeout_ms && cpu_ms >= LEAST_SHARE * this.timeout_ms;
    return endless || this.#watch.kilobytes() > most ? current : undefined;
  }

  /** @param culprit id of the request that the thread ended in, 0 if in none */
  #end(culprit: number, reason: string): void {
    if (this.#ended) return;
    this.#ended = true;
    void this.#worker.terminate();
    this.#port.close();
    const asked = [...this.#asked];
    this.#asked.clear();
    this.#rest();
    const failed = Atomics.load(this.#control, CONTROL.ready) === 0;
    for (const [id, file] of asked)
      file.reject?.(
        id === culprit ? stuckError(file, reason) : failed ? new Error(reason) : new LostThreadError(),
      );
  }

  #rest(): void {
    if ([...this.#asked.values()].some(({ reject }) => reject)) return;
    clearInterval(this.#timer);
    this.#timer = undefined;
    this.#worker.unref();
  }
}

function stuckError({ path, state }: ReadFile, reason: string): StuckError {
  const error = new StuckError(`${path} is damaged: ${reason}.`);
  stuckIn.set(state, error);
  return error;
}

function resultOf(answer: Answer): unknown {
  if ('result' in answer) return answer.result;
  const { kind, message, reason, stack } = answer.failure;
  if (kind === 'user') throw new UserError(message, reason);
  const error = kind === 'range' ? new RangeError(message) : new Error(message);
  error.stack = stack;
  throw error;
}
