import type { Stats } from 'node:fs';

/** Identifies the contents of a file within this process. */
export function stateOf({ dev, ino, size, mtimeMs }: Stats): string {
  return `${dev} ${ino} ${size} ${mtimeMs}`;
}
