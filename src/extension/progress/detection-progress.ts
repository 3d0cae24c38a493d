import type { DetectionProgress, TraceChoice } from '../../common/api/views/trace';
import { fasterDetection } from '../../common/parameters/faster-detection';
import type { Parameters } from '../../common/parameters/parameters';
import type { PhaseCosts } from '../../common/rate-estimator';
import type { Progress } from '../../common/task';
import { progressText } from './progress-text';

/** From this time left on a faster way is offered; once offered, until less than the second is left. */
const SLOW_S = 600;
const NO_LONGER_SLOW_S = 480;

/** By what decides the speed: a second detection is estimated from its first report on. */
const costs = new Map<string, PhaseCosts>();

/**
 * Formats the progress of a detection: with the time left over all its phases, and with a faster way where it is long.
 *
 * @param decides what decides the speed: backend, threads, model
 * @param computing what could compute it faster
 */
export function detectionProgress(
  parameters: Parameters,
  decides: unknown,
  { now, computing = () => null }: { now?: () => number; computing?(): DetectionProgress['computing'] } = {},
): (progress: Progress) => Omit<DetectionProgress, keyof TraceChoice> {
  const key = JSON.stringify(decides);
  const known: PhaseCosts = costs.get(key) ?? new Map();
  costs.set(key, known);
  const toText = progressText(now, known);
  let slow = false;
  return (progress) => {
    const { secondsLeft, ...shown } = toText(progress);
    slow = (secondsLeft ?? 0) > (slow ? NO_LONGER_SLOW_S : SLOW_S);
    if (!slow) return { ...shown, faster: null, computing: null };
    return { ...shown, faster: fasterDetection(parameters) ?? null, computing: computing() };
  };
}
