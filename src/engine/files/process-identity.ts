import { createHash } from 'node:crypto';
import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';
import { isObject } from './fields';

/**
 * Identifies a process across machines that share a folder. PIDs are reused, and clocks jump or differ between machines
 * and containers, so neither a PID nor a time is enough.
 */
export interface ProcessIdentity {
  /** Identifies the machine and its namespace of PIDs: containers and subsystems have their own. */
  machine: string;
  /** Identifies the start of the machine; empty where it is unknown. */
  boot: string;
  pid: number;
  /** Start of the process in ticks since the machine started; null where it is unknown. */
  ticks: number | null;
}

/** Lets tests act as another machine. */
export const MACHINE_VARIABLE = 'MINIML_MACHINE';

let own: ProcessIdentity | undefined;

export function ownIdentity(): ProcessIdentity {
  own ??= {
    machine: machineId(),
    boot: textOf('/proc/sys/kernel/random/boot_id'),
    pid: process.pid,
    ticks: startTicks(process.pid),
  };
  return own;
}

/** An identity from JSON; undefined for anything else. */
export function identityFrom(value: unknown): ProcessIdentity | undefined {
  if (!isObject(value)) return undefined;
  const { machine, boot, pid, ticks } = value;
  if (typeof machine !== 'string' || typeof boot !== 'string' || typeof pid !== 'number') return undefined;
  return { machine, boot, pid, ticks: typeof ticks === 'number' ? ticks : null };
}

/** Whether a process is running; undefined if that cannot be known here, as for processes of other machines. */
export function isLiving({ machine, boot, pid, ticks }: ProcessIdentity): boolean | undefined {
  const { machine: here, boot: ownBoot } = ownIdentity();
  if (machine !== here || boot !== ownBoot) return undefined;
  if (!pidExists(pid)) return false;
  const found = startTicks(pid);
  return ticks === null || found === null ? undefined : ticks === found;
}

export function pidExists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (thrown) {
    // EPERM: the process runs, but belongs to another user.
    return (thrown as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Start of a process in ticks since the machine started (Linux), null where it is unknown. */
export function startTicks(pid: number): number | null {
  // proc(5): the fields follow the name, which is in brackets and may contain any character. The 22nd is the start.
  const stat = textOf(`/proc/${pid}/stat`);
  const ticks = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[22 - 3]);
  return stat !== '' && Number.isFinite(ticks) ? ticks : null;
}

function machineId(): string {
  const parts = [
    hostname(),
    process.platform,
    textOf('/etc/machine-id'),
    pidNamespace(),
    process.env[MACHINE_VARIABLE] ?? '',
  ];
  // The letter keeps it apart from PIDs in names of files.
  return `m${createHash('sha256').update(parts.join('\n')).digest('hex').slice(0, 10)}`;
}

function pidNamespace(): string {
  try {
    return readlinkSync('/proc/self/ns/pid');
  } catch {
    return '';
  }
}

function textOf(file: string): string {
  if (process.platform !== 'linux') return '';
  try {
    return readFileSync(file, 'latin1').trim();
  } catch {
    return '';
  }
}
