import type { AverageView } from '../../../common/api/views/events';
import type { ResultsReady, ResultsTablesView } from '../../../common/api/views/results';
import { duration } from '../../../common/text/duration';
import { count } from '../../../common/text/numbers';
import { axisAround, eventTime, named, type Plot, type Series } from '../figures/plot';

/** Maximum number of events for the band; more do not change it. */
const MOST_EVENTS = 250;

/** Events behind the band of the average: all, or an evenly spaced subset. */
export function overlaid({ events }: ResultsTablesView): Float64Array {
  const taken = events.location.filter(
    (_, i) => events.isolated[i] === 1 && events.excluded[i] === 0 && events.deleted[i] === 0,
  );
  const step = Math.max(1, taken.length / MOST_EVENTS);
  return Float64Array.from({ length: Math.ceil(taken.length / step) }, (_, i) => taken[Math.floor(i * step)]);
}

/** The band that contains 80 % of the averaged events, the average over it, and the fit to its decay. */
export function overlayPlot(
  { unit, rate_hz, points_before, points_after, tables: { average } }: ResultsReady,
  snippets: Float32Array | undefined,
): Plot {
  const width = points_before + points_after;
  const scale = rate_hz === null ? 1 : 1000 / rate_hz;
  const x = Float64Array.from({ length: width }, (_, i) => (i - points_before) * scale);
  const band = snippets && width > 0 && snippets.length > 0 ? bandOf(snippets, width) : undefined;
  const exponential = average?.fit === 'meaningless' ? null : average?.fit;
  const fit = exponential && rate_hz !== null ? fitLine(exponential, x, rate_hz) : undefined;
  const values = [...(band ? [band.low, band.high] : []), ...(average ? [average.values] : [])];
  return {
    title: 'Average event',
    description: describe(average, snippets && width > 0 ? snippets.length / width : 0),
    x: { min: x[0] ?? 0, max: x.at(-1) ?? 1, ...eventTime(rate_hz) },
    y: axisAround(named('Amplitude', unit), finite(values), 0.04),
    series: [
      ...(band ? [{ kind: 'area' as const, x, ...band, ink: 'rawFar' as const }] : []),
      ...(average ? [{ kind: 'line' as const, x, y: average.values, ink: 'event' as const, width: 2 }] : []),
      ...(fit ? [fit] : []),
    ],
  };
}

function describe(average: AverageView | null, rows: number): string {
  if (!average) return 'No event is isolated: there is no average.';
  const tau =
    average.fit === 'meaningless'
      ? '; the decay is not exponential'
      : average.decayTau_s
        ? `; τ of the decay ${duration(average.decayTau_s)}`
        : '';
  const of = rows < average.count ? ` of ${count(rows, 'event')} of them` : '';
  const band = average.count > 1 ? `; band 10–90 %${of}` : '';
  return `${count(average.count, 'isolated event')}${band}${tau}.`;
}

function fitLine(
  { amplitude, tau_s, offset, from }: Exclude<AverageView['fit'], null | 'meaningless'>,
  x: Float64Array,
  rate_hz: number,
): Series {
  const after = x.subarray(from);
  const y = after.map((_, i) => amplitude * Math.exp(-i / rate_hz / tau_s) + offset);
  return { kind: 'line', x: after, y, ink: 'foreground', width: 2, dashed: true };
}

/** 10th and 90th percentile of the events at each sample; NaN without an event. */
function bandOf(snippets: Float32Array, width: number): { low: Float64Array; high: Float64Array } {
  const [low, high] = [new Float64Array(width), new Float64Array(width)];
  const rows = snippets.length / width;
  const column = new Float32Array(rows);
  for (let i = 0; i < width; i++) {
    for (let row = 0; row < rows; row++) column[row] = snippets[row * width + i];
    const sorted = column.filter((value) => !Number.isNaN(value)).sort();
    low[i] = sorted[Math.round(0.1 * (sorted.length - 1))] ?? Number.NaN;
    high[i] = sorted[Math.round(0.9 * (sorted.length - 1))] ?? Number.NaN;
  }
  return { low, high };
}

function finite(lines: readonly Float64Array[]): number[] {
  return lines.flatMap((line) => Array.from(line.filter(Number.isFinite)));
}
