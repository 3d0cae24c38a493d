import type { ResultsReady } from '../../../common/api/views/results';
import { duration } from '../../../common/text/duration';
import { count } from '../../../common/text/numbers';
import type { TraceWindow } from '../../../common/traces/trace-window';
import { axisAround, named, type Plot, type PlotAxis, type Series } from '../figures/plot';

export interface TraceScene {
  trace: TraceWindow;
  prediction: TraceWindow | null;
  stretch: { from: number; to: number };
  current: number | null;
  cursor: number | null;
}

/** The recording around an event as measured, with its events marked, and the probability above it. */
export function tracePlot(results: ResultsReady, scene: TraceScene): Plot {
  const { unit, rate_hz, excluded } = results;
  const { trace, stretch, cursor } = scene;
  const scale = rate_hz === null ? 1 : 1 / rate_hz;
  const y = axisAround(named('Trace', unit), trace.y.filter(Number.isFinite), 0.2);
  const placed: Placed = { scale, y, results, scene };
  const marks = eventMarks(placed);
  const gaps = excluded
    .filter(({ from, to }) => to > stretch.from && from < stretch.to)
    .map(({ from, to }): Series => ({ kind: 'hatched', from: from * scale, to: to * scale }));
  const without = gaps.length > 0 ? `, ${count(gaps.length, 'interval')} excluded` : '';
  return {
    title: 'Recording',
    description: `${duration((stretch.to - stretch.from) * scale)} from ${duration(stretch.from * scale)} on, with ${count(marks.length, 'event')}${without}.`,
    x: {
      min: stretch.from * scale,
      max: stretch.to * scale,
      ...(rate_hz === null ? named('Samples', '') : named('Time', 's')),
    },
    y,
    series: [
      ...gaps,
      ...probabilityLines(placed),
      { kind: 'line', x: trace.x.map((sample) => sample * scale), y: trace.y, ink: 'raw', width: 1 },
      ...lostMarks(placed),
      ...(cursor !== null && inside(scene, cursor)
        ? [{ kind: 'upright' as const, x: cursor * scale, ink: 'selected' as const }]
        : []),
      ...marks,
    ],
  };
}

interface Placed {
  /** Seconds per sample; 1 if the sampling rate is unknown. */
  scale: number;
  y: PlotAxis;
  results: ResultsReady;
  scene: TraceScene;
}

function inside({ stretch }: TraceScene, sample: number): boolean {
  return sample >= stretch.from && sample < stretch.to;
}

/** Position just outside the trace at a sample, on the side of the events' direction. */
function beyond({ y, scene }: Placed, sample: number, up: boolean): number {
  const away = up ? 0.03 : -0.03;
  return valueAt(scene.trace, sample) + away * (y.max - y.min);
}

function eventMarks(placed: Placed): Series[] {
  const { scale, results, scene } = placed;
  const { events } = results.tables;
  return Array.from(events.location.keys())
    .filter((i) => inside(scene, events.location[i]))
    .map((i): Series => {
      const [location, peak] = [events.location[i], events.peak[i]];
      const gone = events.deleted[i] === 1;
      const up = events.direction[i] > 0;
      const chosen = location === scene.current;
      const at = Number.isNaN(peak) ? location : peak;
      return {
        kind: 'mark',
        x: at * scale,
        y: beyond(placed, at, up),
        ink: gone ? 'excluded' : 'event',
        shape: gone ? 'cross' : up ? 'down' : 'up',
        chosen,
        ...(chosen && { label: String(i + 1), place: up ? 'above' : 'below' }),
      };
    });
}

/** Hollow marks for events found only in the other results. */
function lostMarks(placed: Placed): Series[] {
  const { scale, results, scene } = placed;
  const up = results.direction === 'positive';
  return (results.comparison?.lost ?? [])
    .filter(({ location }) => inside(scene, location))
    .map(({ location }) => ({
      kind: 'mark',
      x: location * scale,
      y: beyond(placed, location, up),
      ink: 'selected',
      shape: up ? 'hollowDown' : 'hollowUp',
      label: 'lost',
      place: up ? 'above' : 'below',
    }));
}

/** The model's probability and its threshold, in a lane at the top. */
function probabilityLines({ scale, y, results: { threshold }, scene }: Placed): Series[] {
  const { prediction, stretch } = scene;
  if (!prediction) return [];
  const at = (p: number) => y.max - (1 - p) * 0.14 * (y.max - y.min);
  return [
    {
      kind: 'line',
      x: [stretch.from * scale, stretch.to * scale],
      y: [at(threshold), at(threshold)],
      ink: 'faint',
      width: 0.7,
      dashed: true,
    },
    {
      kind: 'line',
      x: prediction.x.map((sample) => sample * scale),
      y: prediction.y.map(at),
      ink: 'model',
      width: 1,
    },
  ];
}

/** The drawn value at a sample, or the nearest one. */
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
