import { uptime } from 'node:os';
import { pidExists, startTicks } from './process-identity';

/**
 * Whether `pid` is running and was already running at `since`: PIDs are reused, after a restart of the computer or of a
 * container within minutes.
 *
 * @param since in milliseconds since 1970, by the clock of this machine
 */
export function isRunning(pid: number, since = Number.POSITIVE_INFINITY): boolean {
  return pidExists(pid) && startOf(pid) <= since + COARSE_MS;
}

/** Times of files have a coarser resolution; starts of processes are known to a hundredth of a second. */
const COARSE_MS = 2000;

/** USER_HZ, the same on all architectures that Node runs on. */
const TICKS_PER_SECOND = 100;

/**
 * Lower bound of the start time of a process: exact on Linux, elsewhere the start of the computer. It is counted from
 * the start of this process, since a container may have an uptime of its own while its processes count from the start
 * of the host (lxcfs).
 */
function startOf(pid: number): number {
  const [ticks, ownTicks] = [startTicks(pid), startTicks(process.pid)];
  if (ticks === null || ownTicks === null) return Date.now() - uptime() * 1000;
  // The clock may have been set forward since this process started: the earlier of both is a lower bound.
  const started = Math.min(performance.timeOrigin, Date.now() - performance.now());
  return started + ((ticks - ownTicks) / TICKS_PER_SECOND) * 1000;
}
