import type { DetectedEvent, Detection } from '../../common/events/detection';
import { type Direction, eventSign } from '../../common/events/direction';
import { fillDetection } from '../../common/parameters/fill';
import type { Parameters } from '../../common/parameters/parameters';
import { inPhases, type Phase, type Task } from '../../common/task';
import { type SampleRange, samplesIn, touches } from '../../common/traces/sample-ranges';
import { averageEvent, isolatedEvents } from '../measuring/average';
import { type Spans, spansOf } from '../measuring/spans';
import { statisticsOf } from '../measuring/statistics';
import type { PredictionMemory } from '../prediction/predict-trace';
import type { RecordedTrace } from '../recordings/trace';
import type { Trace } from '../signal/trace';
import { inBothDirections } from './both-directions';
import { exclusionWarnings } from './exclusion';
import { findEvents, type Measured } from './find-events';
import { gapWarnings } from './gaps';
import type { DetectionModel } from './prediction';
import { prepareTrace } from './prepare';
import { proposeRegions } from './propose';
import { screeningWarnings } from './screening-warnings';
import { nameOf, originOf, sourceOf } from './source';
import { cutSnippets, layWindows, windowWarnings } from './windows';

/** Time per sample of the gradient of the filtered trace, in that of looking for gaps. */
const LOCATING_COST = 4;

/**
 * Finds and measures the events of a trace: miniML 1.1.0's `detect_events`, eLife 98485. Everything that is as long as
 * the recording is read and computed in blocks; only the prediction grows with it, one number per stride.
 *
 * Events and numbers equal miniML's, with these intentional exceptions:
 * - half-widths end at the first crossing after the peak ({@link import('../measuring/measure-snippet')}); an event
 * that never decays has no half decay and no charge, where miniML says 0 ({@link
 * import('../measuring/measure-snippet')});
 * - the average's rise time is not multiplied by the sampling interval twice, and its charge ends four half-decay times
 * after the peak, as that of an event does ({@link averageEvent});
 * - events in the first window, and in the last one with its padding, are listed too, marked `border`, and ignored
 * elsewhere: in the others' measures, the average and the statistics ({@link locateEvents});
 * - gradient thresholds below 100 keep their fraction, so that amperes need no scaling ({@link gradientThreshold});
 * event-free are the samples outside all regions, also where regions are nested;
 * - windows without signal hold no events; missing values are bridged by lines, are not searched, and do not count as
 * event-free ({@link findGaps});
 * - intervals of the parameter `exclude` are bridged by lines too and do not count as event-free; windows wholly within
 * one contain no event, those that reach out of one see its line; an event whose steepest rise or peak is in one is
 * dropped. Measures that would depend on excluded samples are NaN ({@link import('../measuring/measure-events')}), the
 * average uses none of the line, and the frequency refers to the remaining time ({@link excludedRanges});
 * - a baseline holds at least one sample ({@link import('../measuring/baseline')}), so that windows of less than 200
 * samples are measured; the rate is taken as it is, not rounded to whole hertz;
 * - Hann windows of one and two samples change nothing, where miniML divides by 0;
 * - models may take a number of samples other than 600 ({@link layWindows});
 * - a screened prediction, on request, does not compute windows without an event ({@link import('./prediction')}).
 *
 * Both directions are detected in two passes, each as if it were the only one ({@link inBothDirections}).
 *
 * @param trace as recorded, with its unit and rate; the filters among the parameters are applied here
 * @param memoryOf memory of the prediction in a direction, so that an interrupted detection goes on where its finished
 * blocks end
 * @throws UserError when trace, model and parameters do not go together
 * @throws CancelledError
 */
export async function detect(
  trace: RecordedTrace | Trace,
  model: DetectionModel,
  parameters: Parameters,
  task: Task,
  memoryOf?: (direction: Direction) => PredictionMemory | undefined,
): Promise<Detection> {
  // What does not depend on the direction is read and computed once.
  const source = once((part: Task) => sourceOf(trace, part));
  const prepared = once((part: Task) => prepareTrace(trace, fillDetection(parameters), part));
  const pass = (direction: Direction, part: Task) => {
    const one = { ...parameters, event_direction: direction };
    return detectOne(trace, model, one, { source, prepared }, part, memoryOf?.(direction));
  };
  const { event_direction } = parameters;
  return event_direction === 'both' ? inBothDirections(parameters, pass, task) : pass(event_direction, task);
}

function once<T>(work: (task: Task) => Promise<T>): (task: Task) => Promise<T> {
  let begun: Promise<T> | undefined;
  return (task) => {
    begun ??= work(task);
    return begun;
  };
}

/** What detections in both directions share. */
interface Shared {
  source(task: Task): ReturnType<typeof sourceOf>;
  prepared(task: Task): ReturnType<typeof prepareTrace>;
}

async function detectOne(
  trace: RecordedTrace | Trace,
  model: DetectionModel,
  parameters: Parameters,
  shared: Shared,
  whole: Task,
  memory: PredictionMemory | undefined,
): Promise<Detection> {
  const begun = performance.now();
  const name = nameOf(trace);
  const p = fillDetection(parameters);
  // Parameters that do not fit are reported before anything is read.
  const { count } = layWindows(name, trace.samples, p, model.predictor.inputLength);
  const task = inPhases(whole, phasesOf(trace.samples, count));
  const spans = spansOf(p, trace.rateHz);
  const { clean, masked } = await shared.prepared(task);
  const { excluded } = masked;
  const [source, { windows, prediction, screening, candidates, predicted_s }] = await Promise.all([
    shared.source(task),
    proposeRegions(name, clean, masked, model, p, task, memory),
  ]);
  const { measured, threshold } = await findEvents(clean, candidates, masked, p, task);
  const events = describe(measured, trace, threshold, spans, excluded, eventSign(p));
  const snippets = await cutSnippets(clean, events, spans, task);
  const rows = events.flatMap(({ isolated }, row) => (isolated ? [row] : []));
  const average = averageEvent(snippets, rows, eventSign(p), spans, p.baseline_method);
  return {
    source,
    model: model.facts,
    parameters: p,
    recipe: parameters,
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
    ...(screening && { screening }),
    gradient_threshold: threshold,
    candidates,
    missing: masked.missing,
    excluded,
    seconds: (performance.now() - begun) / 1000,
    windows_per_s: Math.max(0, windows.count - (memory?.restored ?? 0)) / predicted_s,
    backend: model.predictor.device,
    warnings: [
      ...windowWarnings(windows, p),
      ...screeningWarnings(p, screening),
      ...gapWarnings(masked, trace.rateHz),
      ...exclusionWarnings(excluded, trace),
    ],
  };
}

/** What a detection reports of, in order; the regions and events that follow take little time beside it. */
function phasesOf(samples: number, windows: number): Phase[] {
  const checking = { phase: 'checking the trace', unit: 'samples' };
  return [
    { ...checking, total: samples },
    { phase: 'predicting', unit: 'windows', total: windows },
    { phase: 'locating', unit: 'samples', total: samples, like: { ...checking, times: LOCATING_COST } },
  ];
}

function describe(
  measured: readonly Measured[],
  trace: RecordedTrace | Trace,
  threshold: number,
  { window, before, after }: Spans,
  excluded: readonly SampleRange[],
  direction: 1 | -1,
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
    direction,
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
