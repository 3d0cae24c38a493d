/** Longer pauses are breaks, which are not counted. */
const PAUSE_MS = 30_000;
/** Number of recent scores for the estimate. */
const REMEMBERED = 200;
const FEWEST = 5;

/** Windows scored together. */
export interface ScoringStep {
  /** Monotonic. */
  at_ms: number;
  windows: number;
}

/** The latest steps including a new one. */
export function withStep(steps: readonly ScoringStep[], step: ScoringStep): readonly ScoringStep[] {
  return [...steps.slice(1 - REMEMBERED), step];
}

/** Windows per minute without the breaks; undefined until there are enough scores to estimate it. */
export function scoringRate(steps: readonly ScoringStep[]): number | undefined {
  let [windows, time] = [0, 0];
  for (let i = 1; i < steps.length; i++) {
    const gap = steps[i].at_ms - steps[i - 1].at_ms;
    if (gap > PAUSE_MS) continue;
    windows += steps[i].windows;
    time += gap;
  }
  return steps.length >= FEWEST && time > 0 ? (windows * 60_000) / time : undefined;
}
