import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import type { TrainingRequest } from '../../common/api/engine/training';
import { writeWhole } from '../../engine/files/atomic';
import { isRunning } from '../../engine/files/is-running';
import { checkpointPath } from '../../engine/files/model-path';
import { showInformation } from '../messages/messages';

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
  /** Process of the extension host, and a time at which it was running. */
  pid: number;
  since: number;
}

/** A reloaded window starts before its old process has ended. */
const RETRY_MS = 2000;
const RETRIES = 30;

/** @param storage folder that all windows share */
export function interruptedTrainings(storage: string): InterruptedTrainings {
  const fileOf = (out: string) =>
    path.join(storage, `${createHash('sha256').update(out).digest('hex').slice(0, 16)}.json`);
  const forget = (out: string) => rm(fileOf(out), { force: true });

  async function keep(request: TrainingRequest): Promise<void> {
    const kept: StoredTraining = { request, folders: openFolders(), pid: process.pid, since: Date.now() };
    await writeWhole(fileOf(request.out), { overwrite: true }, (temporary) =>
      writeFile(temporary, JSON.stringify(kept)),
    );
  }

  async function all(): Promise<StoredTraining[]> {
    const names = await readdir(storage).catch(() => [] as string[]);
    const read = names
      .filter((name) => name.endsWith('.json'))
      .map((name) =>
        readFile(path.join(storage, name), 'utf8').then(
          (text) => JSON.parse(text) as StoredTraining,
          // Another window has resumed it.
          () => undefined,
        ),
      );
    return (await Promise.all(read)).filter((kept) => kept !== undefined);
  }

  async function ask(request: TrainingRequest, resume: (request: TrainingRequest) => Promise<void>) {
    const [resumeButton, discard] = ['Resume', 'Discard'];
    const answer = await showInformation(
      `The training of ${path.basename(request.out)} was interrupted. Resume it from the last completed epoch?`,
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
      // Without storage, on a full disk for example, the training runs all the same.
      await keep(request).catch(() => {});
      try {
        return await work();
      } finally {
        if (!existsSync(checkpointPath(request.out))) await forget(request.out);
      }
    },
    async offer(resume) {
      const here = openFolders();
      const ofHere = (kept: StoredTraining) =>
        kept.folders.length === 0 || kept.folders.some((folder) => here.includes(folder));
      let waiting = new Set((await all()).filter(ofHere).map(({ request }) => request.out));
      for (let retries = RETRIES; waiting.size > 0 && retries > 0; retries--) {
        const still = new Set<string>();
        for (const kept of await all()) {
          const { out } = kept.request;
          if (!waiting.has(out) || kept.pid === process.pid) continue;
          if (isRunning(kept.pid, kept.since)) still.add(out);
          else if (existsSync(checkpointPath(out))) void ask(kept.request, resume);
          else await forget(out);
        }
        waiting = still;
        if (waiting.size > 0) await new Promise((resolve) => setTimeout(resolve, RETRY_MS).unref());
      }
    },
  };
}

function openFolders(): string[] {
  return (vscode.workspace.workspaceFolders ?? []).map(({ uri }) => uri.fsPath);
}
