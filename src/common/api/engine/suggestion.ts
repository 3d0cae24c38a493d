/** First estimate of the events of a recording. */
export interface Suggestion {
  direction: 'negative' | 'positive';
  /** How clearly one direction has the steeper rises: 0 not at all, 1 completely. */
  clarity: number;
  /** Number of rises found in this direction. */
  events: number;
  /** Time from the peak of their average to 37 % of it. */
  decay_s: number;
  /** Window size that holds such an event, in samples, rounded to a convenient number. */
  win_size: number;
}
