import type { Task } from '../../common/task';
import { convolveSame } from '../signal/convolve';
import { Random } from '../signal/random';
import { resampledTrace } from '../signal/resampled-trace';
import { standardDeviation } from '../signal/statistics';
import type { Trace } from '../signal/trace';
import { scheduleDistractors } from './distractors';
import { medianOf } from './distribution';
import type { SimulationSettings } from './settings';
import { simulate } from './simulate';
import { variedSettings } from './variety';
import { type Kinetics, landmarks, waveform } from './waveform';

/** Scored windows of one simulated recording. */
export interface SimulatedWindows {
  count: number;
  /** count × length */
  values: Float64Array;
  /** 1 for windows with an event. */
  scores: Int8Array;
  /** First sample of each window, in the resampled recording. */
  starts: Float64Array;
}

/**
 * Range of the steepest rise, as a fraction of the window, for a window with an event; and the margin beyond it that
 * counts as ambiguous. With these the detection's peaks are twice as wide as required (`peak_w`), and its search region
 * contains the event; the published models respond at 0.1 … 0.55.
 */
const INSIDE: readonly [from: number, to: number] = [0.1, 0.42];
const DOUBTFUL: readonly [from: number, to: number] = [0.03, 0.52];

/**
 * d′ above which raters would score an event in a whole recording, and below which nobody would. At 4 and 2.5, the
 * limit of discrimination from noise at a single place, models find many times more than raters.
 */
const CLEAR = 8;
const HIDDEN = 5;

/**
 * Range of window lengths before resampling, in samples of the simulated recordings: the win_size that users choose.
 */
const FEWEST_SAMPLES = 200;
const MOST_SAMPLES = 2400;
const RATE_HZ = 20_000;

/** Length of a recording in windows. */
const WINDOWS_LONG = 240;
/** Number of tries per randomly placed window. */
const TRIES = 8;
const STREAM = 6;

/**
 * Windows of a simulated recording whose kinetics, amplitudes, rates and noise are drawn from the range of real
 * recordings ({@link variedSettings}): as many with an event as without. Of those without, a third is placed at random,
 * a third has an event outside the required range, at the edge or half over, and a third has a distractor. Ambiguous
 * windows are not used.
 *
 * @param length samples in a window @param most maximum number of windows of each class
 * @throws CancelledError
 */
export async function simulatedWindows(
  seed: number,
  length: number,
  most: number,
  task: Task,
): Promise<SimulatedWindows> {
  const random = new Random(seed, STREAM);
  const raw = Math.round(Math.exp(random.uniform(Math.log(FEWEST_SAMPLES), Math.log(MOST_SAMPLES))));
  const window_s = raw / RATE_HZ;
  const settings = variedSettings(seed, { rate_hz: RATE_HZ, window_s, duration_s: WINDOWS_LONG * window_s });
  const samples = WINDOWS_LONG * length;
  const simulation = await simulate(settings, task);
  const recording = resampledTrace(simulation.trace, samples).read(0, samples);
  const events = await detectedBy(settings, samples, simulation.truth, task);
  const places = { events, length, samples };

  const positive = drawPositive(places, most, random);
  const distractors = scheduleDistractors(settings, 1).map(
    ({ from_s }) => from_s * (samples / settings.duration_s),
  );
  const negative = drawNegative(places, distractors, positive.length, random);
  const starts = [...positive.slice(0, negative.length), ...negative];
  const values = new Float64Array(starts.length * length);
  for (const [i, start] of starts.entries())
    values.set(recording.subarray(start, start + length), i * length);
  return {
    count: starts.length,
    values,
    scores: Int8Array.from(starts, (_, i) => (i < negative.length ? 1 : 0)),
    starts: Float64Array.from(starts),
  };
}

/** An event in samples, with its clarity. */
interface PlacedEvent {
  /** Sample of its steepest rise. */
  at: number;
  /** d′ */
  clarity: number;
}

interface Places {
  /** In order; only those that are not {@link HIDDEN}. */
  events: readonly PlacedEvent[];
  length: number;
  samples: number;
}

async function detectedBy(
  settings: SimulationSettings,
  samples: number,
  truth: readonly { steepest_s: number; amplitude: number }[],
  task: Task,
): Promise<PlacedEvent[]> {
  const silent: SimulationSettings = {
    ...settings,
    events: { ...settings.events, rate_hz: 0 },
    distractors: { rate_hz: 0 },
  };
  const noise = resampledTrace((await simulate(silent, task)).trace, samples);
  const { rise_ms, decay_ms, onset_power, slow_share, slow_factor } = settings.events;
  const kinetics = {
    rise_s: medianOf(rise_ms) / 1000,
    decay_s: medianOf(decay_ms) / 1000,
    onsetPower: onset_power,
    slowShare: slow_share,
    slowFactor: slow_factor,
  };
  const each = detectability(kinetics, noise);
  return truth
    .map(({ steepest_s, amplitude }) => ({
      at: steepest_s * noise.rateHz,
      clarity: Math.abs(amplitude) * each,
    }))
    .filter(({ clarity }) => clarity >= HIDDEN);
}

/** Starts of windows with a clear event, each event once; events are reused if there are too few. */
function drawPositive({ events, length, samples }: Places, most: number, random: Random): number[] {
  const clear = random.shuffle(events.filter(({ clarity }) => clarity >= CLEAR));
  const starts: number[] = [];
  for (const { at } of [...clear, ...clear]) {
    if (starts.length === most) break;
    const start = Math.round(at - random.uniform(...INSIDE) * length);
    if (start >= 0 && start + length <= samples) starts.push(start);
  }
  return starts;
}

function drawNegative(
  places: Places,
  distractors: readonly number[],
  most: number,
  random: Random,
): number[] {
  const { events, length, samples } = places;
  const anywhere = (): number => random.uniform(0, samples - length);
  const besides = (): number => {
    if (events.length === 0) return anywhere();
    const share = random.uniform() < 0.5 ? random.uniform(-0.4, DOUBTFUL[0]) : random.uniform(DOUBTFUL[1], 1);
    return events[random.integer(events.length)].at - share * length;
  };
  const lookalike = (): number =>
    distractors.length === 0
      ? anywhere()
      : distractors[random.integer(distractors.length)] - random.uniform(0.05, 0.5) * length;
  const kinds = [anywhere, besides, lookalike];
  const starts: number[] = [];
  for (let attempt = 0; attempt < TRIES * most && starts.length < most; attempt++) {
    const start = Math.round(kinds[attempt % kinds.length]());
    if (start >= 0 && start + length <= samples && isEmpty(places, start)) starts.push(start);
  }
  return starts;
}

/** Whether no visible event is in the required range, or close to it. */
function isEmpty({ events, length }: Places, start: number): boolean {
  return events.every(({ at }) => {
    const share = (at - start) / length;
    return share < DOUBTFUL[0] || share > DOUBTFUL[1];
  });
}

/** Length of a template after the onset, in decays; half of it before. */
const REACH_DECAYS = 4;

/**
 * Detectability d′ of an event of amplitude 1 with these kinetics: the response of its matched template, in standard
 * deviations of the response to noise alone (the template's mean is subtracted, so that drift and baseline have no
 * effect). Multiply by an event's amplitude.
 *
 * @param noise without events
 */
export function detectability(kinetics: Kinetics, noise: Trace): number {
  const template = templateOf(kinetics, noise.rateHz);
  const answers = convolveSame(noise.read(0, noise.samples), template.slice().reverse());
  const inside = answers.subarray(template.length, answers.length - template.length);
  const gain = template.reduce((sum, value) => sum + value * value, 0);
  return gain / standardDeviation(inside);
}

/** The event and its surroundings, peak 1, minus its mean. */
function templateOf(kinetics: Kinetics, rateHz: number): Float64Array {
  const { peakValue } = landmarks(kinetics);
  const before = Math.ceil((REACH_DECAYS / 2) * kinetics.decay_s * rateHz);
  const after = Math.ceil(REACH_DECAYS * kinetics.decay_s * rateHz);
  const values = Float64Array.from(
    { length: before + after },
    (_, i) => waveform(kinetics, (i - before) / rateHz) / peakValue,
  );
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return values.map((value) => value - mean);
}
