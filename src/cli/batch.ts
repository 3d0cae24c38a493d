import path from 'node:path';
import { CancelledError } from '../common/errors';
import type { WrittenParameters } from '../common/parameters/parameters';
import { placedProgress, type Task } from '../common/task';
import { errorLine, UsageError } from './parse';

/**
 * The recordings to work on: those named as operands, each once, or the one the parameters name.
 *
 * @throws UsageError when there is none
 */
export function recordingsOf(
  operands: readonly string[],
  { recording }: Pick<WrittenParameters, 'recording'>,
): string[] {
  if (operands.length > 0) return [...new Set(operands)];
  if (recording !== null) return [recording];
  throw new UsageError('Name a recording, or a parameter file that names one.');
}

export interface Batch<T> {
  /** In the order of the files. */
  done: (T | Failed)[];
  failed: boolean;
}

export interface Failed {
  file: string;
  error: string;
}

/**
 * Processes files one after another. A file that fails is reported and the others continue, so that one broken
 * recording does not cost a night's batch; a single file fails as a whole.
 *
 * @throws CancelledError; files finished before it keep their outputs
 */
export async function eachFile<T>(
  files: readonly string[],
  { task, say }: { task: Task; say(line: string): void },
  work: (file: string, task: Task) => Promise<T>,
): Promise<Batch<T>> {
  const done: (T | Failed)[] = [];
  let failed = false;
  for (const [i, file] of files.entries()) {
    const place = files.length === 1 ? '' : `${path.basename(file)} (${i + 1} of ${files.length}): `;
    const part: Task = {
      signal: task.signal,
      report: (progress) => task.report(placedProgress(progress, place)),
    };
    try {
      done.push(await work(file, part));
    } catch (thrown) {
      if (thrown instanceof CancelledError || task.signal.aborted || files.length === 1) throw thrown;
      const error = errorLine(thrown);
      say(`miniml: ${error}`);
      done.push({ file, error });
      failed = true;
    }
  }
  return { done, failed };
}

export function isFailed<T>(result: T | Failed): result is Failed {
  return typeof result === 'object' && result !== null && 'error' in result;
}

/**
 * Names the outputs of each file, by default the file's name without its extension. Files of one name in several
 * folders are prefixed with their folder's name, and numbered where that is not enough.
 */
export function stemsOf(files: readonly string[]): string[] {
  const plain = files.map((file) => path.parse(file).name);
  const withFolder = plain.map((stem, i) => {
    const folder = path.basename(path.dirname(path.resolve(files[i])));
    return count(plain, stem) > 1 && folder !== '' ? `${folder}_${stem}` : stem;
  });
  const taken = new Set<string>();
  return withFolder.map((stem) => {
    let free = stem;
    // Some file systems ignore case.
    for (let n = 2; taken.has(free.toLowerCase()); n++) free = `${stem}_${n}`;
    taken.add(free.toLowerCase());
    return free;
  });
}

function count(names: readonly string[], name: string): number {
  return names.filter((other) => other.toLowerCase() === name.toLowerCase()).length;
}
