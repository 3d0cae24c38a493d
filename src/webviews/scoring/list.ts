import type { WindowFeatures } from '../../common/training/training-set';
/** Measures to filter and sort by, one number per window; NaN where there is none. */
export interface Measures {
  /** In the direction of events; positive for events of either direction. */
  amplitude: Float32Array;
  /** Amplitude over the standard deviation of the baseline. */
  snr: Float32Array;
}

export function measuresOf(features: WindowFeatures, direction: 'negative' | 'positive'): Measures {
  const amplitude = direction === 'negative' ? features.down : features.up;
  return { amplitude, snr: amplitude.map((a, i) => a / features.noise[i]) };
}

export type Shown = 'all' | 'unscored' | 'scored' | '1' | '0' | '2' | 'bookmarked' | 'disagreements';

export type SortBy = 'file' | 'amplitude' | 'snr' | 'source' | 'score' | 'doubtful' | 'probability';

/** Filter and order of the listed windows. */
export interface Listing {
  shown: Shown;
  /** Number of a source; null for all. */
  source: number | null;
  amplitude: Bounds;
  snr: Bounds;
  sort: SortBy;
  descending: boolean;
}

/** Range from – to; null without a bound. */
export interface Bounds {
  from: number | null;
  to: number | null;
}

const noBounds: Bounds = { from: null, to: null };

export const wholeFile: Listing = {
  shown: 'all',
  source: null,
  amplitude: noBounds,
  snr: noBounds,
  sort: 'file',
  descending: false,
};

/** Properties of windows that lists filter and sort by. */
export interface Listable {
  scores: Int8Array;
  source: Int32Array | null;
  bookmarks: ReadonlySet<number>;
  disagreements: ReadonlySet<number>;
  /** Absent until computed: they then neither filter nor sort. */
  measures: Measures | undefined;
  probabilities: Float32Array | undefined;
}

/** Window numbers in the order of the listing; windows without the sorted measure come last. */
export function listed(windows: Listable, listing: Listing): Int32Array {
  const found = new Int32Array(windows.scores.length)
    .map((_, i) => i)
    .filter((i) => matches(windows, listing, i));
  const key = keyOf(windows, listing.sort);
  if (!key) return listing.descending && listing.sort === 'file' ? found.reverse() : found;
  const sign = listing.descending ? -1 : 1;
  return found.sort((a, b) => {
    const [x, y] = [key[a], key[b]];
    if (Number.isNaN(x) || Number.isNaN(y)) return Number(Number.isNaN(x)) - Number(Number.isNaN(y)) || a - b;
    return sign * (x - y) || a - b;
  });
}

export function matches(windows: Listable, { shown, source, amplitude, snr }: Listing, i: number): boolean {
  const { measures } = windows;
  return (
    isShown(windows, shown, i) &&
    (source === null || !windows.source || windows.source[i] === source) &&
    (!measures || (within(amplitude, measures.amplitude[i]) && within(snr, measures.snr[i])))
  );
}

export function isFiltered({ shown, source, amplitude, snr }: Listing): boolean {
  return shown !== 'all' || source !== null || isBounded(amplitude) || isBounded(snr);
}

function isShown({ scores, bookmarks, disagreements }: Listable, shown: Shown, i: number): boolean {
  switch (shown) {
    case 'all':
      return true;
    case 'unscored':
      return scores[i] === -1;
    case 'scored':
      return scores[i] !== -1;
    case 'bookmarked':
      return bookmarks.has(i);
    case 'disagreements':
      return disagreements.has(i);
    default:
      return scores[i] === Number(shown);
  }
}

function isBounded({ from, to }: Bounds): boolean {
  return from !== null || to !== null;
}

function within(bounds: Bounds, value: number): boolean {
  if (!isBounded(bounds)) return true;
  return (
    value >= (bounds.from ?? Number.NEGATIVE_INFINITY) && value <= (bounds.to ?? Number.POSITIVE_INFINITY)
  );
}

function keyOf(
  { scores, source, measures, probabilities }: Listable,
  sort: SortBy,
): ArrayLike<number> | undefined {
  switch (sort) {
    case 'file':
      return undefined;
    case 'amplitude':
      return measures?.amplitude;
    case 'snr':
      return measures?.snr;
    case 'source':
      return source ?? undefined;
    case 'score':
      return scores;
    case 'probability':
      return probabilities;
    case 'doubtful':
      return probabilities?.map((p) => Math.abs(p - 0.5));
  }
}
