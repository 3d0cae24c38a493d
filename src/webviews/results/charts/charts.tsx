import { memo } from 'preact/compat';
import { useMemo } from 'preact/hooks';
import type { ResultsReady } from '../../../common/api/views/results';
import type { MeasureId } from '../../../common/events/event-columns';
import { Select } from '../../shared/controls';
import { knownMeasureOf, knownMeasures } from '../../shared/event-measures';
import { PlotCanvas } from '../plot-canvas';
import { cumulativePlot, histogramPlot } from './distribution-plots';
import { overlayPlot } from './overlay-plot';

interface ChartsProps {
  results: ResultsReady;
  snippets: Float32Array | undefined;
  measure: MeasureId;
  /** Index of the displayed event. */
  event: number | undefined;
  onMeasure(measure: MeasureId): void;
}

/** Charts of all events: the average event, and the distribution of a measure. */
export function Charts({ results, snippets, measure, event, onMeasure }: ChartsProps) {
  const { tables, unit } = results;
  const value = event === undefined ? undefined : knownMeasureOf(measure).values(tables.events, unit)[event];
  const known = useMemo(() => knownMeasures(tables.events), [tables.events]);
  // Memoised, so that plots of all events are not rebuilt when a cursor moves.
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
          <Select
            label="Measure of the distributions"
            options={known.map(({ id, name }) => ({ value: id, label: name }))}
            value={measure}
            onChoose={onMeasure}
          />
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
