import { blockTrace } from '../signal/block-trace';
import { convolveSame } from '../signal/convolve';
import { readPadded } from '../signal/read-padded';
import { mean } from '../signal/statistics';
import type { Trace } from '../signal/trace';

const BLOCK = 1 << 17;

/** What may be left of a sum of squares by rounding alone: less is no error of a fit, and no signal. */
const ROUNDING = 1e-12;

/**
 * How well a template fits around each sample: its best scale divided by the standard error of the fit, negative
 * where the template must be turned over. Sample i belongs to the stretch that begins floor(n / 2) before it;
 * beyond its ends the trace counts as 0. Where nothing changes there is nothing to fit: 0.
 *
 * Computed a block at a time when it is read, the product with the template by transforms.
 *
 * Source: Clements and Bekkers, Biophys J 73:220 (1997), appendix I.
 */
export function criterionTrace(trace: Trace, template: Float64Array): Trace {
  const n = template.length;
  const before = Math.floor(n / 2);
  const reversed = template.toReversed();
  const sumE = template.reduce((sum, e) => sum + e, 0);
  const spreadE = template.reduce((sum, e) => sum + e * e, 0) - (sumE * sumE) / n;

  return blockTrace({ ...trace, unit: '' }, BLOCK, (from, to) => {
    const y = readPadded(trace, from - before, to - before + n - 1);
    // The criterion does not depend on the level; small numbers keep their digits when squared and summed.
    const level = mean(y);
    for (let i = 0; i < y.length; i++) y[i] -= level;
    const products = convolveSame(y, reversed).subarray(before);
    const out = new Float64Array(to - from);
    let sum = 0;
    let squares = 0;
    for (let i = 0; i < n - 1; i++) {
      sum += y[i];
      squares += y[i] * y[i];
    }
    for (let i = 0; i < out.length; i++) {
      const entering = y[i + n - 1];
      sum += entering;
      squares += entering * entering;
      const spreadY = squares - (sum * sum) / n;
      const shared = products[i] - (sumE * sum) / n;
      const scale = shared / spreadE;
      const errors = Math.max(spreadY - scale * shared, ROUNDING * squares);
      out[i] = errors > 0 ? scale / Math.sqrt(errors / (n - 1)) : 0;
      sum -= y[i];
      squares -= y[i] * y[i];
    }
    return out;
  });
}
