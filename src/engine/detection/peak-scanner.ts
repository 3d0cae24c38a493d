export interface ScannedPeak {
  /** The middle of a flat top, rounded down. */
  position: number;
  height: number;
  prominence: number;
  /** The signal is highest at its very first or last sample: no peak to scipy. Prominent over its one side. */
  edge: boolean;
}

export interface ScannedPeaks {
  /** In the order of their positions. */
  peaks: ScannedPeak[];
  /** First of the highest samples; −1 of nothing. */
  highest: number;
}

/** A peak whose right side is not over yet: nothing higher has come. */
interface OpenPeak extends ScannedPeak {
  /** Lowest sample since the open peak before. */
  valley: number;
  /** Lowest sample since the last higher one. */
  leftMinimum: number;
}

/**
 * Finds peaks and their prominences in one pass. A prominence needs the lowest samples on either side up to the
 * next higher one. Peaks that still wait for a higher sample on their right stand on a stack, never lower than
 * those above them, with the lowest sample between each two; whoever is passed leaves the stack, and its valleys
 * become part of its neighbour's. So every sample costs a constant time, and only peaks are kept.
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

  /** @param least height of a peak */
  constructor(least: number) {
    this.#least = least;
  }

  /** Takes the next samples of the signal, finite numbers. */
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

  /** The first sample hides what is lower from the left end, as a peak would. */
  #openEdge(height: number): void {
    this.#open.push({ position: 0, height, prominence: 0, edge: true, valley: height, leftMinimum: height });
  }

  #openPeak(position: number, edge: boolean): void {
    const height = this.#last;
    if (height < this.#least) return;
    const valley = this.#valley;
    const below = this.#open.at(-1);
    // One of equal height does not end the way to the left.
    const leftMinimum = below?.height === height ? Math.min(valley, below.leftMinimum) : valley;
    this.#open.push({ position, height, prominence: 0, edge, valley, leftMinimum });
    this.#valley = Number.POSITIVE_INFINITY;
  }

  #close(): void {
    const { position, height, edge, valley, leftMinimum } = this.#open.pop()!;
    const rightMinimum = Math.min(this.#valley, height);
    this.#valley = Math.min(this.#valley, valley);
    if (height < this.#least) return;
    // An edge has but one side; that of the last sample is to its left.
    const base = !edge ? Math.max(leftMinimum, rightMinimum) : position === 0 ? rightMinimum : leftMinimum;
    const prominence = height - base;
    if (!edge || prominence > 0) this.#found.push({ position, height, prominence, edge });
  }
}
