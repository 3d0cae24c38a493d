export interface ScannedPeak {
  /** The middle of a flat top, rounded down. */
  position: number;
  height: number;
  prominence: number;
  /**
   * The maximum is at the first or last sample of the signal, which scipy does not count as a peak. Its prominence is
   * one-sided.
   */
  edge: boolean;
}

export interface ScannedPeaks {
  /** In the order of their positions. */
  peaks: ScannedPeak[];
  /** First of the highest samples; −1 for an empty signal. */
  highest: number;
}

/** A peak whose right side is still open: nothing higher has come yet. */
interface OpenPeak extends ScannedPeak {
  /** Lowest sample since the previous open peak. */
  valley: number;
  /** Lowest sample since the last higher one. */
  leftMinimum: number;
}

/**
 * Finds peaks and their prominences in one pass. A prominence needs the lowest samples on either side up to the next
 * higher one. Peaks without a higher sample to their right so far are kept on a monotonic stack with the lowest sample
 * between each two. A higher sample pops the lower peaks and merges their valleys into the neighbour's. So each sample
 * takes constant time (amortised), and only peaks are kept.
 */
export class PeakScanner {
  readonly #least: number;
  readonly #found: ScannedPeak[] = [];
  readonly #open: OpenPeak[] = [];
  /** Lowest sample since the last open peak. */
  #valley = Number.POSITIVE_INFINITY;
  #count = 0;
  #last = Number.NaN;
  #topStart = 0;
  #rising = false;
  #highest = -1;
  #highestValue = Number.NEGATIVE_INFINITY;

  /** @param least minimum height of a peak */
  constructor(least: number) {
    this.#least = least;
  }

  /** Scans the next samples of the signal, finite numbers. */
  scan(values: Float64Array): void {
    for (let i = 0; i < values.length; i++) {
      const value = values[i];
      const position = this.#count + i;
      if (position === 0) this.#openEdge(value);
      else if (value > this.#last) {
        this.#topStart = position;
        this.#rising = true;
        while (this.#open.length > 0 && value > this.#open[this.#open.length - 1].height) this.#close();
      } else if (value < this.#last) {
        if (this.#rising) this.#openPeak(Math.floor((this.#topStart + position - 1) / 2), false);
        this.#rising = false;
      }
      if (value > this.#highestValue) {
        this.#highestValue = value;
        this.#highest = position;
      }
      if (value < this.#valley) this.#valley = value;
      this.#last = value;
    }
    this.#count += values.length;
  }

  finish(): ScannedPeaks {
    if (this.#rising) this.#openPeak(this.#count - 1, true);
    while (this.#open.length > 0) this.#close();
    return { peaks: this.#found.sort((a, b) => a.position - b.position), highest: this.#highest };
  }

  /** Treats the first sample as an open peak, so that lower peaks have their left base there. */
  #openEdge(height: number): void {
    this.#open.push({ position: 0, height, prominence: 0, edge: true, valley: height, leftMinimum: height });
  }

  #openPeak(position: number, edge: boolean): void {
    const height = this.#last;
    if (height < this.#least) return;
    const valley = this.#valley;
    const below = this.#open.at(-1);
    // A peak of equal height does not end the search to the left.
    const leftMinimum = below?.height === height ? Math.min(valley, below.leftMinimum) : valley;
    this.#open.push({ position, height, prominence: 0, edge, valley, leftMinimum });
    this.#valley = Number.POSITIVE_INFINITY;
  }

  #close(): void {
    const { position, height, edge, valley, leftMinimum } = this.#open.pop()!;
    const rightMinimum = Math.min(this.#valley, height);
    this.#valley = Math.min(this.#valley, valley);
    if (height < this.#least) return;
    // An edge has only one side; that of the last sample is to its left.
    const base = !edge ? Math.max(leftMinimum, rightMinimum) : position === 0 ? rightMinimum : leftMinimum;
    const prominence = height - base;
    if (!edge || prominence > 0) this.#found.push({ position, height, prominence, edge });
  }
}
