import { createHash, randomBytes } from 'node:crypto';
import { readdir, readlink, rm, stat } from 'node:fs/promises';
import { hostname } from 'node:os';
import path from 'node:path';
import { isRunning } from './is-running';

/** A name for a file of this process that will be renamed or removed. It says whose it is. */
export async function temporaryIn(folder: string): Promise<string> {
  const unique = randomBytes(6).toString('hex');
  return path.join(folder, `.miniml-${await machine()}-${process.pid}-${unique}.tmp`);
}

/**
 * Removes temporary files that processes left behind which were killed. Those of other machines, which write to the
 * same folder through a network, stay: nobody here knows whether they run.
 */
export async function removeStale(folder: string): Promise<void> {
  const names = await readdir(folder).catch(() => [] as string[]);
  const own = await machine();
  for (const name of names) {
    const [, writer, pid] = /^\.miniml-(\w+)-(\d+)-\w+\.tmp$/.exec(name) ?? [];
    if (writer !== own) continue;
    const file = path.join(folder, name);
    const found = await stat(file).catch(() => undefined);
    // What cannot be removed harms nobody.
    if (found && !isRunning(Number(pid), found.mtimeMs + CLOCKS_DIFFER_MS))
      await rm(file, { force: true }).catch(() => {});
  }
}

/** Times of files on a server are those of its clock. */
const CLOCKS_DIFFER_MS = 300_000;

/** Names where the numbers of processes are those of here: a container and a subsystem have their own. */
async function machine(): Promise<string> {
  const processes = await readlink('/proc/self/ns/pid').catch(() => '');
  return createHash('sha256')
    .update(`${hostname()} ${process.platform} ${processes}`)
    .digest('hex')
    .slice(0, 8);
}
