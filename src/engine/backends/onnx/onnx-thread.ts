import { Worker } from 'node:worker_threads';
import { messageOf } from '../../../common/errors';
import { distFile } from '../../files/dist-file';
import type { Tensor } from '../../network/tensor';
import type { Answer, Question, Request, WorkerSetup } from './messages';

type Unnumbered = Question extends infer Q ? (Q extends Question ? Omit<Q, 'id'> : never) : never;

interface Waiting {
  resolve(outputs: Record<string, Tensor>): void;
  reject(reason: Error): void;
}

/** Every running worker of this process. */
const workers = new Set<Worker>();

let ending = false;

/**
 * Ends every worker of this process once its present computation has returned. No worker is started from then on: work
 * that is not yet aware of its cancellation would start one, and the process would end during its computation.
 */
export async function endThreads(): Promise<void> {
  ending = true;
  await Promise.all([...workers].map(endOf));
}

/**
 * Asks a worker to end, and waits for it. It is not terminated: onnxruntime-node aborts the whole process if its thread
 * is terminated during a run.
 */
function endOf(worker: Worker): Promise<void> {
  worker.ref();
  worker.postMessage({ do: 'end' } satisfies Request);
  return new Promise((resolve) => worker.once('exit', () => resolve()));
}

/**
 * One computing worker thread. It starts on the first request; if it crashes, pending requests reject with the reason
 * and the next request starts a new one. It keeps the process alive only while it works.
 */
export class OnnxThread {
  readonly #setup: WorkerSetup;
  readonly #script: string;
  readonly #waiting = new Map<number, Waiting>();
  #worker: Worker | undefined;
  #requests = 0;
  /** Programs sent to the present worker. */
  readonly programs = new Set<number>();

  constructor(setup: WorkerSetup, script = distFile('onnx-worker.js')) {
    this.#setup = setup;
    this.#script = script;
  }

  /** Number of unanswered requests. */
  get pending(): number {
    return this.#waiting.size;
  }

  /** Sends a request; memory in `moved` is transferred to the worker. Rejects with the worker's reason. */
  request(question: Unnumbered, moved: ArrayBuffer[] = []): Promise<Record<string, Tensor>> {
    return new Promise((resolve, reject) => {
      const id = this.#requests++;
      try {
        this.#worker ??= this.#start();
        this.#worker.postMessage({ ...question, id } as Question, moved);
      } catch (thrown) {
        reject(thrown);
        return;
      }
      if (question.do === 'compile') this.programs.add(question.program);
      if (question.do === 'release') this.programs.delete(question.program);
      this.#worker.ref();
      this.#waiting.set(id, { resolve, reject });
    });
  }

  /** Ends the worker once its present computation has returned; pending requests reject now. */
  async dispose(): Promise<void> {
    const worker = this.#worker;
    this.#lost(new Error('the computation was ended'));
    if (worker) await endOf(worker);
  }

  #start(): Worker {
    if (ending) throw new Error('the process ends');
    const worker = new Worker(this.#script, { workerData: this.#setup });
    workers.add(worker);
    let reason: Error | undefined;
    worker.on('message', (answer: Answer) => this.#answered(answer));
    worker.on('error', (error) => {
      reason = new Error(`a computing thread failed: ${messageOf(error)}`);
    });
    worker.on('exit', (code) => {
      workers.delete(worker);
      if (this.#worker === worker)
        this.#lost(reason ?? new Error(`a computing thread ended with code ${code}`));
    });
    return worker;
  }

  #answered(answer: Answer): void {
    const waiting = this.#waiting.get(answer.id);
    this.#waiting.delete(answer.id);
    if (this.#waiting.size === 0) this.#worker?.unref();
    if ('error' in answer) waiting?.reject(new Error(answer.error));
    else waiting?.resolve(answer.outputs ?? {});
  }

  #lost(reason: Error): void {
    this.#worker = undefined;
    this.programs.clear();
    const open = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const { reject } of open) reject(reason);
  }
}
