import type { ShownProgress } from '../../common/api/views/progress';
import { duration, paceKeeper } from '../../common/pace';
import type { Progress } from '../../common/task';

/** Turns the engine's reports into what is shown: share, rate and time left of the present phase. */
export function progressText(): (progress: Progress) => ShownProgress {
  const pace = paceKeeper();
  return (progress) => {
    const { phase, done, total, unit } = progress;
    const { perSecond, secondsLeft } = pace(progress);
    const fraction = total > 0 ? Math.min(1, done / total) : null;
    const parts = [
      fraction === null ? undefined : `${Math.floor(fraction * 100)}\u00a0%`,
      perSecond === undefined ? undefined : `${grouped(perSecond)} ${unit}/s`,
      secondsLeft === undefined ? undefined : `${duration(secondsLeft)} left`,
    ];
    return { phase, fraction, text: parts.filter((part) => part !== undefined).join(', ') };
  };
}

function grouped(value: number): string {
  return value.toLocaleString('en', { maximumFractionDigits: value < 10 ? 1 : 0 });
}
