import { realpathSync } from 'node:fs';
import path from 'node:path';

/** Environment variable with the folders of an untrusted workspace as JSON; unset in a trusted one. */
export const UNTRUSTED_VARIABLE = 'MINIML_UNTRUSTED_FOLDERS';

/**
 * Whether a path that a file names (the recording of results, the model of a parameter file) may be opened without the
 * user's own choice of it. In an untrusted workspace it must be in the workspace or beside the file that names it, also
 * after symbolic links: what it leads to elsewhere is not the file's to show, and opening a path on a server can give
 * the user's credentials to it.
 *
 * @param named absolute path
 * @param by absolute path of the file that names it, if there is one
 * @param folders of an untrusted workspace; undefined in a trusted one
 */
export function mayOpenNamed(named: string, by?: string, folders = untrustedFolders()): boolean {
  if (folders === undefined) return true;
  const allowed = by === undefined ? folders : [...folders, path.dirname(by)];
  // Before anything is looked at: even asking whether a file exists on a server is a request to it.
  if (!allowed.some((folder) => isWithin(named, folder))) return false;
  const real = realPath(named);
  return real === undefined || allowed.some((folder) => isWithin(real, realPath(folder) ?? folder));
}

/** Says why a named path is not opened. */
export function untrustedSentence(named: string): string {
  return `${named} is not opened, because the workspace is not trusted. Trust the workspace, or copy the file into it.`;
}

function untrustedFolders(): string[] | undefined {
  const text = process.env[UNTRUSTED_VARIABLE];
  return text === undefined ? undefined : (JSON.parse(text) as string[]);
}

function isWithin(file: string, folder: string): boolean {
  const way = path.relative(folder, file);
  return way !== '..' && !way.startsWith(`..${path.sep}`) && !path.isAbsolute(way);
}

/** Undefined if there is no such file. */
function realPath(file: string): string | undefined {
  try {
    return realpathSync(file);
  } catch {
    return undefined;
  }
}
