import type { BackendChoice } from '../../common/api/engine/computing';
import type { Graph } from '../network/graph';
import type { Tensor } from '../network/tensor';

/** A library on a device that runs graphs. */
export interface Backend {
  readonly kind: 'onnxruntime' | 'tensorflow';
  readonly device: 'cpu' | 'gpu';
  /** For the status bar and the results: "CPU, 8 threads", "GPU, NVIDIA RTX 4070 (WebGPU)". */
  readonly description: string;
  /** Why this is not the requested backend, in a sentence; absent if it is. */
  readonly refused?: string;
  /** Number of runs of one program that it computes concurrently; callers keep that many pending. */
  readonly concurrency: number;
  /** Compiles a graph. @throws UserError when the device cannot compute it */
  compile(graph: Graph): Promise<Program>;
  dispose(): Promise<void>;
}

/** A compiled graph. It can run any number of times, also concurrently. */
export interface Program {
  /**
   * Runs on named inputs and returns named outputs. Inputs may be transferred to a worker and must not be used again.
   * Rejects with the backend's reason if the computation fails.
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
