import type { ResultsReady } from '../../../common/api/views/results';
import { duration } from '../../../common/text/duration';
import { count } from '../../../common/text/numbers';
import type { TraceWindow } from '../../../common/traces/trace-window';
import { axisAround, named, type Plot, type Series } from '../figures/plot';

export interface TraceScene {
  trace: TraceWindow;
  prediction: TraceWindow | null;
  stretch: { from: number; to: number };
  current: number | null;
  cursor: number | null;
}

/** The recording around an event as it was measured, its events marked, the prediction faint above it. */
export function tracePlot(results: ResultsReady, scene: TraceScene): Plot {
  const { unit, rate_hz, tables, direction, comparison, threshold, excluded } = results;
  const { trace, prediction, stretch, current, cursor } = scene;
  const scale = rate_hz === null ? 1 : 1 / rate_hz;
  const seconds = (samples: Float64Array) => samples.map((sample) => sample * scale);
  const y = axisAround(named('Trace', unit), finite(trace.y), 0.2);
  const { events } = tables;
  const up = direction === 'positive';
  const inside = (sample: number) => sample >= stretch.from && sample < stretch.to;
  const level = (location: number, peak: number) => valueAt(trace, Number.isNaN(peak) ? location : peak);
  const marks = Array.from(events.location.keys())
    .filter((i) => inside(events.location[i]))
    .map((i): Series => {
      const [location, peak] = [events.location[i], events.peak[i]];
      const gone = events.deleted[i] === 1;
      return {
        kind: 'mark',
        x: (Number.isNaN(peak) ? location : peak) * scale,
        y: level(location, peak) + (up ? 0.03 : -0.03) * (y.max - y.min),
        ink: gone ? 'excluded' : 'event',
        shape: gone ? 'cross' : up ? 'down' : 'up',
        chosen: location === current,
        ...(location === current && { label: String(i + 1), place: up ? 'above' : 'below' }),
      };
    });
  const lost = (comparison?.lost ?? [])
    .filter(({ location }) => inside(location))
    .map(
      ({ location }): Series => ({
        kind: 'mark',
        x: location * scale,
        y: level(location, Number.NaN) + (up ? 0.03 : -0.03) * (y.max - y.min),
        ink: 'selected',
        shape: up ? 'hollowDown' : 'hollowUp',
        label: 'lost',
        place: up ? 'above' : 'below',
      }),
    );
  const leftOut = excluded
    .filter(({ from, to }) => to > stretch.from && from < stretch.to)
    .map(({ from, to }): Series => ({ kind: 'hatched', from: from * scale, to: to * scale }));
  const share = (p: number) => y.max - (1 - p) * 0.14 * (y.max - y.min);
  return {
    title: 'Recording',
    description: `${duration((stretch.to - stretch.from) * scale)} from ${duration(stretch.from * scale)} on, with ${count(marks.length, 'event')}${leftOut.length > 0 ? `, ${count(leftOut.length, 'interval')} excluded` : ''}.`,
    x: {
      min: stretch.from * scale,
      max: stretch.to * scale,
      ...(rate_hz === null ? named('Samples', '') : named('Time', 's')),
    },
    y,
    series: [
      ...leftOut,
      ...(prediction
        ? [
            {
              kind: 'line' as const,
              x: [stretch.from * scale, stretch.to * scale],
              y: [share(threshold), share(threshold)],
              ink: 'faint' as const,
              width: 0.7,
              dashed: true,
            },
            {
              kind: 'line' as const,
              x: seconds(prediction.x),
              y: prediction.y.map(share),
              ink: 'model' as const,
              width: 1,
            },
          ]
        : []),
      { kind: 'line', x: seconds(trace.x), y: trace.y, ink: 'raw', width: 1 },
      ...lost,
      ...(cursor !== null && inside(cursor)
        ? [{ kind: 'upright' as const, x: cursor * scale, ink: 'selected' as const }]
        : []),
      ...marks,
    ],
  };
}

function finite(values: Float32Array): Float32Array {
  return values.filter(Number.isFinite);
}

/** The value drawn at a sample, or nearest to it. */
function valueAt({ x, y }: TraceWindow, sample: number): number {
  let low = 0;
  let high = x.length - 1;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (x[middle] < sample) low = middle + 1;
    else high = middle;
  }
  return y[low] ?? 0;
}
