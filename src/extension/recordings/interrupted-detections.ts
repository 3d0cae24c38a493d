import { createHash } from 'node:crypto';
import { readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { TraceChoice } from '../../common/api/views/trace';
import { writeWhole } from '../../engine/files/atomic';
import { isObject, jsonValue } from '../../engine/files/fields';
import {
  forgetLife,
  isOwn,
  livesIn,
  ownTag,
  showLife,
  WRITER_TAG,
  type Writer,
  writerIn,
} from '../../engine/files/process-life';

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
const NOTE_NAME = new RegExp(`-${WRITER_TAG}\\.json$`);

/** @param storage folder that all windows share @param folders of this window's workspace */
export function interruptedDetections(storage: string, folders: readonly string[]): InterruptedDetections {
  let disposed = false;

  function fileOf(work: DetectionWork): string {
    const key = createHash('sha256').update(JSON.stringify(work)).digest('hex').slice(0, 16);
    return path.join(storage, `${key}-${ownTag()}.json`);
  }

  async function note(file: string, work: DetectionWork): Promise<void> {
    const said: Note = { work, folders: [...folders] };
    // Without storage, on a full disk for example, the work runs all the same.
    await writeWhole(file, { overwrite: true }, (temporary) =>
      writeFile(temporary, JSON.stringify(said)),
    ).catch(() => {});
  }

  async function others(): Promise<Map<string, Writer>> {
    const found = new Map<string, Writer>();
    for (const name of await readdir(storage).catch(() => [] as string[])) {
      const writer = writerIn(NOTE_NAME.exec(name));
      if (writer && !isOwn(writer)) found.set(name, writer);
    }
    return found;
  }

  /** Renaming decides between two windows that want to go on with the same. */
  async function take(name: string, writer: Writer): Promise<boolean> {
    const taken = path.join(storage, `${name}.taken-${ownTag()}`);
    try {
      await rename(path.join(storage, name), taken);
      await rm(taken, { force: true });
      forgetLife(storage, writer);
      return true;
    } catch {
      return false;
    }
  }

  return {
    async during(work, run) {
      const file = fileOf(work);
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
      const waiting = await others();
      while (waiting.size > 0 && !disposed) {
        for (const [name, writer] of waiting) {
          const file = path.join(storage, name);
          const said = await readNote(file);
          if (said && isOfHere(said, folders) && livesIn(storage, writer, file)) continue;
          waiting.delete(name);
          if (said && isOfHere(said, folders) && (await take(name, writer))) void start(said.work);
        }
        if (waiting.size > 0) await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS));
      }
    },
    dispose() {
      disposed = true;
    },
  };
}

function isOfHere(note: Note, folders: readonly string[]): boolean {
  return note.folders.length === 0 || note.folders.some((folder) => folders.includes(folder));
}

/** Undefined where the work has ended meanwhile, or the note cannot be read. */
async function readNote(file: string): Promise<Note | undefined> {
  const note = jsonValue(await readFile(file, 'utf8').catch(() => ''));
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
