/** A peak of the prediction that is prominent enough, and its outcome. */
export interface Candidate {
  /** Crossings of half the peak's prominence, in samples of the trace. */
  left: number;
  right: number;
  /** The peak is cut off by an end of the prediction; miniML does not detect it. */
  cut: boolean;
  score: number;
  prominence: number;
  /** Samples `from` ≤ i < `to` of the search region. */
  from: number;
  to: number;
  /**
   * `narrow`: the peak is not wide enough, its region was not searched. `border`: the region reaches into the first
   * window or beyond the prediction.
   */
  outcome: 'searched' | 'narrow' | 'border';
  rises: Rise[];
  /** Present if both directions were searched: −1 or 1. */
  direction?: 1 | -1;
}

/** A peak of the smoothed gradient within a candidate's region. */
export interface Rise {
  sample: number;
  gradient: number;
  /**
   * `minor`: its prominence is too small a fraction of the largest in the region. `duplicate`: an event was already
   * found there. `border`: too close to the trace edge to be measured. `missing`: values are missing there. `excluded`:
   * it, or the peak after it, lies in an excluded interval. `small`: its amplitude is below `min_amplitude`.
   */
  outcome: 'event' | 'minor' | 'duplicate' | 'border' | 'missing' | 'excluded' | 'small';
}

/** The rule that decided about a sample, in the order in which the rules are applied. */
export type Verdict =
  | 'event'
  | 'missing values'
  | 'excluded'
  | 'border'
  | 'score'
  | 'prominence'
  | 'width'
  | 'gradient'
  | 'relative prominence'
  | 'amplitude'
  | 'duplicate';
