import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { UserError } from '../../common/errors';
import type { Detection } from '../../common/events/detection';
import { silentTask } from '../../common/task';
import { type PredictionPicture, predictionPicture } from '../detection/prediction-picture';
import { readResults } from '../results/read-h5';

export interface CachedDetection {
  detection: Detection;
  picture: PredictionPicture;
}

/** Cache of the most recently used detections, for follow-up requests. */
export interface Detections {
  /** Caches a detection under the path of the file that holds it, or under a name of its own; returns that id. */
  add(detection: Detection, file?: string): Promise<string>;
  /** One that the cache has lost is read from its file. @throws UserError where it has none */
  get(id: string): Promise<CachedDetection>;
}

const MOST_CACHED = 12;

export function detectionCache(): Detections {
  /** LRU order: the last used last. */
  const cached = new Map<string, Promise<CachedDetection>>();

  function use(id: string, detection: Promise<CachedDetection>): Promise<CachedDetection> {
    cached.delete(id);
    cached.set(id, detection);
    if (cached.size > MOST_CACHED) cached.delete(cached.keys().next().value!);
    detection.catch(() => cached.delete(id));
    return detection;
  }

  return {
    async add(detection, file) {
      const id = file ?? randomUUID();
      await use(id, withPicture(detection));
      return id;
    },
    get: (id) => use(id, cached.get(id) ?? fromFile(id)),
  };
}

async function withPicture(detection: Detection): Promise<CachedDetection> {
  // It takes only one pass over the probabilities, so it is not cancellable.
  return { detection, picture: await predictionPicture(detection, silentTask()) };
}

async function fromFile(id: string): Promise<CachedDetection> {
  if (!path.isAbsolute(id))
    throw new UserError('This detection is no longer in memory. Detect the events again.');
  try {
    return await withPicture((await readResults(id)).detection);
  } catch (thrown) {
    if (!(thrown instanceof UserError)) throw thrown;
    throw new UserError(`The kept detection cannot be read. Detect the events again. (${thrown.message})`);
  }
}
