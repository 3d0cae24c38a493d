import type { ShownProgress } from '../../common/api/views/document';
import { createRateEstimator, type PhaseCosts } from '../../common/rate-estimator';
import type { Progress } from '../../common/task';
import { timeLeft } from '../../common/text/duration';
import { fixed } from '../../common/text/numbers';

/** Formats the engine's progress reports: fraction and rate of the present phase, time left over all phases. */
export function progressText(
  now?: () => number,
  costs?: PhaseCosts,
): (progress: Progress) => ShownProgress & { secondsLeft: number | undefined } {
  const pace = createRateEstimator(now, costs);
  return (progress) => {
    const { phase, done, total, unit } = progress;
    const { perSecond, secondsLeft } = pace(progress);
    const fraction = total > 0 ? Math.min(1, done / total) : null;
    const parts = [
      fraction === null ? undefined : `${Math.floor(fraction * 100)}\u00a0%`,
      perSecond === undefined ? undefined : `${fixed(perSecond, perSecond < 10 ? 1 : 0)} ${unit}/s`,
      secondsLeft === undefined ? undefined : `${timeLeft(secondsLeft)} left`,
    ];
    return { phase, fraction, text: parts.filter((part) => part !== undefined).join(', '), secondsLeft };
  };
}
