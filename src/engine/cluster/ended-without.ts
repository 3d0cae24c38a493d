import { statfs } from 'node:fs/promises';
import path from 'node:path';

/** A task that is no longer in the queue. */
export interface EndedTask {
  /** Of the submission. */
  folder: string;
  /** See `taskKey`. */
  key: string;
  task: number;
  /** As the cluster's accounts say it. */
  how: string | undefined;
}

/** Why a task left no result, as far as that is known. A full disk keeps the task from saying so itself. */
export async function endedWithout(what: string, { folder, key, task, how }: EndedTask): Promise<string> {
  const ended = `Job ${key} ended without ${what}${how === undefined ? '' : ` (${how})`}`;
  const disk = await statfs(folder).catch(() => undefined);
  if (disk && disk.blocks > 0 && disk.bavail === 0)
    return `${ended}, and the disk of ${folder} is full. Make room there, and run again with --resubmit.`;
  return `${ended}. See ${path.join(folder, 'logs', `${task}.txt`)}; run again with --resubmit.`;
}
