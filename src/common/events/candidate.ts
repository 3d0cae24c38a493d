/** A peak of the prediction that stands out enough, and what became of it. */
export interface Candidate {
  /** Where the prediction passes half of the peak's prominence, in samples of the trace. */
  left: number;
  right: number;
  /** An end of the prediction cuts the peak: miniML does not see it. */
  cut: boolean;
  score: number;
  prominence: number;
  /** Samples `from` ≤ i < `to` in which rises were, or would have been, looked for. */
  from: number;
  to: number;
  /**
   * `narrow`: the peak is not wide enough, its stretch was not searched.
   * `border`: the stretch reaches into the first window or beyond the prediction.
   */
  outcome: 'searched' | 'narrow' | 'border';
  rises: Rise[];
}

/** A peak of the smoothed gradient within a candidate's stretch. */
export interface Rise {
  sample: number;
  gradient: number;
  /**
   * `minor`: its prominence is too small a share of the largest one in the stretch.
   * `duplicate`: an event was found there already.
   * `border`: too near to an end of the trace to be measured.
   * `missing`: the trace has no values there.
   * `excluded`: it, or the peak after it, lies in a stretch that is left out.
   * `small`: its amplitude is below `min_amplitude`.
   */
  outcome: 'event' | 'minor' | 'duplicate' | 'border' | 'missing' | 'excluded' | 'small';
}

/** The rule that decided about a sample, in the order in which rules are asked. */
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
