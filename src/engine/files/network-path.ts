import { readlinkSync } from 'node:fs';
import path from 'node:path';

/*
 * Opening a path on a server sends a request to it, on Windows with the user's credentials, and asking whether it exists
 * does so, too. So paths are judged by their spelling, before anything is asked of the system.
 */

/** A subsystem of the same machine, reached as a server. */
const OWN_SYSTEMS = new Set(['wsl$', 'wsl.localhost']);
const MOST_LINKS = 40;

/**
 * The server that a path leads to by its spelling on any platform, in lower case; undefined for a local path. Devices
 * that may lead to one count as one.
 */
export function serverOf(file: string): string | undefined {
  const asUrl = /^([a-z][a-z0-9+.-]+):([\\/]+)(.*)$/is.exec(file);
  if (asUrl) {
    const [, scheme = '', slashes = '', rest = ''] = asUrl;
    // file:///folder has no server, file:////server/share has one.
    if (scheme.toLowerCase() !== 'file') return named(rest);
    return slashes.length === 2 || slashes.length > 3 ? named(rest, 'localhost') : undefined;
  }
  const device = /^[\\/](?:[\\/][?.]|\?\?)[\\/](.*)$/s.exec(file)?.[1];
  if (device !== undefined) {
    const share = /^UNC[\\/]+(.*)$/is.exec(device)?.[1];
    if (share !== undefined) return named(share);
    return /^(?:[a-z]:|volume\{)/i.test(device) ? undefined : named(device);
  }
  const share = /^[\\/]{2}(.*)$/s.exec(file)?.[1];
  return share === undefined ? undefined : named(share);
}

function named(rest: string, own?: string): string | undefined {
  const host = (rest.replace(/^[\\/]+/, '').split(/[\\/]/)[0] ?? '').toLowerCase();
  return host === '' || host === own || OWN_SYSTEMS.has(host) ? undefined : host;
}

/** The target of a symbolic link or a junction; undefined for what is none. */
export type ReadLink = (file: string) => string | undefined;

/**
 * The server that a path leads to, by its spelling or by a link on its way: a folder that is unpacked from an archive may
 * hold links to a server. No server is asked for that.
 */
export function serverReached(file: string, readLink: ReadLink = linkAt): string | undefined {
  let whole = file;
  for (let links = 0; links < MOST_LINKS; links++) {
    const server = serverOf(whole);
    if (server !== undefined) return server;
    const next = firstLink(path.resolve(whole), readLink);
    if (next === undefined) return undefined;
    whole = next;
  }
  return undefined;
}

/** The path with its first link replaced by where that leads; undefined if there is none. */
function firstLink(file: string, readLink: ReadLink): string | undefined {
  const { root } = path.parse(file);
  const parts = file.slice(root.length).split(path.sep);
  let place = root;
  for (const [i, part] of parts.entries()) {
    const target = readLink(path.join(place, part));
    if (target !== undefined) {
      if (serverOf(target) !== undefined) return target;
      return path.join(path.resolve(place, target), ...parts.slice(i + 1));
    }
    place = path.join(place, part);
  }
  return undefined;
}

function linkAt(file: string): string | undefined {
  try {
    return readlinkSync(file);
  } catch {
    return undefined;
  }
}
