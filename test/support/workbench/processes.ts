import { readdirSync, readFileSync } from 'node:fs';

/** Numbers of the processes of a group whose command line holds this text; known on Linux alone. */
export function processesOf(group: number, text: string): number[] {
  return readdirSync('/proc')
    .map(Number)
    .filter((pid) => pid > 0 && groupOf(pid) === group && commandLineOf(pid).includes(text));
}

/** proc(5): the fifth field; the second stands in brackets and may hold blanks. */
function groupOf(pid: number): number {
  const stat = read(`/proc/${pid}/stat`);
  return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[5 - 3]);
}

function commandLineOf(pid: number): string {
  return read(`/proc/${pid}/cmdline`).replaceAll('\0', ' ');
}

/** Processes end while they are looked at. */
function read(file: string): string {
  try {
    return readFileSync(file, 'latin1');
  } catch {
    return '';
  }
}
