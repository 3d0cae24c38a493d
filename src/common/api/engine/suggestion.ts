/** What the events of a recording look like at first sight. */
export interface Suggestion {
  direction: 'negative' | 'positive';
  /** How clearly one direction has the steeper rises: 0 not at all, 1 completely. */
  clarity: number;
  /** Rises that were found in this direction. */
  events: number;
  /** Time from the peak of their average to 37 % of it. */
  decay_s: number;
  /** Window that holds such an event, in samples, rounded to a number one would choose. */
  win_size: number;
}
