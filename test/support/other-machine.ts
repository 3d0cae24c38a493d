import { readdirSync, renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { ownTag } from '../../src/engine/files/process-life';

/** A machine that shares a folder with this one; its process has a number that is taken here, too. */
const OTHER = { machine: 'm0123456789', pid: process.pid };

/** Gives the files of this process in a folder to a process of another machine, which lives until the result is called. */
export function giveToOtherMachine(folder: string): () => void {
  const files = filesIn(folder)
    .filter((name) => name.includes(ownTag()))
    .map((name) => {
      const given = path.join(folder, name.replace(ownTag(), `${OTHER.machine}-${OTHER.pid}`));
      renameSync(path.join(folder, name), given);
      return given;
    });
  const alive = path.join(folder, `${OTHER.machine}.${OTHER.pid}.alive`);
  writeFileSync(alive, JSON.stringify({ ...OTHER, boot: 'another', ticks: 1, beats: 1 }));
  return () => {
    const longAgo = new Date(Date.now() - 3600_000);
    for (const file of [...files, alive])
      try {
        utimesSync(file, longAgo, longAgo);
      } catch {
        // Removed meanwhile.
      }
    rmSync(alive, { force: true });
  };
}

/** Names in a folder, without the signs that processes live. */
export function filesIn(folder: string): string[] {
  return readdirSync(folder).filter((name) => !name.endsWith('.alive'));
}
