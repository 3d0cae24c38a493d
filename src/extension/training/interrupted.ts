import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import type { TrainingRequest } from '../../common/api/engine/training';
import { writeWhole } from '../../engine/files/atomic';
import { checkpointPath } from '../../engine/files/checkpoint-path';
import { isRunning } from '../../engine/files/is-running';
import { showInformation } from '../messages/messages';

/** Trainings under way, kept on disk so that a window which is killed leaves them behind. */
export interface InterruptedTrainings {
  /** Keeps a training while it runs, and after it where it leaves a checkpoint, as a crash of the engine does. */
  during<T>(request: TrainingRequest, work: () => Promise<T>): Promise<T>;
  /** Asks about each training of this workspace that was interrupted. */
  offer(resume: (request: TrainingRequest) => Promise<void>): Promise<void>;
}

interface Kept {
  request: TrainingRequest;
  /** Of the workspace in which it was begun. */
  folders: string[];
  /** The extension host that trains, and when it was there. */
  pid: number;
  since: number;
}

/** A window that is loaded again is there before the one that it was has ended. */
const LOOK_AGAIN_MS = 2000;
const LOOKS = 30;

/** @param storage where they are kept; windows share it */
export function interruptedTrainings(storage: string): InterruptedTrainings {
  const fileOf = (out: string) =>
    path.join(storage, `${createHash('sha256').update(out).digest('hex').slice(0, 16)}.json`);
  const forget = (out: string) => rm(fileOf(out), { force: true });

  async function keep(request: TrainingRequest): Promise<void> {
    const kept: Kept = { request, folders: openFolders(), pid: process.pid, since: Date.now() };
    await writeWhole(fileOf(request.out), { overwrite: true }, (temporary) =>
      writeFile(temporary, JSON.stringify(kept)),
    );
  }

  async function all(): Promise<Kept[]> {
    const names = await readdir(storage).catch(() => [] as string[]);
    const read = names
      .filter((name) => name.endsWith('.json'))
      .map((name) =>
        readFile(path.join(storage, name), 'utf8').then(
          (text) => JSON.parse(text) as Kept,
          // Another window has taken it up.
          () => undefined,
        ),
      );
    return (await Promise.all(read)).filter((kept) => kept !== undefined);
  }

  async function ask(request: TrainingRequest, resume: (request: TrainingRequest) => Promise<void>) {
    const [resumeButton, discard] = ['Resume', 'Discard'];
    const answer = await showInformation(
      `miniML: The training of ${path.basename(request.out)} was interrupted. Resume it from the last completed epoch?`,
      resumeButton,
      discard,
    );
    if (answer === resumeButton) return resume(request);
    if (answer !== discard) return;
    await rm(checkpointPath(request.out), { force: true });
    await forget(request.out);
  }

  return {
    async during(request, work) {
      // What cannot be kept, on a full disk say, is trained all the same.
      await keep(request).catch(() => {});
      try {
        return await work();
      } finally {
        if (!existsSync(checkpointPath(request.out))) await forget(request.out);
      }
    },
    async offer(resume) {
      const here = openFolders();
      const ofHere = (kept: Kept) =>
        kept.folders.length === 0 || kept.folders.some((folder) => here.includes(folder));
      let waiting = new Set((await all()).filter(ofHere).map(({ request }) => request.out));
      for (let looks = LOOKS; waiting.size > 0 && looks > 0; looks--) {
        const still = new Set<string>();
        for (const kept of await all()) {
          const { out } = kept.request;
          if (!waiting.has(out) || kept.pid === process.pid) continue;
          if (isRunning(kept.pid, kept.since)) still.add(out);
          else if (existsSync(checkpointPath(out))) void ask(kept.request, resume);
          else await forget(out);
        }
        waiting = still;
        if (waiting.size > 0) await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS).unref());
      }
    },
  };
}

function openFolders(): string[] {
  return (vscode.workspace.workspaceFolders ?? []).map(({ uri }) => uri.fsPath);
}
