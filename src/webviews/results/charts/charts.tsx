import { memo } from 'preact/compat';
import { useMemo } from 'preact/hooks';
import type { ResultsReady } from '../../../common/api/views/results';
import type { MeasureId } from '../../../common/events/event-columns';
import { knownMeasureOf, knownMeasures } from '../measures';
import { PlotCanvas } from '../plot-canvas';
import { cumulativePlot, histogramPlot } from './distribution-plots';
import { overlayPlot } from './overlay-plot';

interface ChartsProps {
  results: ResultsReady;
  snippets: Float32Array | undefined;
  measure: MeasureId;
  /** Number of the event that is shown. */
  event: number | undefined;
  onMeasure(measure: MeasureId): void;
}

/** The average event over all others, and how a measure is distributed. */
export function Charts({ results, snippets, measure, event, onMeasure }: ChartsProps) {
  const { tables, unit } = results;
  const value = event === undefined ? undefined : knownMeasureOf(measure).values(tables.events, unit)[event];
  const known = useMemo(() => knownMeasures(tables.events), [tables.events]);
  // Plots of all events are not made anew because a cursor moved.
  const average = useMemo(() => overlayPlot(results, snippets), [tables, unit, snippets]);
  const histogram = useMemo(() => histogramPlot(results, measure, value), [tables, unit, measure, value]);
  const cumulative = useMemo(() => cumulativePlot(results, measure, value), [tables, unit, measure, value]);
  return (
    <section class="charts" aria-label="All events">
      <figure>
        <figcaption>
          <span class="chart-title">Average</span>
          <span class="caption" title={average.description}>
            {average.description}
          </span>
        </figcaption>
        <Chart plot={average} />
      </figure>
      <figure>
        <figcaption>
          <select
            aria-label="Measure of the distributions"
            value={measure}
            onChange={({ currentTarget }) => onMeasure(currentTarget.value as MeasureId)}
          >
            {known.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </select>
        </figcaption>
        <Chart plot={histogram} />
      </figure>
      <figure>
        <figcaption>
          <span class="chart-title">Cumulative</span>
        </figcaption>
        <Chart plot={cumulative} />
      </figure>
    </section>
  );
}

const Chart = memo(({ plot }: { plot: Parameters<typeof PlotCanvas>[0]['plot'] }) => (
  <PlotCanvas class="chart" plot={plot} />
));
