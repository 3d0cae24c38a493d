import { copyFile, mkdir, readdir, rename, rm, stat, statfs } from 'node:fs/promises';
import path from 'node:path';
import type { ShownProgress } from '../../common/api/views/document';
import { CancelledError, messageOf, UserError } from '../../common/errors';
import { TENSORFLOW_FOLDER } from '../../engine/files/dist-file';
import { isOwn, livesIn, ownTag, showLife, WRITER_TAG, writerIn } from '../../engine/files/process-life';
import { forkEngine } from '../engine/fork';
import { libraryFor, placeLibrary } from './libraries';
import { runNpm } from './npm';
import type { TensorFlowPackage } from './packages';

export interface Installation {
  package: TensorFlowPackage;
  /** Folder with a `package.json` and a `package-lock.json` that name exact versions. */
  lock: string;
  /** Target folder; an existing installation is replaced once the new one is known to work. */
  folder: string;
  /** Gives the absolute path of an `npm-cli.js`; one that must be fetched may be put into the folder. */
  npm(folder: string): Promise<string>;
  /** Absolute path of the engine's bundle, which tests it. */
  script: string;
  /** Variables for npm: a proxy. */
  environment: NodeJS.ProcessEnv;
  signal: AbortSignal;
  show(progress: ShownProgress): void;
  log(line: string): void;
  /** Called before an installed TensorFlow is replaced, so that no process uses it. */
  release(): Promise<void>;
}

const FRESH_ENDING = new RegExp(`\\.${WRITER_TAG}(\\.(old|npm))?$`);

/** Interval between progress updates. */
const LOOK_MS = 2000;

/**
 * Installs TensorFlow: its packages from the registry of the user's npm configuration, its native library from the
 * source in its own script. Everything is done in a temporary folder, which is renamed once an engine has computed with
 * it; on any failure it is removed, and an existing installation is unchanged.
 *
 * @returns description of the backend: "TensorFlow 4.22.0, GPU"
 * @throws UserError with the reason of a failure
 * @throws CancelledError
 */
export async function installTensorFlow(installation: Installation): Promise<string> {
  const { folder, lock, environment, signal, show, log } = installation;
  const parent = path.dirname(folder);
  await mkdir(parent, { recursive: true });
  await removeLeftovers(folder);
  await requireSpace(parent, installation.package.disk_mb);
  const fresh = `${folder}.${ownTag()}`;
  const stopShowing = showLife(parent);
  try {
    await mkdir(fresh);
    for (const name of ['package.json', 'package-lock.json'])
      await copyFile(path.join(lock, name), path.join(fresh, name));
    const npm = await installation.npm(`${fresh}.npm`);
    const options = { npm, folder: fresh, environment, signal, log };
    await watched('packages', fresh, show, () => runNpm(['ci', '--ignore-scripts'], options));
    await watched('TensorFlow', fresh, show, async () => {
      const library = await libraryFor(lock);
      if (library) await placeLibrary(library, fresh, installation.package, signal);
      else
        log('No hash is known of the native library for this machine: its own script fetches it unchecked.');
      // Scripts of its dependencies are not needed and not run.
      const rebuild = [
        'rebuild',
        installation.package.name,
        '--ignore-scripts=false',
        '--foreground-scripts',
      ];
      await runNpm(rebuild, options);
    });
    show({ phase: 'testing the installation', fraction: null, text: '' });
    const description = await tryOut(fresh, installation);
    if (signal.aborted) throw new CancelledError();
    await installation.release();
    await replace(folder, fresh);
    return description;
  } catch (thrown) {
    if (thrown instanceof CancelledError || signal.aborted) throw new CancelledError();
    log(messageOf(thrown));
    throw new UserError(
      `TensorFlow could not be installed (${messageOf(thrown).replace(/\.$/, '')}). Nothing was changed; see the log.`,
    );
  } finally {
    stopShowing();
    for (const left of [fresh, `${fresh}.npm`])
      await rm(left, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }
}

/** Removes TensorFlow, which must not be in use. */
export async function removeTensorFlow(folder: string): Promise<void> {
  // An engine that has just ended may hold its libraries for a moment, and Windows cannot delete files in use.
  await rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
}

/** Removes the remains of killed installations; those of running ones stay, on machines that share the folder too. */
async function removeLeftovers(folder: string): Promise<void> {
  const { dir, base } = path.parse(folder);
  for (const name of await readdir(dir)) {
    const writer = name.startsWith(`${base}.`) ? writerIn(FRESH_ENDING.exec(name)) : undefined;
    if (writer && (isOwn(writer) || !livesIn(dir, writer, path.join(dir, name))))
      await rm(path.join(dir, name), { recursive: true, force: true });
  }
}

async function requireSpace(folder: string, needed_mb: number): Promise<void> {
  const { bavail, bsize } = await statfs(folder);
  const free_mb = (bavail * bsize) / 1e6;
  // The archive and its contents exist at the same time.
  if (free_mb > 1.5 * needed_mb) return;
  const gb = (mb: number) => (mb / 1000).toFixed(1);
  throw new UserError(
    `TensorFlow needs ${gb(1.5 * needed_mb)} GB while it is installed, and ${gb(free_mb)} GB are free for ${folder}. Free some space first.`,
  );
}

/** Shows the size downloaded so far while `work` runs: neither npm nor the script gives the total. */
async function watched(
  phase: string,
  folder: string,
  show: (progress: ShownProgress) => void,
  work: () => Promise<void>,
): Promise<void> {
  show({ phase, fraction: null, text: '' });
  let over = false;
  const working = work().finally(() => {
    over = true;
  });
  const ended = working.catch(() => {});
  while (!over) {
    await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, LOOK_MS))]);
    const mb = Math.round((await sizeOf(folder)) / 1e6);
    if (!over) show({ phase, fraction: null, text: `${mb} MB on the disk` });
  }
  await working;
}

/** Total size of the files in a folder, which may change in the meantime. */
async function sizeOf(folder: string): Promise<number> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true }).catch(() => []);
  let bytes = 0;
  for (const entry of entries) {
    if (!entry.isFile()) continue;
    const found = await stat(path.join(entry.parentPath, entry.name)).catch(() => undefined);
    bytes += found?.size ?? 0;
  }
  return bytes;
}

/** Loads TensorFlow in a separate engine, which a bug in a native library may crash. */
async function tryOut(folder: string, { script, log, signal }: Installation): Promise<string> {
  const { child, client } = forkEngine(script, { [TENSORFLOW_FOLDER]: folder }, log);
  const ended = new Promise((resolve) => child.once('close', resolve));
  try {
    const { description, refused } = await client.request('backend', { backend: 'tensorflow' }, { signal });
    if (refused !== null) throw new UserError(refused);
    return description;
  } finally {
    client.end('The test of the installation is over.');
    child.kill();
    await ended;
  }
}

/** Replaces a folder by another. */
async function replace(folder: string, fresh: string): Promise<void> {
  const old = `${fresh}.old`;
  const had = await rename(folder, old).then(
    () => true,
    () => false,
  );
  try {
    await rename(fresh, folder);
  } catch (thrown) {
    if (had) await rename(old, folder);
    throw thrown;
  }
  if (had) await rm(old, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
}
