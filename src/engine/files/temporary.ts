import { randomBytes } from 'node:crypto';
import { rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { isRunning } from './is-running';
import { ownIdentity } from './process-identity';

/** Name of a temporary file of this process, to be renamed or removed. It contains machine and process. */
export function temporaryIn(folder: string): string {
  const unique = randomBytes(6).toString('hex');
  return path.join(folder, `.miniml-${ownIdentity().machine}-${process.pid}-${unique}.tmp`);
}

/** Whether a file has a name of {@link temporaryIn}. */
export function isTemporary(file: string): boolean {
  return NAME.test(path.basename(file));
}

const NAME = /^\.miniml-(\w+)-(\d+)-\w+\.tmp$/;

/**
 * Removes temporary files of killed processes from a folder. Those of other machines on a network folder stay, since
 * their processes cannot be checked.
 *
 * @param names of the files in it
 */
export async function removeStale(folder: string, names: readonly string[]): Promise<void> {
  const own = ownIdentity().machine;
  for (const name of names) {
    const [, writer, pid] = NAME.exec(name) ?? [];
    if (writer !== own) continue;
    const file = path.join(folder, name);
    const found = await stat(file).catch(() => undefined);
    // Files that cannot be removed are harmless.
    if (found && !isRunning(Number(pid), found.mtimeMs + CLOCKS_DIFFER_MS))
      await rm(file, { force: true }).catch(() => {});
  }
}

/** Files on a server have the times of its clock. */
const CLOCKS_DIFFER_MS = 300_000;
