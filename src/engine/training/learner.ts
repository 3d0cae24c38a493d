import type { Task } from '../../common/task';
import type { Backend } from '../backends/backend';
import { evaluationGraph } from '../network/gradients/training-graph';
import type { Network } from '../network/layers';
import { windowsAtOnce } from '../network/memory';
import type { FlatWeights } from '../network/weights';
import { inFlight, inputTensor, type LearningData, vector } from './learning-data';
import { openStep, type TakeStep } from './step';

/** The trained layers, compiled for training steps and evaluation. */
export interface Learner {
  step: TakeStep;
  /** Output of the network for windows, before the sigmoid, without dropout and with the moving averages. */
  logits(weights: FlatWeights, windows: Int32Array, task: Task): Promise<Float32Array>;
  dispose(): Promise<void>;
}

const EVALUATED_AT_ONCE = 64;

/** @throws UserError when the backend cannot compute the network, or training does not support it */
export async function openLearner(
  network: Network,
  data: LearningData,
  backend: Backend,
  learningRate: number,
): Promise<Learner> {
  const atOnce = windowsAtOnce(network, EVALUATED_AT_ONCE);
  const evaluation = await backend.compile(evaluationGraph(network).graph);
  const step = await openStep(network, data, backend, learningRate);
  return {
    step: step.take,
    dispose: async () => {
      await Promise.all([evaluation.dispose(), step.dispose()]);
    },
    async logits(weights, windows, task) {
      const found = new Float32Array(windows.length);
      const evaluate = async (part: number): Promise<void> => {
        const from = part * atOnce;
        const some = windows.subarray(from, from + atOnce);
        const { logits } = await evaluation.run({
          x: await inputTensor(network, data, some),
          parameter: vector(weights.parameter),
          ...(weights.statistic.length > 0 ? { statistic: vector(weights.statistic) } : {}),
        });
        found.set(logits!.data as Float32Array, from);
      };
      await inFlight(Math.ceil(windows.length / atOnce), 2 * backend.concurrency, evaluate, task);
      return found;
    },
  };
}
