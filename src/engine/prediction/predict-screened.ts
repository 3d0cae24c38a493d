import type { ScreeningFacts } from '../../common/events/detection';
import type { Task } from '../../common/task';
import { SCREEN_BLOCK, SCREEN_WINDOW } from '../network/screen/screen-weights';
import type { Trace } from '../signal/trace';
import type { Predictor } from './predict';
import {
  CHUNK_SAMPLES,
  type Chunk,
  inLanes,
  type PredictionMemory,
  predictSome,
  windowCount,
  windowsDone,
} from './predict-trace';
import type { ScreenProgram } from './screen';

/** What a screening network decides by. */
export interface Screening {
  program: ScreenProgram;
  /** Score from which on windows are computed. */
  cutoff: number;
  /** Probability that no skipped window should reach: a fifth of the model's threshold. */
  level: number;
  /** One window in so many is computed whatever its score; {@link combFor} the number of windows by default. */
  comb?: number;
}

export interface ScreenedPrediction {
  /** NaN for windows that were not computed. */
  prediction: Float32Array;
  facts: ScreeningFacts;
}

/**
 * The comb: every n-th window is computed, whatever its screening score. From there an event is found that the screening
 * network missed, and these windows are the sample of the certificate. n is 10, and up to 40 in recordings that still
 * give the certificate enough windows.
 */
const DENSEST_COMB = 10;
export const WIDEST_COMB = 40;
const COMB_SAMPLES = 8192;

function combFor(windows: number): number {
  return Math.max(DENSEST_COMB, Math.min(WIDEST_COMB, Math.floor(windows / COMB_SAMPLES)));
}

/** Beside windows above this, the next ones are computed, so many on each side. */
export const SILENCE = 0.002;
const GROWTH = 4;

/** The screening network may miss one window in so many that are sampled. */
const MISSED_ONE_IN = 4096;

/** Samples that the screening network may see beyond a chunk's windows. */
const SURROUNDINGS = 100;

/** Windows screened and computed from one reading. */
const CHUNK_WINDOWS = 16_384;

/**
 * A prediction that skips silence: windows whose screening score reaches the cutoff are computed, and a comb of others;
 * then those beside windows that are not silent, outwards until all ends are. The comb is a guard twice: an event that
 * the screening network misses is still found from its windows in the comb, and where the comb finds too many peaks that
 * the screening network would have missed (the certificate) it does not suit the recording, and every window is computed.
 *
 * @throws CancelledError, or errors of reading the trace or of the backend
 */
export async function predictScreened(
  predictor: Predictor,
  trace: Trace,
  how: { step: number; batchSize: number },
  screening: Screening,
  task: Task,
  memory?: PredictionMemory,
): Promise<ScreenedPrediction> {
  const { inputLength } = predictor;
  const { step, batchSize } = how;
  const windows = windowCount(trace.samples, inputLength, step);
  const comb = screening.comb ?? combFor(windows);
  const prediction = new Float32Array(windows).fill(Number.NaN);
  const computed = new Uint8Array(windows);
  const advance = windowsDone(windows, task);
  let [sampled, missed] = [0, 0];

  /** Computes windows, in order, that were not computed before. */
  const compute = async (source: Source, wanted: readonly number[]): Promise<void> => {
    await predictSome(predictor, { ...source, step, batchSize }, wanted, prediction, task.signal, () => {});
    for (const window of wanted) {
      computed[window] = 1;
      if (!Number.isFinite(prediction[window])) prediction[window] = 0;
    }
  };
  const readFor = (from: number, last: number): Source => {
    const first = Math.max(0, from * step - SURROUNDINGS);
    const end = Math.min(trace.samples, last * step + inputLength + SURROUNDINGS);
    return { first, samples: trace.read(first, end) };
  };

  await inLanes(chunksOf(windows, step), async (chunk) => {
    const { from, last } = chunk;
    const source = readFor(from, last);
    const flagged = await flaggedWindows(trace.samples, source, chunk, step, screening);
    const known = memory?.restore(from, last - from + 1);
    if (known) {
      prediction.set(known, from);
      for (let i = from; i <= last; i++) computed[i] = Number.isNaN(known[i - from]) ? 0 : 1;
    } else {
      const seeds = range(from, last).filter((i) => flagged[i - from] === 1 || i % comb === 0);
      await compute(source, seeds);
    }
    for (let next = grown(prediction, computed, from, last); next.length > 0; ) {
      await compute(source, next);
      next = grown(prediction, computed, from, last);
    }
    if (!known) memory?.keep(from, prediction.slice(from, last + 1));
    for (let i = from + ((comb - (from % comb)) % comb); i <= last; i += comb)
      if (flagged[i - from] === 0 && computed[i] === 1) {
        sampled++;
        if (prediction[i] >= screening.level && !passedNear(i, prediction, flagged, chunk)) missed++;
      }
    advance(last - from + 1);
  });
  await growAcrossChunks(prediction, computed, (wanted) =>
    compute(readFor(wanted[0], wanted[wanted.length - 1]), wanted),
  );
  const passed = missed * MISSED_ONE_IN <= sampled;
  if (!passed)
    await inLanes(chunksOf(windows, step), async ({ from, last }) => {
      const rest = range(from, last).filter((i) => computed[i] === 0);
      if (rest.length > 0) await compute(readFor(from, last), rest);
    });
  const count = computed.reduce((sum, one) => sum + one, 0);
  return { prediction, facts: { windows, computed: count, sampled, missed, passed } };
}

/** Samples of the trace from `first` on. */
interface Source {
  first: number;
  samples: Float64Array;
}

function* chunksOf(count: number, step: number): Generator<Chunk, void> {
  const windows = Math.max(1, Math.min(CHUNK_WINDOWS, Math.floor(CHUNK_SAMPLES / step)));
  for (let from = 0; from < count; from += windows) yield { from, last: Math.min(count, from + windows) - 1 };
}

function range(from: number, last: number): number[] {
  return Array.from({ length: last - from + 1 }, (_, i) => from + i);
}

/**
 * Which windows of a chunk reach the cutoff. The screening network has a score for every window that starts at a
 * multiple of its block; for other steps the higher of the two nearest counts. A score that is not a number counts.
 */
async function flaggedWindows(
  samples: number,
  source: Source,
  { from, last }: Chunk,
  step: number,
  { program, cutoff }: Screening,
): Promise<Uint8Array> {
  const highest = Math.floor((samples - SCREEN_WINDOW) / SCREEN_BLOCK);
  const before = (window: number): number => Math.floor((window * step) / SCREEN_BLOCK);
  const after = (window: number): number => Math.min(highest, Math.ceil((window * step) / SCREEN_BLOCK));
  const first = Math.min(before(from), highest);
  const trace = {
    samples,
    read: (begin: number, end: number) => source.samples.subarray(begin - source.first, end - source.first),
  };
  const scores = await program.scores(trace, first, after(last) + 1);
  return Uint8Array.from({ length: last - from + 1 }, (_, i) => {
    const score = Math.max(scores[before(from + i) - first], scores[after(from + i) - first]);
    return score < cutoff ? 0 : 1;
  });
}

/** Windows `from` ≤ i ≤ `last`, in order, that are not computed and lie beside one that is not silent. */
function grown(prediction: Float32Array, computed: Uint8Array, from: number, last: number): number[] {
  const wanted: number[] = [];
  let until = from - 1;
  for (let i = from; i <= last; i++) {
    if (computed[i] === 0 || prediction[i] <= SILENCE) continue;
    let left = i;
    while (left - 1 > until && i - left < GROWTH && computed[left - 1] === 0) left--;
    for (; left < i; left++) wanted.push(left);
    for (let right = i + 1; right <= Math.min(last, i + GROWTH) && computed[right] === 0; right++) {
      wanted.push(right);
      until = right;
    }
  }
  return wanted;
}

/**
 * Whether the screening network passed a window of the same peak, which would then have been found without the comb; a
 * peak that reaches beyond the chunk counts as passed.
 */
function passedNear(
  window: number,
  prediction: Float32Array,
  flagged: Uint8Array,
  { from, last }: Chunk,
): boolean {
  for (const direction of [-1, 1])
    for (let i = window; ; i += direction) {
      if (i < from || i > last || flagged[i - from] === 1) return true;
      if (!(prediction[i] > SILENCE)) break;
    }
  return false;
}

/** Chunks grow by themselves: what one would have grown into its neighbours is computed at the end. */
async function growAcrossChunks(
  prediction: Float32Array,
  computed: Uint8Array,
  compute: (wanted: readonly number[]) => Promise<void>,
): Promise<void> {
  for (;;) {
    const wanted = grown(prediction, computed, 0, prediction.length - 1);
    if (wanted.length === 0) return;
    for (let at = 0; at < wanted.length; ) {
      let end = at + 1;
      while (end < wanted.length && wanted[end] - wanted[at] < CHUNK_WINDOWS / 16) end++;
      await compute(wanted.slice(at, end));
      at = end;
    }
  }
}
