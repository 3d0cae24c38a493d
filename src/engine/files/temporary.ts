import { createHash, randomBytes } from 'node:crypto';
import { readdir, readlink, rm, stat } from 'node:fs/promises';
import { hostname } from 'node:os';
import path from 'node:path';
import { isRunning } from './is-running';

/** Name of a temporary file of this process, to be renamed or removed. It contains machine and process. */
export async function temporaryIn(folder: string): Promise<string> {
  const unique = randomBytes(6).toString('hex');
  return path.join(folder, `.miniml-${await machine()}-${process.pid}-${unique}.tmp`);
}

/**
 * Removes temporary files of killed processes. Those of other machines on a network folder stay, since their processes
 * cannot be checked.
 */
export async function removeStale(folder: string): Promise<void> {
  const names = await readdir(folder).catch(() => [] as string[]);
  const own = await machine();
  for (const name of names) {
    const [, writer, pid] = /^\.miniml-(\w+)-(\d+)-\w+\.tmp$/.exec(name) ?? [];
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

/** Identifies the namespace of process numbers: containers and subsystems have their own. */
async function machine(): Promise<string> {
  const processes = await readlink('/proc/self/ns/pid').catch(() => '');
  return createHash('sha256')
    .update(`${hostname()} ${process.platform} ${processes}`)
    .digest('hex')
    .slice(0, 8);
}
