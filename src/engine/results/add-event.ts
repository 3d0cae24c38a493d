import type { AddedEvent } from '../../common/api/engine/results';
import { UserError } from '../../common/errors';
import { type Direction, directionsOf, eventSign, signOfDirection } from '../../common/events/direction';
import { fillDetection } from '../../common/parameters/fill';
import type { Task } from '../../common/task';
import { liesIn } from '../../common/traces/sample-ranges';
import { locatingTrace, smoothedGradient } from '../detection/smoothing';
import { originOf } from '../detection/source';
import { cutSnippets } from '../detection/windows';
import { measureEvents } from '../measuring/measure-events';
import type { RecordedTrace } from '../recordings/trace';
import { argMax } from '../signal/statistics';
import type { Trace } from '../signal/trace';
import { analysedTrace, measuringOf } from './analysed-trace';
import { ofDirection } from './of-direction';
import { NEIGHBOURS } from './remeasure';
import type { ResultsFile } from './results-file';

/** A point refers to the steepest rise within this fraction of a window. */
const REACH = 1 / 10;

interface Steepest {
  location: number;
  /** Upwards for events of the direction. */
  gradient: number;
  direction: Direction;
}

/** The steepest smoothed rise within a tenth of a window of a sample. */
export function steepestNear(results: ResultsFile, trace: Trace, sample: number): Steepest {
  // Of both directions, the steeper rise.
  return directionsOf(results.detection.parameters)
    .map((direction) => ({ direction, ...steepestIn(ofDirection(results, direction), trace, sample) }))
    .reduce((a, b) => (b.gradient > a.gradient ? b : a));
}

function steepestIn({ detection }: ResultsFile, trace: Trace, sample: number): Omit<Steepest, 'direction'> {
  const gradient = gradientOf(detection, analysedTrace(detection, trace));
  const reach = Math.ceil(detection.parameters.win_size * REACH);
  const from = Math.max(0, sample - reach);
  const values = gradient.read(from, Math.min(trace.samples, sample + reach + 1));
  const steepest = argMax(values);
  return { location: from + steepest, gradient: values[steepest] };
}

/**
 * Measures an event added by hand, at the steepest rise near a sample, like a detected event. Its effect on its
 * neighbours is in {@link import('./remeasure').remeasureAroundAdded}.
 *
 * @param trace the recording as it was analysed
 * @throws UserError if there is an event already, or not enough room to measure one
 * @throws CancelledError
 */
export async function measureAdded(
  results: ResultsFile,
  trace: RecordedTrace,
  sample: number,
  task: Task,
): Promise<AddedEvent> {
  const { location, gradient, direction } = steepestNear(results, trace, sample);
  const { detection } = ofDirection(results, direction);
  const { parameters, rate_hz } = detection;
  const near = detection.events.find((e) => Math.abs(e.location - location) < parameters.win_size / 100);
  if (near)
    throw new UserError(
      `There is an event here already, at ${near.time_s.toFixed(4)} s. Choose another point.`,
    );
  if (liesIn(detection.excluded, location))
    throw new UserError('This interval is excluded. To add events here, detect again without it.');
  const analysed = analysedTrace(detection, trace);
  const measuring = measuringOf(detection, analysed);
  const { spans } = measuring;
  if (location < spans.before || location + spans.after > trace.samples)
    throw new UserError('Too close to the trace edge. An event here cannot be measured.');
  const inner = detection.events.filter(({ border }) => !border).map((event) => event.location);
  const next = inner.findIndex((other) => other > location);
  const at = next < 0 ? inner.length : next;
  const first = Math.max(0, at - NEIGHBOURS);
  const among = [...inner.slice(first, at), location, ...inner.slice(at, at + NEIGHBOURS)];
  const measured = await measureEvents(among, measuring, task);
  const measures = measured[at - first];
  return {
    event: {
      location,
      time_s: location / rate_hz,
      origin: originOf(trace, location),
      // The model did not find it: its probability here is none of the event's, and would count in the mean.
      score: Number.NaN,
      ...measures,
      slope: gradient,
      direction: signOfDirection(direction),
      isolated: false,
      border: false,
      added: true,
      reason: {
        region_from: Number.NaN,
        region_to: Number.NaN,
        gradient,
        gradient_threshold: detection.gradient_threshold,
      },
    },
    snippet: await cutSnippets(analysed, [{ location, baseline: measures.baseline }], spans, task),
  };
}

function gradientOf(detection: ResultsFile['detection'], analysed: Trace): Trace {
  const { parameters } = detection;
  // Files store the values used; nulls were replaced before.
  return smoothedGradient(
    locatingTrace(analysed, parameters),
    eventSign(detection.parameters),
    fillDetection(parameters).gradient_convolve_win,
  );
}
