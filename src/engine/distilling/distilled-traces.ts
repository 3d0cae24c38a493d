import type { Task } from '../../common/task';
import { Random } from '../signal/random';
import { resampledTrace } from '../signal/resampled-trace';
import { simulate } from '../simulation/simulate';
import { variedSettings } from '../simulation/variety';

const RATE_HZ = 20_000;

/** Range of window lengths before resampling, in samples, wider than in training. */
const FEWEST_SAMPLES = 200;
const MOST_SAMPLES = 2400;

/** Length of a recording in windows. */
const WINDOWS_LONG = 240;

const STREAM = 21;

/**
 * The samples of a simulated recording at the model's rate: kinetics, amplitudes, noise and window length from the range
 * of real recordings ({@link variedSettings}), a quarter of them smoothed as by a filter, a third with artefacts.
 *
 * @param length input length of the model
 * @throws CancelledError
 */
export async function distilledTrace(seed: number, length: number, task: Task): Promise<Float64Array> {
  const random = new Random(seed, STREAM);
  const window = Math.exp(random.uniform(Math.log(FEWEST_SAMPLES), Math.log(MOST_SAMPLES)));
  const window_s = Math.round(window) / RATE_HZ;
  const settings = variedSettings(seed, { rate_hz: RATE_HZ, window_s, duration_s: WINDOWS_LONG * window_s });
  const { trace, noise_sd } = await simulate(settings, task);
  const samples = WINDOWS_LONG * length;
  const values = resampledTrace(trace, samples).read(0, samples);
  if (random.uniform() < 1 / 3) addArtefacts(values, length, noise_sd, random);
  return random.uniform() < 1 / 4 ? smoothed(values, 3 + random.integer(18)) : values;
}

/** Adds steps, pulses that decay, straight lines where samples were bridged, and clipped intervals. */
export function addArtefacts(values: Float64Array, length: number, noise_sd: number, random: Random): void {
  const count = 1 + random.integer(10);
  for (let i = 0; i < count; i++) {
    const from = random.integer(values.length);
    const to = Math.min(values.length, from + 2 + Math.round(length * random.uniform(0.02, 3)));
    const size = noise_sd * Math.exp(random.uniform(0, Math.log(300))) * (random.uniform() < 0.5 ? -1 : 1);
    const kind = random.integer(4);
    const [first, last] = [values[from], values[to - 1]];
    const tau = length * random.uniform(0.003, 0.2);
    for (let k = from; k < to; k++) {
      if (kind === 0) values[k] += size;
      else if (kind === 1) values[k] += size * Math.exp((from - k) / tau);
      else if (kind === 2) values[k] = first + ((last - first) * (k - from)) / (to - from);
      else values[k] = Math.min(Math.max(values[k], first - noise_sd), first + noise_sd);
    }
  }
}

/** Moving average over `width` samples, twice. */
function smoothed(values: Float64Array, width: number): Float64Array {
  const once = (x: Float64Array): Float64Array => {
    const out = new Float64Array(x.length);
    let sum = 0;
    for (let i = 0; i < x.length; i++) {
      sum += x[i] - (i >= width ? x[i - width] : 0);
      out[i] = sum / Math.min(width, i + 1);
    }
    return out;
  };
  return once(once(values));
}
