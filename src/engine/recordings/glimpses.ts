import type { Trace } from '../signal/trace';
import { type Extremes, extremesOf, Pyramid } from './pyramid';

const GLIMPSE_SAMPLES = 64;
/** The first picture must come within a second, also from a network drive. */
const FIRST_MS = 250;
/** Later ones leave the time to reading the whole. */
const LATER_MS = 30;
/** Every 64th column first, without a time limit; then those in between, as long as time remains. */
const PASSES = [64, 16, 4, 1];
/** Pictures that are asked for again and again while a pyramid grows: the overview and the visible part. */
const MOST_PICTURES = 4;

interface Glimpses {
  edges: Float64Array;
  found: (Extremes | undefined)[];
}

/** Glimpses of each pyramid's last pictures: what was seen is not read again. */
const cache = new WeakMap<Pyramid, Glimpses[]>();

/** Samples a few values in the middle of each of the columns `wanted`, as many as time allows. */
export function glimpse(
  source: Trace | Pyramid,
  edges: Float64Array,
  wanted: readonly number[],
  found: (Extremes | undefined)[],
): void {
  const trace = source instanceof Pyramid ? source.trace : source;
  const known = source instanceof Pyramid ? knownFor(source, edges) : undefined;
  const seen = known ?? new Array<Extremes | undefined>(found.length);
  lookInto(trace, edges, wanted, seen, known?.some(Boolean) ? LATER_MS : FIRST_MS);
  for (const i of wanted) found[i] = seen[i];
}

function lookInto(
  trace: Trace,
  edges: Float64Array,
  wanted: readonly number[],
  seen: (Extremes | undefined)[],
  limit_ms: number,
): void {
  const deadline = performance.now() + limit_ms;
  for (const pass of PASSES)
    for (let k = 0; k < wanted.length; k += pass) {
      const i = wanted[k];
      if (seen[i] !== undefined) continue;
      const [start, end] = [edges[i], edges[i + 1]];
      const from = Math.max(start, Math.floor((start + end - GLIMPSE_SAMPLES) / 2));
      const values = trace.read(from, Math.min(from + GLIMPSE_SAMPLES, end));
      seen[i] = extremesOf(values, 0, values.length);
      if (pass < PASSES[0] && performance.now() > deadline) return;
    }
}

function knownFor(pyramid: Pyramid, edges: Float64Array): Glimpses['found'] {
  const pictures = cache.get(pyramid) ?? [];
  const last = edges.length - 1;
  const same = pictures.find(
    (one) =>
      one.edges.length === edges.length && one.edges[0] === edges[0] && one.edges[last] === edges[last],
  );
  const current = same ?? { edges, found: new Array<Extremes | undefined>(last) };
  cache.set(pyramid, [current, ...pictures.filter((one) => one !== same)].slice(0, MOST_PICTURES));
  return current.found;
}
