import type { BackendChoice } from '../../common/api/engine/computing';
import type { Graph } from '../network/graph';
import type { Tensor } from '../network/tensor';

/** Who computes graphs: a library on a device. */
export interface Backend {
  readonly kind: 'onnxruntime' | 'tensorflow';
  readonly device: 'cpu' | 'gpu';
  /** For the status bar and the results: "CPU, 8 threads", "GPU, NVIDIA RTX 4070 (WebGPU)". */
  readonly description: string;
  /** Why this is not the one that was asked for, in a sentence; absent where it is. */
  readonly refused?: string;
  /** How many runs of one program it works on at the same time; callers keep that many going. */
  readonly concurrency: number;
  /** Makes a graph ready to run. @throws UserError when the device cannot compute it */
  compile(graph: Graph): Promise<Program>;
  dispose(): Promise<void>;
}

/** A graph that is ready to run, any number of times, also several runs at once. */
export interface Program {
  /**
   * Inputs by name in, outputs by name out. Inputs may be transferred to a worker: they are not to be used again.
   * Rejects, with the backend's reason, when the computation fails.
   */
  run(inputs: Readonly<Record<string, Tensor>>): Promise<Record<string, Tensor>>;
  dispose(): Promise<void>;
}

export interface BackendOptions {
  choice: BackendChoice;
  /** CPU threads; all cores by default. */
  threads?: number;
  /** One line for the log: why a device was refused, what is used instead. */
  log(line: string): void;
}
