import type { Detection } from '../../common/events/detection';
import type { Advice } from '../../common/parameters/advice';
import { defaultParameters } from '../../common/parameters/parameters';
import { median, standardDeviation, withoutNaN } from '../signal/statistics';

/** Fewer peaks or events than this are no reason to speak. */
const FEW = 5;
/** Peaks of the probability from this fraction of the threshold on are near misses. */
const NEAR = 0.5;
/** A lower threshold is proposed below this fraction of the present one. */
const MIDDLE = 0.8;
/** Events whose probability has come less than this fraction of the way from the threshold to 1 have barely passed. */
const BARELY = 0.3;
/** Near misses per event, and the fraction of events that have barely passed, from which the threshold is doubtful. */
const DOUBTFUL_FRACTION = 0.2;
/** Fraction of events at the trace edge that is said. */
const EDGE_FRACTION = 0.1;
/** Median amplitude in standard deviations of the noise below which single events are measured poorly. */
const CLEAR_SD = 2.5;

/** Advice on the outcome of a finished detection. */
export function detectionAdvice(detection: Detection): Advice[] {
  if (detection.events.length === 0) return [noEvents(detection)];
  return [...thresholdAdvice(detection), ...edgeAdvice(detection), ...noiseAdvice(detection)];
}

function noEvents({ prediction, parameters, statistics }: Detection): Advice {
  const { model_threshold, win_size, event_direction, peak_w } = parameters;
  const highest = prediction.reduce((most, p) => Math.max(most, p), 0).toPrecision(2);
  const why =
    Number(highest) >= model_threshold
      ? `Probabilities reach ${highest}, but no peak is wide and steep enough. Check win_size (${win_size}), event_direction (${event_direction}) and peak_w (${peak_w}).`
      : `The highest probability is ${Number(highest) < 0.01 ? 'less than 0.01' : highest}, below model_threshold (${model_threshold}). ${
          Number(highest) >= defaultParameters().model_threshold
            ? 'Choose a lower threshold.'
            : `Check win_size (${win_size}) and event_direction (${event_direction}).`
        }`;
  return {
    code: 'no-events',
    severity: 'warning',
    names: ['win_size', 'event_direction', 'model_threshold'],
    message: `No events were found in ${Number(statistics.duration_s.toPrecision(3))} s. ${why}`,
  };
}

/**
 * Holds the threshold against the distribution of probabilities: with a model and window that fit, few peaks lie near
 * it. The value that is proposed is where fewest peaks are.
 */
function thresholdAdvice({ events, prediction, parameters }: Detection): Advice[] {
  const { model_threshold: threshold } = parameters;
  const heights = peaksFrom(prediction, NEAR * threshold);
  const missed = heights.filter((p) => p < threshold);
  if (missed.length >= FEW && missed.length >= DOUBTFUL_FRACTION * events.length) {
    const value = emptiest(heights, NEAR * threshold, MIDDLE * threshold);
    return [
      {
        code: 'near-misses',
        severity: 'warning',
        names: ['model_threshold', 'win_size'],
        message: `${missed.length} peaks of the probability are near misses, between ${(NEAR * threshold).toPrecision(2)} and model_threshold (${threshold}), for ${events.length} events. Check some of them: if they are events, lower the threshold, else check win_size.`,
        change: { name: 'model_threshold', value, title: `Set model_threshold to ${value}` },
      },
    ];
  }
  const bound = threshold + BARELY * (1 - threshold);
  const scores = events.map(({ score }) => score);
  const barely = scores.filter((p) => p < bound);
  if (barely.length < FEW || barely.length < DOUBTFUL_FRACTION * events.length) return [];
  const value = emptiest(Float64Array.from(scores), threshold + 0.01, bound + 0.01);
  return [
    {
      code: 'threshold-low',
      severity: 'warning',
      names: ['model_threshold', 'win_size'],
      message: `${barely.length} of ${events.length} events barely pass model_threshold (${threshold}): their probability is below ${bound.toPrecision(2)}. Check some of them, and raise the threshold if they are noise.`,
      change: { name: 'model_threshold', value, title: `Set model_threshold to ${value}` },
    },
  ];
}

/** The highest probability of each run of windows that reach a level. Windows that were not computed end a run. */
function peaksFrom(prediction: Float32Array, level: number): Float64Array {
  const heights: number[] = [];
  let highest = 0;
  for (const p of prediction)
    if (p >= level) highest = Math.max(highest, p);
    else if (highest > 0) {
      heights.push(highest);
      highest = 0;
    }
  if (highest > 0) heights.push(highest);
  return Float64Array.from(heights);
}

/** The hundredth from `from` to below `to` that is farthest from all heights. */
function emptiest(heights: Float64Array, from: number, to: number): number {
  const distance = (at: number) => heights.reduce((least, p) => Math.min(least, Math.abs(p - at)), 1);
  let best = Math.ceil(100 * from) / 100;
  let most = distance(best);
  for (let hundredths = Math.ceil(100 * from) + 1; hundredths < 100 * to; hundredths++) {
    const away = distance(hundredths / 100);
    if (away > most) [best, most] = [hundredths / 100, away];
  }
  return best;
}

function edgeAdvice({ events }: Detection): Advice[] {
  const edge = events.filter(({ border }) => border).length;
  if (edge < 3 || edge < EDGE_FRACTION * events.length) return [];
  return [
    {
      code: 'edge-events',
      severity: 'warning',
      names: ['win_size', 'sweep'],
      message: `${edge} of ${events.length} events are at the trace edge: they are not measured completely and not in the statistics. Choose a shorter win_size, or detect in all sweeps joined.`,
    },
  ];
}

/** Holds amplitudes against the noise in the first half of the baselines before the events. */
function noiseAdvice(detection: Detection): Advice[] {
  const { events, snippets, points_before, points_after, unit } = detection;
  const counted = events.flatMap(({ border, amplitude }, row) =>
    border || Number.isNaN(amplitude) ? [] : [{ row, size: Math.abs(amplitude) }],
  );
  if (counted.length < FEW) return [];
  const width = points_before + points_after;
  const half = Math.floor(points_before / 2);
  const spreads = counted.map(({ row }) =>
    standardDeviation(withoutNaN([...snippets.subarray(row * width, row * width + half)]), 1),
  );
  const noise = median(withoutNaN(spreads));
  const size = median(counted.map((event) => event.size));
  if (!(size < CLEAR_SD * noise)) return [];
  return [
    {
      code: 'noise',
      severity: 'warning',
      names: ['lowpass', 'convolve_win'],
      message: `Half of the events are smaller than ${(size / noise).toPrecision(2)} times the noise (SD ${noise.toPrecision(2)} ${unit}), so that single ones are measured poorly. Filter the trace with lowpass, and check some events.`,
    },
  ];
}
