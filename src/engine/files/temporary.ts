import { randomBytes } from 'node:crypto';
import { rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { isRunning } from './is-running';
import { ownIdentity, startTicks } from './process-identity';

/**
 * Name of a temporary file of this process, to be renamed or removed. It contains the machine, the process and, where it
 * is known, when that started: another process may have its number soon.
 */
export function temporaryIn(folder: string): string {
  const { machine, pid, ticks } = ownIdentity();
  const unique = `${ticks === null ? '' : `${ticks}t`}${randomBytes(6).toString('hex')}`;
  return path.join(folder, `.miniml-${machine}-${pid}-${unique}.tmp`);
}

/** Whether a file has a name of {@link temporaryIn}. */
export function isTemporary(file: string): boolean {
  return NAME.test(path.basename(file));
}

const NAME = /^\.miniml-(\w+)-(\d+)-(?:(\d+)t)?\w+\.tmp$/;

/**
 * Removes temporary files of killed processes from a folder. Those of other machines on a network folder stay, since
 * their processes cannot be checked.
 *
 * @param names of the files in it
 */
export async function removeStale(folder: string, names: readonly string[]): Promise<void> {
  const own = ownIdentity().machine;
  for (const name of names) {
    const [, writer, pid, ticks] = NAME.exec(name) ?? [];
    if (writer !== own) continue;
    const file = path.join(folder, name);
    // Files that cannot be removed are harmless.
    if (!(await mayBeInUse(file, Number(pid), ticks))) await rm(file, { force: true }).catch(() => {});
  }
}

async function mayBeInUse(file: string, pid: number, ticks: string | undefined): Promise<boolean> {
  const started = startTicks(pid);
  if (ticks !== undefined && started !== null && started !== Number(ticks)) return false;
  const found = await stat(file).catch(() => undefined);
  return found === undefined || isRunning(pid, found.mtimeMs + CLOCKS_DIFFER_MS);
}

/** Files on a server have the times of its clock. */
const CLOCKS_DIFFER_MS = 300_000;
