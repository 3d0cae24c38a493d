import type { Candidate } from '../src/common/events/candidate';
import { fillDetection } from '../src/common/parameters/fill';
import { silentTask, type Task } from '../src/common/task';
import { type DetectionModel, modelInput, predictionLine } from '../src/engine/detection/prediction';
import { prepareTrace } from '../src/engine/detection/prepare';
import { findRegions } from '../src/engine/detection/propose';
import { layWindows, type Windows } from '../src/engine/detection/windows';
import type { Predictor } from '../src/engine/prediction/predict';
import { predictScreened, WIDEST_COMB } from '../src/engine/prediction/predict-screened';
import { predictTrace } from '../src/engine/prediction/predict-trace';
import type { ModelScreen, ScreenProgram } from '../src/engine/prediction/screen';
import { traceOf } from '../src/engine/signal/trace';
import type { EvidenceRecording } from './evidence-recordings';

/** Exact and screened prediction of one recording or of several, with one threshold. */
export interface Evidence {
  threshold: number;
  recordings: number;
  windows: number;
  /** Windows that the model was run on. */
  computed: number;
  /** Recordings whose certificate failed, so that every window was computed. */
  failed: number;
  /** Regions that the exact prediction proposes; those that the screened one lacks; those with other bounds. */
  regions: number;
  lost: number;
  changed: number;
  /** Regions that the screened prediction alone proposes. */
  added: number;
  /** The same without the comb and the certificate: lost regions and windows that the model was run on. */
  lostUnguarded: number;
  computedUnguarded: number;
}

export const EVIDENCE_THRESHOLDS = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9];

export function noEvidence(threshold: number): Evidence {
  return {
    threshold,
    recordings: 0,
    windows: 0,
    computed: 0,
    failed: 0,
    regions: 0,
    lost: 0,
    changed: 0,
    added: 0,
    lostUnguarded: 0,
    computedUnguarded: 0,
  };
}

export function sumOfEvidence(a: Evidence, b: Evidence): Evidence {
  const sum = { ...a };
  for (const name of Object.keys(a) as (keyof Evidence)[])
    if (name !== 'threshold') sum[name] = a[name] + b[name];
  return sum;
}

/**
 * Compares the screened prediction of a recording with the exact one, for each threshold. The model is run once; each
 * threshold then goes through the screened prediction's own code with the known probabilities.
 *
 * @throws UserError @throws CancelledError
 */
export async function screeningEvidence(
  { name, trace, parameters }: EvidenceRecording,
  { predictor }: Pick<DetectionModel, 'predictor'>,
  screen: ModelScreen,
  task: Task,
): Promise<Evidence[]> {
  const p = fillDetection(parameters);
  const windows = layWindows(name, trace.samples, p, predictor.inputLength);
  const { clean } = await prepareTrace(trace, p, task);
  const whole = modelInput(clean, windows.resampled.samples, p);
  const input = traceOf(whole.read(0, whole.samples), whole.rateHz, whole.unit);
  const how = { step: windows.resampled.step, batchSize: p.batch_size };
  const exact = await predictTrace(predictor, input, how, task);
  const columns = Math.floor((input.samples - predictor.inputLength) / 20) + 1;
  const scores = await screen.program.scores(input, 0, columns);
  const known = replayed(exact, scores, how.step, predictor.inputLength);
  const all: Evidence[] = [];
  for (const threshold of EVIDENCE_THRESHOLDS) {
    const cutoff = screen.cutoffFor(threshold);
    if (cutoff === undefined) continue;
    // The comb of long recordings: these short ones would have a denser one.
    const screening = { program: known.program, cutoff, level: threshold / 5, comb: WIDEST_COMB };
    const guarded = await predictScreened(known.predictor, known.trace, how, screening, silentTask());
    const unguarded = grownFrom(exact, scores, how.step, cutoff);
    const regionsOf = (prediction: Float32Array) =>
      regions(prediction, windows, { ...p, model_threshold: threshold });
    const expected = await regionsOf(exact);
    const found = await regionsOf(guarded.prediction);
    const bare = await regionsOf(unguarded.prediction);
    const isLost = (among: readonly Candidate[]) => (region: Candidate) =>
      !among.some(({ left, right }) => left < region.right && right > region.left);
    const same = new Set(found.map(({ from, to, outcome }) => `${from} ${to} ${outcome}`));
    all.push({
      threshold,
      recordings: 1,
      windows: exact.length,
      computed: guarded.facts.computed,
      failed: guarded.facts.passed ? 0 : 1,
      regions: expected.length,
      lost: expected.filter(isLost(found)).length,
      changed: expected.filter(({ from, to, outcome }) => !same.has(`${from} ${to} ${outcome}`)).length,
      added: found.filter(isLost(expected)).length,
      lostUnguarded: expected.filter(isLost(bare)).length,
      computedUnguarded: unguarded.computed,
    });
  }
  return all;
}

/** Regions that are wide enough to be searched. */
async function regions(
  prediction: Float32Array,
  windows: Windows,
  p: Parameters<typeof findRegions>[1],
): Promise<Candidate[]> {
  const found = await findRegions(predictionLine(prediction, windows), p, silentTask());
  return found.filter(({ outcome }) => outcome !== 'narrow');
}

/**
 * A predictor and a screen that know their answers: a trace in which each window begins with its probability, and is
 * scaled by nothing, because it has a 0 and a 1.
 */
function replayed(exact: Float32Array, scores: Float32Array, step: number, length: number) {
  const values = new Float64Array(step * (exact.length - 1) + length);
  for (let i = 0; i < values.length; i++) values[i] = i % step === 1 ? 1 : 0;
  exact.forEach((p, i) => {
    values[i * step] = Number.isFinite(p) ? p : 0;
  });
  const predictor: Predictor = {
    inputLength: length,
    device: 'known probabilities',
    dispose: async () => {},
    async predict(count, fill) {
      const into = new Float32Array(count * length);
      await fill(0, count, into);
      return Float32Array.from({ length: count }, (_, i) => into[i * length]);
    },
  };
  const program: ScreenProgram = {
    dispose: async () => {},
    scores: async (_, from, to) => scores.slice(from, to),
  };
  return { trace: traceOf(values, 1, ''), predictor, program };
}

/** What the screening network finds alone, without comb and certificate. */
function grownFrom(exact: Float32Array, scores: Float32Array, step: number, cutoff: number) {
  const prediction = new Float32Array(exact.length).fill(Number.NaN);
  const queue: number[] = [];
  const add = (i: number): void => {
    if (i < 0 || i >= exact.length || !Number.isNaN(prediction[i])) return;
    prediction[i] = Number.isFinite(exact[i]) ? exact[i] : 0;
    queue.push(i);
  };
  for (let i = 0; i < exact.length; i++) {
    const at = (i * step) / 20;
    const last = scores.length - 1;
    const score = Math.max(scores[Math.min(last, Math.floor(at))], scores[Math.min(last, Math.ceil(at))]);
    if (!(score < cutoff)) add(i);
  }
  let computed = 0;
  while (computed < queue.length) {
    const i = queue[computed++];
    if (prediction[i] <= 0.002) continue;
    add(i - 1);
    add(i + 1);
  }
  for (let i = 0; i < prediction.length; i++) if (Number.isNaN(prediction[i])) prediction[i] = 0;
  return { prediction, computed };
}

/** Upper bound at 95 % of the rate behind `lost` of `of` (Clopper and Pearson, one-sided). */
export function upperBound(lost: number, of: number): number {
  if (of === 0 || lost >= of) return 1;
  let [low, high] = [lost / of, 1];
  for (let step = 0; step < 60; step++) {
    const rate = (low + high) / 2;
    if (atMost(lost, of, rate) > 0.05) low = rate;
    else high = rate;
  }
  return high;
}

/** Probability of at most `k` of `n` with a rate. */
function atMost(k: number, n: number, rate: number): number {
  let log = n * Math.log1p(-rate);
  let sum = Math.exp(log);
  for (let i = 1; i <= k; i++) {
    log += Math.log(((n - i + 1) / i) * (rate / (1 - rate)));
    sum += Math.exp(log);
  }
  return sum;
}

/** A table in Markdown, one row per kind and threshold. */
export function evidenceTable(rows: readonly (readonly [kind: string, evidence: Evidence])[]): string {
  const percent = (part: number, whole: number) => `${((100 * part) / Math.max(1, whole)).toFixed(1)} %`;
  const lines = rows.map(
    ([kind, e]) =>
      `| ${kind} | ${e.threshold} | ${e.recordings} | ${e.regions} | ${e.lost} | ${(100 * upperBound(e.lost, e.regions)).toFixed(2)} % | ${e.changed - e.lost} | ${e.added} | ${percent(e.computed, e.windows)} | ${e.failed} | ${e.lostUnguarded} | ${percent(e.computedUnguarded, e.windows)} |`,
  );
  return [
    '| recordings | model_threshold | number | regions | lost | lost at most (95 %) | other bounds | added | windows computed | certificates failed | lost without guards | computed without guards |',
    '|---|---|---|---|---|---|---|---|---|---|---|---|',
    ...lines,
  ].join('\n');
}
