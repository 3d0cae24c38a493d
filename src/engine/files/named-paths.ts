import { realpathSync } from 'node:fs';
import path from 'node:path';
import { serverReached } from './network-path';

/** Environment variable with the folders of an untrusted workspace as JSON; unset in a trusted one. */
export const UNTRUSTED_VARIABLE = 'MINIML_UNTRUSTED_FOLDERS';

/** Environment variable with the servers that the user has allowed, as JSON; unset for none. */
export const SERVERS_VARIABLE = 'MINIML_ALLOWED_SERVERS';

/**
 * Whether a path that a file names (the recording of results, the model of a parameter file) may be opened without the
 * user's own choice of it. It must not lead to a server, unless the file that names it is there, too, or the user has
 * allowed the server: opening such a path can give the user's credentials away. In an untrusted workspace it must be in
 * the workspace or beside the file that names it, also after symbolic links: what it leads to elsewhere is not the file's
 * to show.
 *
 * @param named absolute path
 * @param by absolute path of the file that names it, if there is one
 * @param folders of an untrusted workspace; undefined in a trusted one
 * @param servers that the user has allowed
 */
export function mayOpenNamed(
  named: string,
  by?: string,
  folders = untrustedFolders(),
  servers = allowedServers(),
): boolean {
  // Before anything is looked at: even asking whether a file exists on a server is a request to it.
  if (!isReachable(named, [...(by === undefined ? [] : [by]), ...(folders ?? [])], servers)) return false;
  if (folders === undefined) return true;
  const allowed = by === undefined ? folders : [...folders, path.dirname(by)];
  if (!allowed.some((folder) => isWithin(named, folder))) return false;
  const real = realPath(named);
  return real === undefined || allowed.some((folder) => isWithin(real, realPath(folder) ?? folder));
}

/** Whether a path is local, or on a server that one of these files is on, or that the user has allowed. */
export function isReachable(
  named: string,
  open: readonly string[],
  servers: readonly string[] = allowedServers(),
): boolean {
  const server = serverReached(named);
  if (server === undefined) return true;
  return servers.includes(server) || open.some((file) => serverReached(file) === server);
}

/** Says why a named path is not opened. */
export function notOpenedSentence(named: string): string {
  const server = serverReached(named);
  if (server !== undefined && !allowedServers().includes(server))
    return `${named} is not opened, because it is on the server ${server} and only a file names it. Open it yourself, or add ${server} to the setting security.allowedUNCHosts.`;
  return `${named} is not opened, because the workspace is not trusted. Trust the workspace, or copy the file into it.`;
}

function untrustedFolders(): string[] | undefined {
  const text = process.env[UNTRUSTED_VARIABLE];
  return text === undefined ? undefined : (JSON.parse(text) as string[]);
}

function allowedServers(): string[] {
  return JSON.parse(process.env[SERVERS_VARIABLE] ?? '[]') as string[];
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
