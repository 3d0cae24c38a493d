import type { DetectionReport, DetectRequest } from '../../common/api/engine/engine-api';
import { UserError } from '../../common/errors';
import { type Progress, untilCancelled } from '../../common/task';
import type { Engine } from '../engine/engine';

/** An engine that ends as often under the same detection ends because of it. */
const MOST_RESTARTS = 2;

/**
 * Asks for a detection, and asks the next engine where one ends: what it had finished is kept, and the next one goes on
 * from there.
 *
 * @throws CancelledError at once, while the engine stops as soon as the windows it computes are done
 */
export async function requestDetection(
  engine: Engine,
  request: DetectRequest,
  signal: AbortSignal,
  onProgress: (progress: Progress) => void,
): Promise<DetectionReport> {
  for (let restarts = 0; ; restarts++)
    try {
      return await untilCancelled(engine.request('detect', request, { signal, onProgress }), signal);
    } catch (thrown) {
      const ended = thrown instanceof UserError && thrown.reason === 'engineEnded';
      if (!ended || restarts >= MOST_RESTARTS) throw thrown;
    }
}
