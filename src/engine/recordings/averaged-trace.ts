import { requireRange } from '../signal/statistics';
import type { Trace } from '../signal/trace';
import { startsOf } from './joined-trace';
import type { RecordedTrace } from './trace';

/**
 * Mean of all sweeps, sample by sample. A sample is the mean of the sweeps that reach it and are not NaN there; where
 * there are none it is NaN.
 *
 * @param joined all sweeps of a channel
 */
export function averagedTrace(joined: RecordedTrace): Trace {
  const { sweeps } = joined.recording;
  const starts = startsOf(sweeps);
  const samples = sweeps.reduce((most, sweep) => Math.max(most, sweep.samples), 0);
  return {
    rateHz: joined.rateHz,
    unit: joined.unit,
    samples,
    read(from, to) {
      requireRange(from, to, samples);
      const sums = new Float64Array(to - from);
      const counts = new Uint32Array(to - from);
      for (const [i, sweep] of sweeps.entries()) {
        const end = Math.min(to, sweep.samples);
        if (end <= from) continue;
        const values = joined.read(starts[i] + from, starts[i] + end);
        for (let k = 0; k < values.length; k++) {
          if (Number.isNaN(values[k])) continue;
          sums[k] += values[k];
          counts[k]++;
        }
      }
      return sums.map((sum, k) => sum / counts[k]);
    },
  };
}
