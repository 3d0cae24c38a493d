import type { ShownProgress } from '../../common/api/views/progress';
import { createRateEstimator } from '../../common/rate-estimator';
import type { Progress } from '../../common/task';
import { timeLeft } from '../../common/text/duration';
import { fixed } from '../../common/text/numbers';

/** Formats the engine's progress reports: fraction, rate and time left of the present phase. */
export function progressText(): (progress: Progress) => ShownProgress {
  const pace = createRateEstimator();
  return (progress) => {
    const { phase, done, total, unit } = progress;
    const { perSecond, secondsLeft } = pace(progress);
    const fraction = total > 0 ? Math.min(1, done / total) : null;
    const parts = [
      fraction === null ? undefined : `${Math.floor(fraction * 100)}\u00a0%`,
      perSecond === undefined ? undefined : `${fixed(perSecond, perSecond < 10 ? 1 : 0)} ${unit}/s`,
      secondsLeft === undefined ? undefined : `${timeLeft(secondsLeft)} left`,
    ];
    return { phase, fraction, text: parts.filter((part) => part !== undefined).join(', ') };
  };
}
