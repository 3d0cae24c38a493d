import { merged } from '../../common/traces/sample-ranges';
import type { TraceWindow, WindowOfTrace } from '../../common/traces/trace-window';
import type { Trace } from '../signal/trace';
import { glimpse } from './glimpses';
import { type Extremes, extremesOf, Pyramid } from './pyramid';

/** Segments up to this length are read and processed sample by sample, which takes a few milliseconds. */
const READ_WHOLE = 512 * 1024;
const MOST_COLUMNS = 65_536;

/**
 * Points to draw for a segment of a trace: its samples if there are at most two per column, otherwise the minimum and
 * the maximum of each column. The segment is clipped to the trace. In short segments, and where the pyramid is built,
 * the answer is exact. Elsewhere columns show the extremes of a few of their samples, `exact` is false, and `unread` says
 * where; the visible part is then built next. A column without a number is NaN, which breaks a line.
 *
 * @throws UserError when the recording cannot be read
 */
export function traceWindow(source: Trace | Pyramid, request: WindowOfTrace): TraceWindow {
  const [trace, pyramid] = source instanceof Pyramid ? [source.trace, source] : [source, undefined];
  const from = clamp(Math.floor(request.from), 0, trace.samples);
  const to = clamp(Math.ceil(request.to), from, trace.samples);
  const columns = clamp(Math.floor(request.columns), 1, MOST_COLUMNS);
  if (to - from <= 2 * columns) return samplesOf(trace, from, to);
  if (to - from <= READ_WHOLE) return readColumns(trace, from, to, columns);
  if (request.visible) pyramid?.want(request.visible);
  return surveyColumns(trace, pyramid, evenEdges(from, to, columns, pyramid?.bucket ?? 1));
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(Math.max(value, least), most);
}

/** Edges of columns of equal width, inner ones rounded up to a multiple of `grain`. */
function evenEdges(from: number, to: number, columns: number, grain: number): Float64Array {
  return Float64Array.from({ length: columns + 1 }, (_, i) => {
    if (i === 0) return from;
    if (i === columns) return to;
    return clamp(Math.round((from + ((to - from) * i) / columns) / grain) * grain, from, to);
  });
}

function samplesOf(trace: Trace, from: number, to: number): TraceWindow {
  return {
    x: Float64Array.from({ length: to - from }, (_, i) => from + i),
    y: Float32Array.from(trace.read(from, to)),
    kind: 'samples',
    exact: true,
  };
}

function readColumns(trace: Trace, from: number, to: number, columns: number): TraceWindow {
  const values = trace.read(from, to);
  const edges = evenEdges(from, to, columns, 1);
  const found = Array.from({ length: columns }, (_, i) =>
    extremesOf(values, edges[i] - from, edges[i + 1] - from),
  );
  return windowOf(edges, found, []);
}

/** Long segments: from the pyramid where it is built, by sampling elsewhere. */
function surveyColumns(trace: Trace, pyramid: Pyramid | undefined, edges: Float64Array): TraceWindow {
  const columns = edges.length - 1;
  const found = new Array<Extremes | undefined>(columns);
  const unread: number[] = [];
  for (let i = 0; i < columns; i++)
    if (pyramid?.isBuilt(edges[i], edges[i + 1]))
      found[i] = exactExtremes(trace, pyramid, edges[i], edges[i + 1]);
    else unread.push(i);
  if (unread.length > 0) glimpse(pyramid ?? trace, edges, unread, found);
  return windowOf(edges, found, unread);
}

/** Only the few samples between the segment's ends and the nearest buckets are read. */
function exactExtremes(trace: Trace, pyramid: Pyramid, from: number, to: number): Extremes {
  const { bucket } = pyramid;
  const first = Math.min(Math.ceil(from / bucket) * bucket, to);
  const last = to === trace.samples ? to : Math.max(Math.floor(to / bucket) * bucket, first);
  const parts = [
    pyramid.extremes(first, last),
    ...(from < first ? [readExtremes(trace, from, first)] : []),
    ...(last < to ? [readExtremes(trace, last, to)] : []),
  ];
  return {
    minimum: Math.min(...parts.map(({ minimum }) => minimum)),
    maximum: Math.max(...parts.map(({ maximum }) => maximum)),
  };
}

function readExtremes(trace: Trace, from: number, to: number): Extremes {
  return extremesOf(trace.read(from, to), 0, to - from);
}

/** Two points in the middle of each column that was looked into: its minimum and its maximum. */
function windowOf(
  edges: Float64Array,
  found: readonly (Extremes | undefined)[],
  unread: readonly number[],
): TraceWindow {
  const seen = found.flatMap((extremes, i) => (extremes && edges[i] < edges[i + 1] ? [{ i, extremes }] : []));
  const x = new Float64Array(2 * seen.length);
  const y = new Float32Array(2 * seen.length);
  seen.forEach(({ i, extremes: { minimum, maximum } }, point) => {
    const isNumber = minimum <= maximum;
    x[2 * point] = x[2 * point + 1] = (edges[i] + edges[i + 1] - 1) / 2;
    y[2 * point] = isNumber ? minimum : Number.NaN;
    y[2 * point + 1] = isNumber ? maximum : Number.NaN;
  });
  if (unread.length === 0) return { x, y, kind: 'extremes', exact: true };
  const ranges = merged(unread.map((i) => ({ from: edges[i], to: edges[i + 1] })));
  return { x, y, kind: 'extremes', exact: false, unread: ranges };
}
