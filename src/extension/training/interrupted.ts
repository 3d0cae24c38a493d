import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import type { TrainingRequest } from '../../common/api/engine/training';
import { isObject } from '../../engine/files/fields';
import { checkpointPath } from '../../engine/files/model-path';
import { ownIdentity } from '../../engine/files/process-identity';
import { forgetLife, livesIn, showLife, type Writer } from '../../engine/files/process-life';
import { isOfFolders, noteFile, notesOfOthers, readNote, writeNote } from '../progress/work-notes';

/** Requests of running trainings, stored on disk so that they outlive a killed window. */
export interface InterruptedTrainings {
  /** Stores the request while it runs, and afterwards if a checkpoint is left, as after a crash of the engine. */
  during<T>(request: TrainingRequest, work: () => Promise<T>): Promise<T>;
  /** Offers to resume each interrupted training of this workspace. */
  offer(resume: (request: TrainingRequest) => Promise<void>): Promise<void>;
}

interface StoredTraining {
  request: TrainingRequest;
  /** Folders of the workspace it was started in. */
  folders: string[];
}

/** A stored training, the file that it is in, and the extension host that wrote it. */
interface Note extends StoredTraining {
  file: string;
  writer: Writer;
}

/** A reloaded window starts before its old process has ended. */
const RETRY_MS = 2000;
const RETRIES = 30;

/**
 * @param storage folder that all windows share, on other machines too
 * @param openFolders of this window's workspace
 * @param askUser asks a question with buttons; undefined if it is closed
 */
export function interruptedTrainings(
  storage: string,
  openFolders: () => string[],
  askUser: (question: string, ...buttons: string[]) => Thenable<string | undefined>,
): InterruptedTrainings {
  const forget = (file: string) => rm(file, { force: true });

  async function others(): Promise<Note[]> {
    const notes: Note[] = [];
    for (const [file, writer] of await notesOfOthers(storage)) {
      // Another window may have resumed it.
      const note = await readNote(file);
      if (isStored(note)) notes.push({ ...note, file, writer });
    }
    return notes;
  }

  async function ask({ request, file }: Note, resume: (request: TrainingRequest) => Promise<void>) {
    const [resumeButton, discard] = ['Resume', 'Discard'];
    const answer = await askUser(
      `The training of ${path.basename(request.out)} was interrupted. Resume it from the last completed epoch?`,
      resumeButton,
      discard,
    );
    if (answer !== resumeButton && answer !== discard) return;
    if (answer === resumeButton) await resume(request);
    else await rm(checkpointPath(request.out), { force: true });
    await forget(file);
  }

  return {
    async during(request, work) {
      // Without storage, on a full disk for example, the training runs all the same.
      const file = noteFile(storage, request.out);
      const kept: StoredTraining = { request, folders: openFolders() };
      await writeNote(file, kept).catch(() => {});
      const stopShowing = showLife(storage);
      try {
        return await work();
      } finally {
        if (!existsSync(checkpointPath(request.out))) await forget(file);
        stopShowing();
      }
    },
    async offer(resume) {
      const here = openFolders();
      const ofHere = (await others()).filter(({ folders }) => isOfFolders(folders, here));
      const waiting = new Map(ofHere.map((note) => [note.file, note]));
      const asked = new Set<string>();
      for (let retries = RETRIES; waiting.size > 0 && retries > 0; retries--) {
        for (const [file, note] of waiting) {
          if (livesIn(storage, note.writer, file)) continue;
          waiting.delete(file);
          forgetLife(storage, note.writer);
          const { out } = note.request;
          // The disk of another machine is not looked into from here: its notes stay.
          if (!existsSync(checkpointPath(out))) {
            if (note.writer.machine === ownIdentity().machine) await forget(file);
          } else if (existsSync(file) && !asked.has(out)) {
            asked.add(out);
            void ask(note, resume);
          }
        }
        if (waiting.size > 0) await new Promise((resolve) => setTimeout(resolve, RETRY_MS).unref());
      }
    },
  };
}

function isStored(value: unknown): value is StoredTraining {
  if (!isObject(value) || !isObject(value['request']) || !Array.isArray(value['folders'])) return false;
  return typeof value['request']['out'] === 'string';
}
