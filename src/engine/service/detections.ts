import { randomUUID } from 'node:crypto';
import { UserError } from '../../common/errors';
import type { Detection } from '../../common/events/detection';
import type { PredictionPicture } from '../detection/prediction-picture';

export interface KeptDetection {
  detection: Detection;
  picture: PredictionPicture;
}

/** The detections that were made last, for the requests that go on from them. */
export interface Detections {
  /** Keeps a detection and names it. */
  keep(detection: KeptDetection): string;
  /** @throws UserError when it is not kept any more */
  get(id: string): KeptDetection;
}

const mostKept = 12;

export function keptDetections(): Detections {
  /** In order of use, the last used last. */
  const kept = new Map<string, KeptDetection>();
  return {
    keep(detection) {
      const id = randomUUID();
      kept.set(id, detection);
      if (kept.size > mostKept) kept.delete(kept.keys().next().value!);
      return id;
    },
    get(id) {
      const detection = kept.get(id);
      if (!detection) throw new UserError('This detection is no longer in memory. Detect the events again.');
      kept.delete(id);
      kept.set(id, detection);
      return detection;
    },
  };
}
