import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { projectRoot } from './project';

/** The folder of real recordings, labels and models to test against; it is not part of the project. */
const folder = path.resolve(projectRoot, '../shared/data');

/** Why tests on real data are skipped, or false where the data are there. For node:test's `skip` option. */
export const withoutShared: string | false = existsSync(folder)
  ? false
  : 'the test recordings (../shared/data) are not on this machine; npm run fetch-data gets the public ones';

/** The same for tests that also need a file of reference values that is not public. */
export function withoutReference(...parts: string[]): string | false {
  if (withoutShared || existsSync(shared(...parts))) return withoutShared;
  return `../shared/data/${parts.join('/')} is not on this machine; it is not public`;
}

/** Absolute path of a file of the test data: `shared('abf', 'f1_saved.abf')`. */
export function shared(...parts: string[]): string {
  return path.join(folder, ...parts);
}

export function sharedJson<T>(...parts: string[]): T {
  return JSON.parse(readFileSync(shared(...parts), 'utf8')) as T;
}
