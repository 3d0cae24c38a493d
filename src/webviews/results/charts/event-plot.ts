import type { EventPicture } from '../../../common/api/engine/results';
import type { ResultsColumns, ResultsReady } from '../../../common/api/views/results';
import { duration } from '../../../common/text/duration';
import { fixed, significant, withUnit } from '../../../common/text/numbers';
import { axisAround, eventTime, named, type Plot, type Series } from '../figures/plot';

type Mark = Extract<Series, { kind: 'mark' }>;

/** The drawn event, in the units of the plot's axes. */
interface Scene {
  results: ResultsReady;
  events: ResultsColumns;
  event: number;
  picture: EventPicture;
  /** Milliseconds per sample; 1 if the sampling rate is unknown. */
  scale: number;
  /** Milliseconds from the steepest rise, one per value. */
  x: Float64Array;
}

/** Plot of one event: the trace around it, with its measures drawn in place. */
export function eventPlot(
  results: ResultsReady,
  events: ResultsColumns,
  event: number,
  picture: EventPicture,
): Plot {
  const { rate_hz, window, unit } = results;
  const { values, points_before } = picture;
  const scale = rate_hz === null ? 1 : 1000 / rate_hz;
  const x = Float64Array.from(values, (_, i) => (i - points_before) * scale);
  const scene: Scene = { results, events, event, picture, scale, x };
  // A window and the baseline before it: later samples belong to other events.
  const [first, last] = [Math.max(x[0], -0.35 * window * scale), Math.min(x.at(-1)!, window * scale)];
  const visible = values.filter((value, i) => !Number.isNaN(value) && x[i] >= first && x[i] <= last);
  return {
    title: `Event ${event + 1}`,
    description: descriptionOf(scene),
    x: { min: first, max: last, ...eventTime(rate_hz) },
    y: axisAround(named('Amplitude', unit), [...visible, 0, events.amplitude[event]], 0.12),
    series: [...linesOf(scene), ...marksOf(scene)],
  };
}

function descriptionOf({ results: { unit }, events, event, picture: { fit } }: Scene): string {
  const tau =
    fit === 'meaningless'
      ? ', its decay is not exponential'
      : fit
        ? `, τ of its decay ${duration(fit.tau_s)}`
        : '';
  return `${withUnit(fixed(events.time_s[event], 4), 's')}: amplitude ${withUnit(significant(events.amplitude[event]), unit)}, rise time ${duration(events.risetime_s[event])}, half decay ${duration(events.halfdecay_s[event])}, half-width ${duration(events.halfwidth_s[event])}${tau}.`;
}

/** The baseline's interval, the raw and the smoothed trace, and the fit to the decay. */
function linesOf({ results: { rate_hz }, events, event, picture, scale, x }: Scene): Series[] {
  const { values, smoothed, fit } = picture;
  const at = (sample: number) => (sample - events.location[event]) * scale;
  const baseline: Series = {
    kind: 'band',
    from: at(events.baseline_from[event]),
    to: at(events.baseline_to[event]),
    ink: 'selectionFill',
  };
  return [
    ...(Number.isNaN(baseline.from) ? [] : [baseline]),
    { kind: 'line', x: [x[0], x.at(-1)!], y: [0, 0], ink: 'faint', width: 1 },
    { kind: 'line', x, y: values, ink: smoothed ? 'rawFar' : 'raw', width: 1 },
    ...(smoothed ? [{ kind: 'line', x, y: smoothed, ink: 'filtered', width: 1.5 } as const] : []),
    ...(fit && fit !== 'meaningless' && rate_hz !== null ? [decayLine(fit, values.length, x, rate_hz)] : []),
  ];
}

/** Marks without text: the readout below names them. */
function marksOf({ results, events, event, picture, scale, x }: Scene): Series[] {
  const { smoothed, values, points_before, rise } = picture;
  const location = events.location[event];
  const amplitude = events.amplitude[event];
  const at = (sample: number) => (sample - location) * scale;
  const level = (sample: number) =>
    (smoothed ?? values)[Math.round(sample - location + points_before)] ?? Number.NaN;
  const [peak, onset, halfdecay] = [events.peak[event], events.onset[event], events.halfdecay[event]];
  if (Number.isNaN(peak)) return withoutPeak(amplitude, x);
  const marks: Mark[] = [
    mark('onset', at(onset), level(onset), 'ring'),
    mark('halfdecay', at(halfdecay), amplitude / 2),
    {
      ...mark('amplitude', at(peak), amplitude, 'dot'),
      label: withUnit(significant(amplitude), results.unit),
      place: events.direction[event] > 0 ? 'above' : 'below',
    },
  ];
  if (rise && smoothed)
    marks.push(
      mark('rise', x[0] + rise.from * scale, level(rise.from + location - points_before)),
      mark('rise', x[0] + rise.to * scale, level(rise.to + location - points_before)),
    );
  return marks.filter((each) => !Number.isNaN(each.x));
}

/** Files of the Python program lack the position of the peak: its height, and the location are drawn. */
function withoutPeak(amplitude: number, x: Float64Array): Series[] {
  return [
    { kind: 'upright', x: 0, ink: 'faint', dashed: true, label: 'event' },
    {
      kind: 'line',
      x: [x[0], x.at(-1)!],
      y: [amplitude, amplitude],
      ink: 'event',
      width: 1,
      dashed: true,
    },
  ];
}

function mark(name: string, x: number, y: number, shape: Mark['shape'] = 'cross'): Mark {
  return { kind: 'mark', name, x, y, ink: 'event', shape };
}

/** The exponential, drawn to the end of the segment, or for five time constants. */
function decayLine(
  { amplitude, tau_s, offset, from }: Exclude<EventPicture['fit'], null | 'meaningless'>,
  length: number,
  x: Float64Array,
  rate_hz: number,
): Series {
  const to = Math.min(length, from + Math.ceil(5 * tau_s * rate_hz));
  const steps = Float64Array.from(
    { length: to - from },
    (_, i) => amplitude * Math.exp(-i / rate_hz / tau_s) + offset,
  );
  return { kind: 'line', x: x.subarray(from, to), y: steps, ink: 'event', width: 2 };
}
