import { createReadStream, existsSync } from 'node:fs';
import { mkdir, readFile, realpath, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { isObject, jsonValue } from '../../engine/files/fields';
import { download } from './download';
import { untar } from './untar';

/** The npm that is fetched where the machine has none, with the hash of its package as the registry publishes it. */
export const PINNED_NPM = {
  version: '10.9.9',
  sha512: '1g+6jLQvaIuB4zwvHL7yrXuXcWZwDsCtBX8bbWDqbvJSSr9nPiDDWTHNgwXR27iIcTTW7v3A57hDW9RYv2W4Yg==',
} as const;

/** Older ones do not know the lock file; newer ones need a newer Node than VS Code may have. */
const OLDEST_MAJOR = 8;
const NEWEST_MAJOR = 10;
const PUBLIC_REGISTRY = 'https://registry.npmjs.org/';

export interface NpmSource {
  /** Variables: the path of programs, and npm's own. */
  environment: NodeJS.ProcessEnv;
  /** Folder of the user's `.npmrc`. */
  home?: string;
  signal: AbortSignal;
  pinned?: { version: string; sha512: string };
}

/**
 * Absolute path of an `npm-cli.js`: that of the npm on this machine, or of one that is fetched from the user's registry
 * into `folder`, checked against its hash.
 *
 * @throws UserError when it cannot be fetched
 */
export async function npmFor(folder: string, source: NpmSource): Promise<string> {
  return (await npmOnPath(source.environment)) ?? fetchNpm(folder, source);
}

async function npmOnPath(environment: NodeJS.ProcessEnv): Promise<string | undefined> {
  const variable = Object.keys(environment).find((name) => name.toUpperCase() === 'PATH') ?? 'PATH';
  for (const folder of (environment[variable] ?? '').split(path.delimiter)) {
    if (!path.isAbsolute(folder)) continue;
    const found =
      process.platform === 'win32'
        ? path.join(folder, 'node_modules', 'npm', 'bin', 'npm-cli.js')
        : await realpath(path.join(folder, 'npm')).catch(() => '');
    // Programs that only start npm lead elsewhere.
    if (path.basename(found) === 'npm-cli.js' && existsSync(found) && (await isUsable(found))) return found;
  }
  return undefined;
}

async function isUsable(cli: string): Promise<boolean> {
  const file = path.join(path.dirname(path.dirname(cli)), 'package.json');
  const found = jsonValue(await readFile(file, 'utf8').catch(() => ''));
  const major = isObject(found) ? Number.parseInt(String(found['version']), 10) : Number.NaN;
  return major >= OLDEST_MAJOR && major <= NEWEST_MAJOR;
}

async function fetchNpm(folder: string, source: NpmSource): Promise<string> {
  const { environment, home = os.homedir(), signal, pinned = PINNED_NPM } = source;
  const { registry, authorization } = await registryOf(environment, home);
  await mkdir(folder, { recursive: true });
  const archive = path.join(folder, 'npm.tgz');
  const url = `${registry}npm/-/npm-${pinned.version}.tgz`;
  const headers: Record<string, string> = authorization === undefined ? {} : { authorization };
  await download({ url, algorithm: 'sha512', hash: pinned.sha512 }, archive, { signal, headers });
  await untar(createReadStream(archive), folder, 1);
  await rm(archive);
  return path.join(folder, 'bin', 'npm-cli.js');
}

/** The user's registry and how to log in there, from npm's variables and the user's `.npmrc`. */
async function registryOf(environment: NodeJS.ProcessEnv, home: string) {
  const settings = new Map<string, string>();
  const file = environment['npm_config_userconfig'] ?? path.join(home, '.npmrc');
  for (const line of (await readFile(file, 'utf8').catch(() => '')).split('\n')) {
    const equals = line.indexOf('=');
    if (equals < 0 || /^\s*[#;]/.test(line)) continue;
    const value = line.slice(equals + 1).trim();
    const expanded = value.replace(/\$\{(\w+)\}/g, (whole, name: string) => environment[name] ?? whole);
    settings.set(line.slice(0, equals).trim(), expanded);
  }
  const given = environment['npm_config_registry'] ?? settings.get('registry') ?? PUBLIC_REGISTRY;
  const registry = given.endsWith('/') ? given : `${given}/`;
  const token = settings.get(`${registry.replace(/^https?:/, '')}:_authToken`);
  return { registry, authorization: token === undefined ? undefined : `Bearer ${token}` };
}
