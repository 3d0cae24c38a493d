import { readFileSync } from 'node:fs';
import { uptime } from 'node:os';

/**
 * Whether `pid` is running and was already running at `since`: PIDs are reused, after a restart of the computer or of a
 * container within minutes.
 *
 * @param since in milliseconds since 1970, by the clock of this machine
 */
export function isRunning(pid: number, since = Number.POSITIVE_INFINITY): boolean {
  try {
    process.kill(pid, 0);
  } catch (thrown) {
    // EPERM: the process runs, but belongs to another user.
    if ((thrown as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  return startOf(pid) <= since + COARSE_MS;
}

/** Times of files have a coarser resolution; starts of processes are known to a hundredth of a second. */
const COARSE_MS = 2000;

/** Lower bound of the start time of a process: exact on Linux, elsewhere the start of the computer. */
function startOf(pid: number): number {
  const booted = Date.now() - uptime() * 1000;
  if (process.platform !== 'linux') return booted;
  try {
    // proc(5): the fields follow the name, which is in brackets and may contain any character. The 22nd is in ticks.
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    const ticks = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[22 - 3]);
    return Number.isFinite(ticks) ? booted + (ticks / TICKS_PER_SECOND) * 1000 : booted;
  } catch {
    return booted;
  }
}

/** USER_HZ, the same on all architectures that Node runs on. */
const TICKS_PER_SECOND = 100;
