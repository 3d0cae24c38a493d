import { rename, rm } from 'node:fs/promises';
import type { TraceChoice } from '../../common/api/views/trace';
import { isObject } from '../../engine/files/fields';
import { forgetLife, livesIn, ownTag, showLife, type Writer } from '../../engine/files/process-life';
import { isOfFolders, noteFile, notesOfOthers, readNote, writeNote } from '../progress/work-notes';

/** A detection as it is started: a recording with its trace, several recordings with a folder for their results, or an experiment. */
export type DetectionWork =
  | { kind: 'trace'; recording: string; choice: TraceChoice }
  | { kind: 'batch'; recordings: string[]; folder: string }
  /** Rows of a table by their lines; null for all. */
  | { kind: 'experiment'; file: string; lines: number[] | null };

/** Running detections, noted on disk so that a window that was reloaded or killed goes on with them. */
export interface InterruptedDetections {
  /** Notes the work while it runs; `update` notes what is left of it. The note stays when the window ends first. */
  during<T>(
    work: DetectionWork,
    run: (update: (work: DetectionWork) => Promise<void>) => Promise<T>,
  ): Promise<T>;
  /**
   * Starts what windows of the same folders left when they ended. Work of a window that still runs is waited for: it
   * goes on there, or is left.
   */
  resume(start: (work: DetectionWork) => Promise<unknown>): Promise<void>;
  dispose(): void;
}

interface Note {
  work: DetectionWork;
  /** Folders of the workspace it was started in. */
  folders: string[];
}

const LOOK_AGAIN_MS = 500;

/** @param storage folder that all windows share @param folders of this window's workspace */
export function interruptedDetections(storage: string, folders: readonly string[]): InterruptedDetections {
  let disposed = false;

  async function note(file: string, work: DetectionWork): Promise<void> {
    const said: Note = { work, folders: [...folders] };
    // Without storage, on a full disk for example, the work runs all the same.
    await writeNote(file, said).catch(() => {});
  }

  /** Renaming decides between two windows that want to go on with the same. */
  async function take(file: string, writer: Writer): Promise<boolean> {
    const taken = `${file}.taken-${ownTag()}`;
    try {
      await rename(file, taken);
      await rm(taken, { force: true });
      forgetLife(storage, writer);
      return true;
    } catch {
      return false;
    }
  }

  return {
    async during(work, run) {
      const file = noteFile(storage, JSON.stringify(work));
      await note(file, work);
      const stopShowing = showLife(storage);
      try {
        return await run((left) => note(file, left));
      } finally {
        // Work that ends because its window does is not done.
        if (!disposed) await rm(file, { force: true }).catch(() => {});
        stopShowing();
      }
    },
    async resume(start) {
      const waiting = await notesOfOthers(storage);
      while (waiting.size > 0 && !disposed) {
        for (const [file, writer] of waiting) {
          const said = noteIn(await readNote(file));
          const isHere = said !== undefined && isOfFolders(said.folders, folders);
          if (isHere && livesIn(storage, writer, file)) continue;
          waiting.delete(file);
          if (isHere && (await take(file, writer))) void start(said.work);
        }
        if (waiting.size > 0) await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS));
      }
    },
    dispose() {
      disposed = true;
    },
  };
}

/** Undefined for what is no note of a detection. */
function noteIn(note: unknown): Note | undefined {
  return isObject(note) && isWork(note['work']) && Array.isArray(note['folders'])
    ? { work: note['work'], folders: note['folders'].map(String) }
    : undefined;
}

function isWork(value: unknown): value is DetectionWork {
  if (!isObject(value)) return false;
  if (value['kind'] === 'batch')
    return Array.isArray(value['recordings']) && typeof value['folder'] === 'string';
  if (value['kind'] === 'experiment')
    return typeof value['file'] === 'string' && (value['lines'] === null || Array.isArray(value['lines']));
  return value['kind'] === 'trace' && typeof value['recording'] === 'string' && isObject(value['choice']);
}
