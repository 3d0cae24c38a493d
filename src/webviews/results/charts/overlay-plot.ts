import type { ResultsReady, ResultsTablesView } from '../../../common/api/views/results';
import { duration } from '../../../common/text/duration';
import { count, fixed } from '../../../common/text/numbers';
import { axisAround, type Plot, type Series, titled } from '../figures/plot';

/** More lines than this are one grey area. */
const mostLines = 250;

/** Events of the average that are drawn: all, or evenly chosen ones. */
export function overlaid({ events }: ResultsTablesView): Float64Array {
  const taken = events.location.filter(
    (_, i) => events.isolated[i] === 1 && events.excluded[i] === 0 && events.deleted[i] === 0,
  );
  const step = Math.max(1, taken.length / mostLines);
  return Float64Array.from({ length: Math.ceil(taken.length / step) }, (_, i) => taken[Math.floor(i * step)]);
}

/** The events of the average, thin, and the average over them with the fit to its decay. */
export function overlayPlot(
  { unit, rate_hz, points_before, points_after, tables: { average } }: ResultsReady,
  snippets: Float32Array | undefined,
): Plot {
  const width = points_before + points_after;
  const scale = rate_hz === null ? 1 : 1000 / rate_hz;
  const x = Float64Array.from({ length: width }, (_, i) => (i - points_before) * scale);
  const rows = snippets && width > 0 ? snippets.length / width : 0;
  const lines: Series[] = Array.from({ length: rows }, (_, row) => ({
    kind: 'line',
    x,
    y: snippets!.subarray(row * width, (row + 1) * width),
    ink: 'grid',
    width: 0.5,
  }));
  const shown = average?.count ?? 0;
  const chosen = rows < shown ? ` (${fixed(rows, 0)} of them drawn)` : '';
  const tau = average?.decayTau_s ? `; τ of the decay ${duration(average.decayTau_s)}` : '';
  const range = axisAround(titled('Amplitude', unit), rangeOf(snippets, average?.values), 0.04);
  return {
    title: 'Average event',
    description: average
      ? `${count(shown, 'isolated event')}${chosen}, thin, and the average${tau}.`
      : 'No event stands alone: there is no average.',
    x: { min: x[0] ?? 0, max: x.at(-1) ?? 1, title: rate_hz === null ? 'Samples' : 'Time (ms)' },
    y: range,
    series: [
      ...lines,
      ...(average
        ? [{ kind: 'line' as const, x, y: average.values, ink: 'filtered' as const, width: 2 }]
        : []),
      ...(average?.fit && rate_hz !== null
        ? [
            {
              kind: 'line' as const,
              x: x.subarray(average.fit.from),
              y: x
                .subarray(average.fit.from)
                .map(
                  (_, i) =>
                    average.fit!.amplitude * Math.exp(-i / rate_hz / average.fit!.tau_s) +
                    average.fit!.offset,
                ),
              ink: 'event' as const,
              width: 2,
              dashed: true,
            },
          ]
        : []),
    ],
  };
}

/** Where nearly all samples are: a single artefact must not flatten all others. */
function rangeOf(snippets: Float32Array | undefined, average: Float64Array | undefined): number[] {
  const sorted = (snippets ?? new Float32Array()).filter((value) => !Number.isNaN(value)).sort();
  const most = [sorted[Math.floor(sorted.length * 0.001)], sorted[Math.ceil(sorted.length * 0.999) - 1]];
  return [...most.filter((value) => value !== undefined), ...(average ?? [])];
}
