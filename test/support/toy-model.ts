import type { DetectionModel } from '../../src/engine/detection/prediction';

/**
 * A model that needs no network: how far a window falls within a twentieth of its length, anywhere between a
 * fifth and a half of it. That is where the published models, too, want a negative event to rise.
 */
export function toyModel(inputLength = 600): DetectionModel {
  return {
    facts: { path: '/models/toy.h5', name: 'toy', sha256: '', input_length: inputLength },
    predictor: {
      inputLength,
      device: 'no device',
      dispose: async () => {},
      async predict(count, fill, task) {
        const probabilities = new Float32Array(count);
        const window = new Float32Array(inputLength);
        for (let i = 0; i < count; i++) {
          await fill(i, i + 1, window);
          probabilities[i] = Math.min(1, Math.max(0, (steepestFall(window) - 0.45) / 0.1));
          if (i % 1024 === 0) {
            task.report({ phase: 'predicting', done: i, total: count, unit: 'windows' });
            await new Promise((resolve) => setImmediate(resolve));
            task.signal.throwIfAborted();
          }
        }
        return probabilities;
      },
    },
  };
}

/** Largest difference of two neighbouring means. */
function steepestFall(window: Float32Array): number {
  const span = Math.max(1, Math.round(window.length / 20));
  const sums = new Float64Array(window.length + 1);
  for (let i = 0; i < window.length; i++) sums[i + 1] = sums[i] + window[i];
  let most = 0;
  for (let i = Math.round(window.length / 5); i < window.length / 2; i++)
    most = Math.max(most, (2 * sums[i] - sums[i - span] - sums[i + span]) / span);
  return most;
}
