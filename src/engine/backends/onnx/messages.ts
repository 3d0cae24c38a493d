import type { Tensor } from '../../network/tensor';

/** The device that a worker computes on, given when it starts. */
export interface WorkerSetup {
  /** Execution provider of onnxruntime. */
  provider: Provider;
  /** Threads inside one operator. */
  threads: number;
}

export type Provider = 'cpu' | 'webgpu' | 'coreml' | 'dml';

/**
 * Request to a worker, which answers each once, in any order. After `end` it answers nothing more and its thread ends.
 */
export type Request = Question | { do: 'end' };

export type Question = { id: number } & (
  | { do: 'compile'; program: number; model: Uint8Array }
  | { do: 'run'; program: number; inputs: Readonly<Record<string, Tensor>> }
  | { do: 'release'; program: number }
);

export type Answer = { id: number; outputs?: Record<string, Tensor> } | { id: number; error: string };
