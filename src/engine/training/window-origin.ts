import { existsSync } from 'node:fs';
import path from 'node:path';
import { defaultParameters } from '../../common/parameters/parameters';
import type { Recipe } from '../../common/traces/recipe';
import type { TrainingSet } from '../../common/training/training-set';
import { mayOpenNamed, notOpenedSentence } from '../files/named-paths';
import type { Trace } from '../signal/trace';

/** Recording and position of a window. */
export interface WindowOrigin {
  recipe: Recipe;
  /** The window is samples `from` ≤ i < `to` of that trace. */
  from: number;
  to: number;
}

/**
 * Finds the recording of a window: at the path in the file, beside the training set, or in the folder above. The result
 * is a sentence if the file does not name it, or if it is not found.
 */
export function originOf(set: TrainingSet, window: number): WindowOrigin | string {
  const source = set.sources ? set.facts.sources[set.sources[window]] : undefined;
  const named = source?.path || set.labels?.[window];
  const from = set.starts?.[window];
  if (!named || from === undefined)
    return 'The file does not name the recording and position of this window.';
  const places = placesOf(named, set.path);
  const recording = places.find((place) => mayOpenNamed(place, set.path) && existsSync(place));
  if (recording === undefined && !mayOpenNamed(places[0], set.path)) return notOpenedSentence(places[0]);
  if (recording === undefined) return `The recording ${baseName(named)} is not beside the training set.`;
  return {
    recipe: {
      path: recording,
      parameters: {
        ...defaultParameters(),
        series: source?.series || null,
        channel: source?.channel ?? 0,
        sweep: source?.sweep ?? null,
        sampling: source?.rate_hz ?? set.facts.rate_hz,
        unit: source?.unit || set.facts.unit || null,
      },
    },
    from,
    to: from + (set.facts.win_size ?? set.length),
  };
}

/** Minimum correlation of a window with its recording; windows may be resampled. */
const ALIKE = 0.9;

/** Whether a window matches a trace at its position, up to scale, offset and sign. */
export function liesIn(trace: Trace, { from, to }: WindowOrigin, window: Float64Array): boolean {
  if (!(from >= 0 && to <= trace.samples)) return false;
  const there = trace.read(from, to);
  const step = (to - from) / window.length;
  const values = Float64Array.from(window, (_, i) => there[Math.min(there.length - 1, Math.round(i * step))]);
  return Math.abs(correlation(values, window)) >= ALIKE;
}

function correlation(a: Float64Array, b: Float64Array): number {
  const meanOf = (x: Float64Array) => x.reduce((sum, v) => sum + v, 0) / x.length;
  const [meanA, meanB] = [meanOf(a), meanOf(b)];
  let [both, squaresA, squaresB] = [0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    const [x, y] = [a[i] - meanA, b[i] - meanB];
    both += x * y;
    squaresA += x * x;
    squaresB += y * y;
  }
  return both / Math.sqrt(squaresA * squaresB);
}

function placesOf(named: string, trainingSet: string): string[] {
  const folder = path.dirname(trainingSet);
  const name = baseName(named);
  return [path.resolve(folder, named), path.join(folder, name), path.join(path.dirname(folder), name)];
}

/** Paths may be from another operating system. */
function baseName(file: string): string {
  return file.split(/[\\/]/).at(-1)!;
}
