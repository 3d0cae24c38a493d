import type { EventPicture } from '../../../common/api/engine/results';
import type { ResultsColumns, ResultsReady } from '../../../common/api/views/results';
import { duration } from '../../../common/text/duration';
import { fixed, significant, withUnit } from '../../../common/text/numbers';
import { axisAround, type Plot, type Series, titled } from '../figures/plot';

/** One event: its stretch of trace, and everything that was measured in it where it was measured. */
export function eventPlot(
  { unit, rate_hz, window, direction }: ResultsReady,
  events: ResultsColumns,
  event: number,
  picture: EventPicture,
): Plot {
  const { values, smoothed, points_before, rise, fit } = picture;
  const location = events.location[event];
  // Milliseconds from the steepest rise on; samples where the rate is not known.
  const scale = rate_hz === null ? 1 : 1000 / rate_hz;
  const x = Float64Array.from(values, (_, i) => (i - points_before) * scale);
  const at = (sample: number) => (sample - location) * scale;
  const level = (sample: number) =>
    (smoothed ?? values)[Math.round(sample - location + points_before)] ?? Number.NaN;
  const [amplitude, peak, onset, halfdecay] = [
    events.amplitude[event],
    events.peak[event],
    events.onset[event],
    events.halfdecay[event],
  ];
  const up = direction === 'positive';
  const outside = up ? 'above' : 'below';
  const series: Series[] = [
    ...(Number.isNaN(events.baseline_from[event])
      ? []
      : [
          {
            kind: 'band' as const,
            from: at(events.baseline_from[event]),
            to: at(events.baseline_to[event]),
            ink: 'selectionFill' as const,
          },
        ]),
    { kind: 'line', x: [x[0], x.at(-1)!], y: [0, 0], ink: 'faint', width: 1, dashed: true },
    { kind: 'line', x, y: values, ink: smoothed ? 'rawFar' : 'raw', width: 1 },
    ...(smoothed ? [{ kind: 'line' as const, x, y: smoothed, ink: 'filtered' as const, width: 1.5 }] : []),
    ...(fit && rate_hz !== null ? [decayLine(fit, values.length, x, rate_hz)] : []),
    ...(rise && smoothed
      ? [
          mark(x[0] + rise.from * scale, level(rise.from + location - points_before), '10 %'),
          mark(x[0] + rise.to * scale, level(rise.to + location - points_before), '90 %'),
        ]
      : []),
    ...(Number.isNaN(onset)
      ? []
      : [
          {
            ...mark(at(onset), level(onset), 'onset'),
            shape: 'ring' as const,
            place: up ? ('below' as const) : ('above' as const),
          },
        ]),
    ...(Number.isNaN(peak)
      ? []
      : [
          {
            ...mark(at(peak), amplitude, withUnit(significant(amplitude), unit)),
            shape: 'dot' as const,
            place: outside as 'above' | 'below',
          },
        ]),
    ...(Number.isNaN(halfdecay)
      ? []
      : [
          {
            ...mark(at(halfdecay), amplitude / 2, `half decay ${duration(events.halfdecay_s[event])}`),
            place: 'right' as const,
          },
        ]),
    ...(Number.isNaN(peak)
      ? [
          { kind: 'upright' as const, x: 0, ink: 'faint' as const, dashed: true, label: 'event' },
          {
            kind: 'line' as const,
            x: [x[0], x.at(-1)!],
            y: [amplitude, amplitude],
            ink: 'event' as const,
            width: 1,
            dashed: true,
          },
        ]
      : []),
  ];
  // A window and the baseline before it: what comes after belongs to other events.
  const [first, last] = [Math.max(x[0], -0.35 * window * scale), Math.min(x.at(-1)!, window * scale)];
  const visible = values.filter((value, i) => !Number.isNaN(value) && x[i] >= first && x[i] <= last);
  const tau = fit ? `, τ of its decay ${duration(fit.tau_s)}` : '';
  return {
    title: `Event ${event + 1}`,
    description: `${withUnit(fixed(events.time_s[event], 4), 's')}: amplitude ${withUnit(significant(amplitude), unit)}, rise time ${duration(events.risetime_s[event])}, half decay ${duration(events.halfdecay_s[event])}, half-width ${duration(events.halfwidth_s[event])}${tau}.`,
    x: { min: first, max: last, title: rate_hz === null ? 'Samples' : 'Time (ms)' },
    y: axisAround(titled('Amplitude', unit), [...visible, 0, amplitude], 0.12),
    series,
  };
}

function mark(x: number, y: number, label: string) {
  return { kind: 'mark', x, y, ink: 'event', shape: 'cross', label, place: 'left' } as const;
}

/** The exponential, drawn as far as the stretch goes, or five time constants. */
function decayLine(
  { amplitude, tau_s, offset, from }: NonNullable<EventPicture['fit']>,
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
