import { readFileSync } from 'node:fs';
import { uptime } from 'node:os';

/**
 * Whether there is a process of this number, and it is the one that was there at that time: numbers are given out
 * again, after a restart of the computer or of a container within minutes.
 *
 * @param since in milliseconds since 1970, by the clock of this machine
 */
export function isRunning(pid: number, since = Number.POSITIVE_INFINITY): boolean {
  try {
    process.kill(pid, 0);
  } catch (thrown) {
    // With EPERM it runs, but belongs to someone else.
    if ((thrown as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  return startOf(pid) <= since + COARSE_MS;
}

/** Times of files are those of a coarser clock; starts are known to a hundredth of a second. */
const COARSE_MS = 2000;

/** When a process started at the earliest: on Linux when it did, elsewhere when the computer did. */
function startOf(pid: number): number {
  const booted = Date.now() - uptime() * 1000;
  if (process.platform !== 'linux') return booted;
  try {
    // proc(5): the fields after the name, which stands in brackets and may hold any of them. The 22nd is in ticks.
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    const ticks = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[22 - 3]);
    return Number.isFinite(ticks) ? booted + (ticks / TICKS_PER_SECOND) * 1000 : booted;
  } catch {
    return booted;
  }
}

/** USER_HZ, the same on all architectures that Node runs on. */
const TICKS_PER_SECOND = 100;
