import { averageEvent } from '../analysis/average';
import { isolatedEvents } from '../analysis/isolated';
import { type Measures, type Measuring, measureEvents } from '../analysis/measure-events';
import { type Spans, spansOf } from '../analysis/spans';
import { statisticsOf } from '../analysis/statistics';
import { fillDetection } from '../parameters/fill';
import type { Parameters } from '../parameters/parameters';
import type { RecordedTrace, Trace } from '../recordings/trace';
import { filteredTrace } from '../signal/filtered-trace';
import type { Task } from '../task';
import type { DetectedEvent, Detection } from './detection';
import { excludedStretches, exclusionWarnings, requireRest } from './exclusion';
import { bridged, findGaps, gapWarnings, inside } from './gaps';
import { smoothedGradient } from './gradient';
import { type Located, locateEvents } from './locations';
import { type DetectionModel, predictionLine, predictWindows } from './prediction';
import { findRegions } from './regions';
import { locatingTrace, measuringTrace } from './smoothing';
import { cutSnippets } from './snippets';
import { nameOf, originOf, sourceOf } from './source';
import { between, liesIn, merged, type Stretch, samplesIn, touches } from './stretch';
import { gradientThreshold } from './threshold';
import { layWindows, windowWarnings } from './windows';

/**
 * Finds and measures the events of a trace: miniML 1.1.0's `detect_events`, eLife 98485. Everything that is as
 * long as the recording is read and computed in blocks; what grows with it is the prediction, a number a stride.
 *
 * The same events and numbers as miniML's, but for these, the only places where ours differ on purpose:
 * - half-widths end at the first crossing after the peak ({@link import('../analysis/half-width')}); an event that
 *   never decays has no half decay and no charge, where miniML says 0 ({@link import('../analysis/decay')});
 * - the average's rise time is not multiplied by the sampling interval twice, and its charge ends four half-decay
 *   times after the peak, as that of an event does ({@link averageEvent});
 * - events in the first window, and in the last one with its padding, are listed too, marked `border`, and count
 *   nowhere else: not in the others' measures, the average or the statistics ({@link locateEvents});
 * - gradient thresholds below 100 keep their fraction, so that amperes need no scaling
 *   ({@link gradientThreshold}); event-free is what no region covers, also where regions lie in each other;
 * - windows without signal hold no events; missing values are bridged by lines, no event is looked for in them,
 *   and they do not count as event-free ({@link findGaps});
 * - stretches that the parameter `exclude` names are bridged by lines too and do not count as event-free; windows
 *   wholly within one hold no event, those that reach out of one see its line; an event whose steepest rise or
 *   peak lies in one is dropped. What nobody has seen has no number ({@link import('../analysis/unseen')}), the average takes
 *   none of the line, and the frequency is that of the time that was looked at ({@link excludedStretches});
 * - a baseline holds at least one sample ({@link import('../analysis/baseline')}), so that windows of less than 200
 *   samples are measured; the rate is taken as it is, not rounded to whole hertz;
 * - Hann windows of one and two samples change nothing, where miniML divides by 0;
 * - models may take another number of samples than 600 ({@link layWindows}).
 *
 * @param trace as recorded, with its unit and rate; the filters among the parameters are applied here
 * @throws UserError when trace, model and parameters do not go together
 * @throws CancelledError
 */
export async function detect(
  trace: RecordedTrace | Trace,
  { facts, predictor }: DetectionModel,
  parameters: Parameters,
  task: Task,
): Promise<Detection> {
  const begun = performance.now();
  const name = nameOf(trace);
  const p = fillDetection(parameters);
  const windows = layWindows(name, trace.samples, p, predictor.inputLength);
  const spans = spansOf(p, trace.rateHz);
  const direction = p.event_direction === 'negative' ? -1 : 1;
  const excluded = excludedStretches(trace, p);
  requireRest(trace, excluded);
  const measuring: Omit<Measuring, 'smoothed'> = { direction, spans, method: p.baseline_method, excluded };

  const gaps = await findGaps(name, trace, p.win_size, task);
  const clean = filteredTrace(bridged(trace, merged([...gaps.missing, ...excluded])), p);
  const smoothed = measuringTrace(clean, p);
  const gradient = smoothedGradient(locatingTrace(clean, p), direction, p.gradient_convolve_win);
  const empty = merged([...gaps.missing, ...gaps.flat, ...excluded]);

  const predicting = performance.now();
  const [source, prediction] = await Promise.all([
    sourceOf(trace, task),
    predictWindows(clean, windows, predictor, p, inside(empty, p.win_size), task),
  ]);
  const predicted_s = (performance.now() - predicting) / 1000;

  const candidates = await findRegions(predictionLine(prediction, windows), p, task);
  const regions: Stretch[] = candidates.filter(({ outcome, cut }) => outcome !== 'narrow' && !cut);
  const threshold = await gradientThreshold(gradient, between([...regions, ...empty], trace.samples), task);
  const located = await locateEvents(
    gradient,
    candidates,
    threshold,
    { missing: gaps.missing, excluded },
    spans,
    p,
    task,
  );

  const measured = await measureSeen(located, { ...measuring, smoothed }, task);
  const events = describe(measured, trace, threshold, spans, excluded);
  const snippets = await cutSnippets(clean, events, spans, task);
  const rows = events.flatMap(({ isolated }, row) => (isolated ? [row] : []));
  const average = averageEvent(snippets, rows, direction, spans, p.baseline_method);
  return {
    source,
    model: facts,
    parameters: p,
    rate_hz: trace.rateHz,
    unit: trace.unit,
    samples: trace.samples,
    stride: windows.stride,
    points_before: spans.before,
    points_after: spans.after,
    events,
    snippets,
    average,
    statistics: statisticsOf(
      events,
      (trace.samples - samplesIn(excluded)) / trace.rateHz,
      average ? average.decay_tau_s : Number.NaN,
    ),
    prediction,
    gradient_threshold: threshold,
    candidates,
    missing: gaps.missing,
    excluded,
    seconds: (performance.now() - begun) / 1000,
    windows_per_s: windows.count / predicted_s,
    backend: predictor.device,
    warnings: [
      ...windowWarnings(windows, p),
      ...gapWarnings(gaps, trace.rateHz),
      ...exclusionWarnings(excluded, trace),
    ],
  };
}

interface Measured extends Located {
  measures: Measures;
}

/**
 * Measures events, and drops those whose peak lies in an excluded stretch: then the others are measured without
 * them, until none is left there.
 */
async function measureSeen(
  located: readonly Located[],
  measuring: Measuring,
  task: Task,
): Promise<Measured[]> {
  const measures = await measureAll(located, measuring, task);
  const measured = located.map((one, i) => ({ ...one, measures: measures[i] }));
  const seen = measured.filter(({ rise, measures: { peak } }) => {
    if (liesIn(measuring.excluded, peak)) rise.outcome = 'excluded';
    return rise.outcome === 'event';
  });
  return seen.length === measured.length ? measured : measureSeen(seen, measuring, task);
}

/** Events at the border are measured among all, the others among themselves. */
async function measureAll(
  located: readonly Located[],
  measuring: Measuring,
  task: Task,
): Promise<Measures[]> {
  const inner = located.filter(({ border }) => !border);
  const measured = await measureEvents(
    inner.map(({ rise }) => rise.sample),
    measuring,
    task,
  );
  if (inner.length === located.length) return measured;
  const among = await measureEvents(
    located.map(({ rise }) => rise.sample),
    measuring,
    task,
  );
  const ofInner = measured.values();
  return located.map(({ border }, i) => (border ? among[i] : ofInner.next().value!));
}

function describe(
  measured: readonly Measured[],
  trace: RecordedTrace | Trace,
  threshold: number,
  { window, before, after }: Spans,
  excluded: readonly Stretch[],
): DetectedEvent[] {
  const inner = measured.filter(({ border }) => !border).map(({ rise }) => rise.sample);
  const whole = (location: number) => !touches(excluded, location - before, location + after);
  const isolated = isolatedEvents(inner, window, whole).values();
  return measured.map(({ rise, candidate, border, measures }) => ({
    location: rise.sample,
    time_s: rise.sample / trace.rateHz,
    origin: originOf(trace, rise.sample),
    score: candidate.score,
    ...measures,
    slope: rise.gradient,
    isolated: border ? false : isolated.next().value!,
    border,
    reason: {
      region_from: candidate.from,
      region_to: candidate.to,
      gradient: rise.gradient,
      gradient_threshold: threshold,
    },
  }));
}
