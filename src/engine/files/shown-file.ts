import path from 'node:path';

/** Names of the files in which a window says what of a store it shows, with the number of its process. */
export const SHOWN_PATTERN = /^shown-(\d+)\.json$/;

/** The file in which the window of a process says what it shows: a JSON array of names in the store. */
export function shownFile(folder: string, pid: number): string {
  return path.join(folder, `shown-${pid}.json`);
}
