import { messageOf, UserError } from '../../../common/errors';
import type { Graph } from '../../network/graph';
import type { Tensor } from '../../network/tensor';
import type { Backend, Program } from '../backend';
import type { WorkerSetup } from './messages';
import { OnnxThread } from './onnx-thread';
import { withFewOperands, writeOnnx } from './write-onnx';

/** Runs queued per thread: the present one and the next, so that the thread never waits for its caller. */
const RUNS_PER_THREAD = 2;

export interface OnnxBackendSetup extends WorkerSetup {
  /** Worker threads; each holds every program. */
  workers: number;
  description: string;
  refused?: string;
  /** Script of the workers, by default the bundled one. */
  script?: string;
}

interface Job {
  program: number;
  inputs: Readonly<Record<string, Tensor>>;
  resolve(outputs: Promise<Record<string, Tensor>>): void;
  reject(reason: Error): void;
}

/** Runs graphs with onnxruntime in a pool of worker threads of this process. */
export class OnnxBackend implements Backend {
  readonly kind = 'onnxruntime';
  readonly device: 'cpu' | 'gpu';
  readonly description: string;
  readonly refused?: string;
  readonly concurrency: number;
  readonly #threads: OnnxThread[];
  readonly #models = new Map<number, Uint8Array>();
  readonly #queue: Job[] = [];
  #programs = 0;
  #disposed = false;

  constructor({ workers, description, refused, script, ...setup }: OnnxBackendSetup) {
    this.device = setup.provider === 'cpu' ? 'cpu' : 'gpu';
    this.description = description;
    this.refused = refused;
    this.concurrency = workers;
    this.#threads = Array.from({ length: workers }, () => new OnnxThread(setup, script));
  }

  async compile(graph: Graph): Promise<Program> {
    if (this.#disposed) throw new Error('this backend is disposed');
    const program = this.#programs++;
    this.#models.set(program, writeOnnx(this.device === 'gpu' ? withFewOperands(graph) : graph));
    try {
      await Promise.all(this.#threads.map((thread) => this.#compileOn(thread, program)));
    } catch (thrown) {
      await this.#release(program);
      throw new UserError(`${this.description} cannot compute this network: ${messageOf(thrown)}`);
    }
    return {
      run: (inputs) => this.#run(program, inputs),
      dispose: () => this.#release(program),
    };
  }

  async dispose(): Promise<void> {
    this.#disposed = true;
    for (const { reject } of this.#queue.splice(0)) reject(new Error('the computation was ended'));
    await Promise.all(this.#threads.map((thread) => thread.dispose()));
    this.#models.clear();
  }

  #run(program: number, inputs: Readonly<Record<string, Tensor>>): Promise<Record<string, Tensor>> {
    if (!this.#models.has(program)) return Promise.reject(new Error('this program is disposed'));
    return new Promise((resolve, reject) => {
      this.#queue.push({ program, inputs, resolve, reject });
      this.#dispatch();
    });
  }

  /** Assigns queued jobs to the least busy threads. */
  #dispatch(): void {
    while (this.#queue.length > 0) {
      const thread = this.#threads.reduce((a, b) => (b.pending < a.pending ? b : a));
      if (thread.pending >= RUNS_PER_THREAD) return;
      const job = this.#queue.shift()!;
      const done = this.#runOn(thread, job);
      job.resolve(done);
      done.then(
        () => this.#dispatch(),
        () => this.#dispatch(),
      );
    }
  }

  async #runOn(thread: OnnxThread, { program, inputs }: Job): Promise<Record<string, Tensor>> {
    // A thread that replaces a crashed one lacks the programs. It answers in order, so they need not be awaited.
    const compiled = thread.programs.has(program) ? undefined : this.#compileOn(thread, program);
    const outputs = thread.request({ do: 'run', program, inputs }, buffersOf(inputs));
    // Both promises are awaited here, so that no second rejection is unhandled.
    outputs.catch(() => {});
    await Promise.all([compiled, outputs]);
    return outputs;
  }

  #compileOn(thread: OnnxThread, program: number): Promise<unknown> {
    const model = this.#models.get(program);
    if (!model) return Promise.reject(new Error('this program is disposed'));
    return thread.request({ do: 'compile', program, model });
  }

  async #release(program: number): Promise<void> {
    this.#models.delete(program);
    const holders = this.#threads.filter((thread) => thread.programs.has(program));
    await Promise.allSettled(holders.map((thread) => thread.request({ do: 'release', program })));
  }
}

/** Transferable memory of tensors: whole buffers, each once. */
function buffersOf(tensors: Readonly<Record<string, Tensor>>): ArrayBuffer[] {
  const whole = Object.values(tensors)
    .filter(({ data }) => data.byteLength === data.buffer.byteLength && data.buffer instanceof ArrayBuffer)
    .map(({ data }) => data.buffer as ArrayBuffer);
  return [...new Set(whole)];
}
