import type { RangeDetection } from '../../common/api/engine/range-detection';
import { directionsOf, eventSign } from '../../common/events/direction';
import { fillDetection } from '../../common/parameters/fill';
import type { Parameters } from '../../common/parameters/parameters';
import type { Task } from '../../common/task';
import { type SampleRange, samplesIn } from '../../common/traces/sample-ranges';
import { WIDEST_COMB } from '../prediction/predict-screened';
import type { RecordedTrace } from '../recordings/trace';
import { type Trace, traceOf } from '../signal/trace';
import { bothPredictions } from './both-directions';
import { cleanTraceOnDemand } from './clean-trace';
import { excludedRanges } from './exclusion';
import { findEvents } from './find-events';
import { findGaps } from './gaps';
import { partOf, rangesIn } from './part-of-trace';
import { type DetectionModel, predictionLine } from './prediction';
import type { Masked } from './prepare';
import { proposeRegions } from './propose';
import { nameOf } from './source';

/** Samples that are read and predicted on either side, in windows, so that events at the ends are found whole. */
const MARGIN = 2;

/**
 * Finds the events in one range of a trace, from this range and its margins alone, however long the trace is.
 *
 * Filters are those of the whole trace and windows start where those of a detection of it start. Only the noise, from
 * which the gradient threshold follows, is that of the range, so that a faint event may be found in one and not in the
 * other.
 *
 * @throws UserError when trace, model and parameters do not go together
 * @throws CancelledError
 */
export async function detectRange(
  trace: RecordedTrace | Trace,
  wanted: SampleRange,
  model: DetectionModel,
  parameters: Parameters,
  task: Task,
): Promise<RangeDetection> {
  const p = fillDetection(parameters);
  const name = nameOf(trace);
  const range = { from: Math.max(0, wanted.from), to: Math.min(trace.samples, wanted.to) };
  const margin = MARGIN * p.win_size;
  const searched = {
    from: p.stride * Math.floor(Math.max(0, range.from - margin) / p.stride),
    to: Math.min(trace.samples, range.to + margin),
  };
  const excluded = rangesIn(searched, excludedRanges(trace, p));
  const nothing = {
    range,
    events: columnsOf([]),
    prediction: { x: new Float64Array(), y: new Float32Array() },
  };
  const isShort = searched.to - searched.from < p.win_size;
  if (isShort || samplesIn(excluded) === searched.to - searched.from) return nothing;
  const values = trace.read(searched.from, searched.to);
  if (!values.some(Number.isFinite)) return nothing;

  const masked: Masked = {
    ...(await findGaps(name, traceOf(values, trace.rateHz, trace.unit), p.win_size, task)),
    excluded,
  };
  const clean = partOf(cleanTraceOnDemand(trace, p), searched);
  const parts: RangeDetection[] = [];
  for (const event_direction of directionsOf(p))
    parts.push(
      await detectInOne(name, { range, searched, clean, masked }, model, { ...p, event_direction }, task),
    );
  return parts.reduce(together);
}

/** Events of both directions in order, and the higher of their probabilities. */
function together(a: RangeDetection, b: RangeDetection): RangeDetection {
  const events = [...rowsOf(a.events), ...rowsOf(b.events)].sort((x, y) => x.location - y.location);
  const y = bothPredictions(a.prediction.y, b.prediction.y).prediction;
  return { ...a, events: columnsOf(events), prediction: { x: a.prediction.x, y } };
}

interface SearchedRange {
  range: SampleRange;
  /** The range with its margins, of which `clean` and `masked` are. */
  searched: SampleRange;
  clean: Trace;
  masked: Masked;
}

async function detectInOne(
  name: string,
  { range, searched, clean, masked }: SearchedRange,
  model: DetectionModel,
  p: ReturnType<typeof fillDetection>,
  task: Task,
): Promise<RangeDetection> {
  const { windows, prediction, candidates } = await proposeRegions(
    name,
    clean,
    masked,
    model,
    { ...p, comb: WIDEST_COMB },
    task,
  );
  const { measured } = await findEvents(clean, candidates, masked, p, task);
  const events = measured
    .filter(({ border }) => !border)
    .map(({ rise, measures: { peak, peak_value } }) => ({
      location: rise.sample + searched.from,
      peak: peak + searched.from,
      peak_value,
      direction: eventSign(p),
    }))
    .filter(({ location }) => location >= range.from && location < range.to);
  // As in the pictures of a whole prediction; see `interpolated`.
  const spacing = Math.max(1, predictionLine(prediction, windows).samples - 1) / prediction.length;
  const first = Math.max(0, Math.floor((range.from - searched.from) / spacing));
  const end = Math.min(prediction.length, Math.ceil((range.to - searched.from) / spacing) + 1);
  return {
    range,
    events: columnsOf(events),
    prediction: {
      x: Float64Array.from({ length: end - first }, (_, i) => searched.from + (first + i) * spacing),
      y: prediction.slice(first, end),
    },
  };
}

interface RangeEvent {
  location: number;
  peak: number;
  peak_value: number;
  direction: number;
}

const COLUMNS = ['location', 'peak', 'peak_value', 'direction'] as const;

function columnsOf(events: readonly RangeEvent[]): RangeDetection['events'] {
  return Object.fromEntries(
    COLUMNS.map((name) => [name, Float64Array.from(events, (event) => event[name])]),
  ) as RangeDetection['events'];
}

function rowsOf(columns: RangeDetection['events']): RangeEvent[] {
  return Array.from(columns.location, (location, i) => ({
    location,
    peak: columns.peak[i],
    peak_value: columns.peak_value[i],
    direction: columns.direction[i],
  }));
}
