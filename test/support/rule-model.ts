import type { Predictor } from '../../src/engine/prediction/predict';
import { argMin, mean } from '../../src/engine/signal/statistics';

/** A model in a few lines: windows with their lowest value in the right place and most others high hold an event. */
export const ruleModel: Predictor = {
  inputLength: 600,
  device: 'a rule',
  dispose: async () => {},
  async predict(count, fill) {
    const into = new Float32Array(count * 600);
    await fill(0, count, into);
    return Float32Array.from({ length: count }, (_, i) => {
      const window = into.subarray(i * 600, (i + 1) * 600);
      const lowest = argMin(window);
      const inside = 1 / (1 + Math.exp(-Math.min(lowest - 60, 270 - lowest) / 8));
      return inside / (1 + Math.exp(-30 * (mean(window) - 0.72)));
    });
  },
};
