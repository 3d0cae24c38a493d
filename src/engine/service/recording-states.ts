import type { FileKind } from '../../common/api/engine/file-info';
import type { DetectionFacts, RecordingState } from '../../common/api/engine/kept';
import { throwIfCancelled } from '../../common/task';
import { fileKey } from '../files/file-stamp';
import { keptFiles } from '../kept/keep-detection';
import { kindOfListed, recordingState } from '../kept/recording-state';
import { readDetectionFacts } from '../results/detection-facts';
import type { EngineHandlers } from '../rpc/server';
import { leaseCache } from './lease-cache';

/** A folder is listed again after each change in it; only changed files are read then. */
const MOST_FILES = 5000;

/** Handler of the side bar's request: which recordings of a folder have detections. */
export function recordingStateHandlers(log: (line: string) => void): Pick<EngineHandlers, 'recordingStates'> {
  const services = {
    log,
    kind: cached<FileKind | null>(kindOfListed),
    facts: cached<DetectionFacts>(readDetectionFacts),
  };
  return {
    async recordingStates({ paths, store }, task) {
      const kept = await keptFiles(store.folder);
      const states: RecordingState[] = [];
      for (const recording of paths) {
        throwIfCancelled(task);
        states.push(await recordingState(recording, kept, services));
      }
      return states;
    },
  };
}

/** @returns `read` with a cache, in which a changed file is another one */
function cached<T>(read: (file: string) => Promise<T>): (file: string) => Promise<T> {
  const cache = leaseCache<T>(MOST_FILES, () => {});
  return async (file) =>
    cache.use(
      await fileKey(file),
      () => read(file),
      (known) => known,
    );
}
