import type {
  FilteredEvent,
  FilterPreview,
  FilterStrength,
  Smoothing,
} from '../../common/api/engine/previews';
import type { Candidate } from '../../common/events/candidate';
import { fillDetection } from '../../common/parameters/fill';
import type { Parameters } from '../../common/parameters/parameters';
import type { Task } from '../../common/task';
import type { SampleRange } from '../../common/traces/sample-ranges';
import { type FoundEvents, findEvents } from '../detection/find-events';
import { clipped, partOf } from '../detection/part-of-trace';
import { type DetectionModel, type PredictionLine, predictionLine } from '../detection/prediction';
import type { Masked } from '../detection/prepare';
import { findRegions, type Predicted, predictClean } from '../detection/propose';
import { part } from '../detection/streamed-peaks';
import { traceWindow } from '../recordings/window-extremes';
import type { Trace } from '../signal/trace';
import { middleOf } from './preprocessing-preview';

/** A segment as a trace of its own, with the regions proposed in it, which do not depend on the smoothing. */
export interface ProposedRange {
  /** Range in which events are counted. */
  counted: SampleRange;
  /** Counted range with margins for measures at its ends. */
  searched: SampleRange;
  /** Samples of `searched`. */
  clean: Trace;
  masked: Masked;
  candidates: Candidate[];
}

/** Margin on either side, in windows. */
const ROOM = 2;
/** Maximum number of strides; predicting these takes a second or two. */
const MOST_STRIDES = 10_000;
const SHOWN_EVENTS = 4;

/** Prediction of a segment of a trace, or of all of it. */
export interface PredictedRange extends Predicted {
  of: SampleRange;
}

/**
 * @param predict a prediction that covers the searched segment
 * @throws UserError when model and parameters do not go together
 * @throws CancelledError
 */
export async function proposeInRange(
  { clean, masked }: { clean: Trace; masked: Masked },
  wanted: SampleRange,
  predict: (searched: SampleRange) => Promise<PredictedRange>,
  parameters: Parameters,
  task: Task,
): Promise<ProposedRange> {
  const p = fillDetection(parameters);
  const counted = middleOf(wanted, clean.samples, MOST_STRIDES * p.stride);
  const room = ROOM * p.win_size;
  const searched = {
    from: Math.max(0, counted.from - room),
    to: Math.min(clean.samples, counted.to + room),
  };
  const candidates = await findRegions(lineOver(await predict(searched), searched), p, task);
  return { counted, searched, clean: partOf(clean, searched), masked: clipped(masked, searched), candidates };
}

/**
 * Predicts a segment alone.
 *
 * @param name of the recording, for errors
 */
export async function predictRange(
  name: string,
  { clean, masked }: { clean: Trace; masked: Masked },
  searched: SampleRange,
  model: DetectionModel,
  parameters: Parameters,
  task: Task,
): Promise<PredictedRange> {
  const p = fillDetection(parameters);
  const within = clipped(masked, searched);
  return { of: searched, ...(await predictClean(name, partOf(clean, searched), within, model, p, task)) };
}

/** The prediction over a segment, as far as its windows cover it. */
function lineOver({ of, windows, prediction }: PredictedRange, { from, to }: SampleRange): PredictionLine {
  const line = predictionLine(prediction, windows);
  const end = of.to === to ? line.samples : Math.min(line.samples, to - windows.window - of.from);
  return { ...part(line, from - of.from, Math.max(from - of.from, end)), ratio: line.ratio };
}

/**
 * Compares strengths of smoothing in one segment: the events found, which equal those of a detection, and pictures of
 * trace and gradient.
 *
 * @throws UserError when a filter does not fit
 * @throws CancelledError
 */
export async function filterPreview(
  stretch: ProposedRange,
  parameters: Parameters,
  { strengths, around, columns }: { strengths: Smoothing[]; around: number[] | null; columns: number },
  task: Task,
): Promise<FilterPreview> {
  const { searched, counted, clean } = stretch;
  const found: { found: FoundEvents; events: FilteredEvent[]; smoothing: FilterStrength['smoothing'] }[] = [];
  for (const smoothing of strengths) {
    const p = fillDetection({ ...parameters, ...smoothing });
    // Outcomes are stored in the candidates, so each strength needs its own copy.
    const candidates = stretch.candidates.map((candidate) => ({ ...candidate, rises: [] }));
    const events = await findEvents(clean, candidates, stretch.masked, p, task);
    const { convolve_win, filter_factor, gradient_convolve_win } = p;
    found.push({
      found: events,
      events: eventsOf(events, stretch, p.win_size),
      smoothing: { convolve_win, filter_factor, gradient_convolve_win },
    });
  }
  const shown = around ?? chosen(found[0]?.events ?? [], counted, parameters.win_size);
  const excerpts = shown.map((location) => excerptAround(location, parameters.win_size, searched));
  const picture = (trace: Trace, { from, to }: SampleRange) => {
    const window = traceWindow(trace, { from: from - searched.from, to: to - searched.from, columns });
    return { ...window, x: window.x.map((x) => x + searched.from) };
  };
  return {
    counted,
    around: shown,
    excerpts: excerpts.map((excerpt) => ({ ...excerpt, raw: picture(clean, excerpt) })),
    strengths: found.map(({ found: { smoothed, gradient, threshold }, events, smoothing }) => ({
      smoothing,
      threshold,
      events,
      excerpts: excerpts.map((excerpt) => ({
        filtered: picture(smoothed, excerpt),
        gradient: picture(gradient, excerpt),
      })),
    })),
  };
}

/** Events in the counted range, without those at the trace edge. */
function eventsOf(
  { measured }: FoundEvents,
  { counted, searched }: ProposedRange,
  window: number,
): FilteredEvent[] {
  const all = measured.map(({ rise, border, measures }) => ({
    border,
    location: rise.sample + searched.from,
    peak: measures.peak + searched.from,
  }));
  return all.flatMap(({ border, location, peak }, i) => {
    if (border || location < counted.from || location >= counted.to) return [];
    const overlaps = [all[i - 1], all[i + 1]].some(
      (other) => other !== undefined && Math.abs(other.location - location) < window,
    );
    return [{ location, peak, overlaps }];
  });
}

/**
 * Chooses a few events to show: the first of overlapping ones, which depend most on filters, then others evenly spaced.
 */
function chosen(events: readonly FilteredEvent[], { from, to }: SampleRange, window: number): number[] {
  if (events.length === 0) return [Math.floor((from + to) / 2)];
  const spread = (of: readonly FilteredEvent[], count: number) =>
    Array.from(
      { length: Math.min(count, of.length) },
      (_, i) => of[Math.floor(((i + 0.5) * of.length) / Math.min(count, of.length))],
    );
  const pairs = spread(
    events.filter(({ location }, i) => i + 1 < events.length && events[i + 1].location - location < window),
    SHOWN_EVENTS / 2,
  );
  const alone = spread(
    events.filter(({ overlaps }) => !overlaps),
    SHOWN_EVENTS - pairs.length,
  );
  return [...pairs, ...alone].map(({ location }) => location).sort((a, b) => a - b);
}

function excerptAround(location: number, window: number, { from, to }: SampleRange): SampleRange {
  return {
    from: Math.max(from, Math.floor(location - 0.4 * window)),
    to: Math.min(to, Math.ceil(location + window)),
  };
}
