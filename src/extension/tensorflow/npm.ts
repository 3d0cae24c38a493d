import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { CancelledError, UserError } from '../../common/errors';
import { onLines } from '../engine/fork';
import { withoutNpmVariables } from './npm-environment';

export interface NpmOptions {
  /** Absolute path of npm's `npm-cli.js`. */
  npm: string;
  folder: string;
  /** Variables besides ours: a proxy. */
  environment: NodeJS.ProcessEnv;
  signal: AbortSignal;
  log(line: string): void;
}

/**
 * Runs npm in a folder with our own Node, so that nothing needs to be installed. Registry and proxy are those of the
 * user's npm configuration.
 *
 * @throws UserError with npm's reason
 * @throws CancelledError once all processes it has started have ended
 */
export async function runNpm(args: readonly string[], options: NpmOptions): Promise<void> {
  const { npm, folder, environment, signal, log } = options;
  if (signal.aborted) throw new CancelledError();
  const bin = await mkdtemp(path.join(os.tmpdir(), 'miniml-node-'));
  try {
    await writeNode(bin);
    const env: NodeJS.ProcessEnv = {
      ...withoutNpmVariables(process.env),
      ...environment,
      ELECTRON_RUN_AS_NODE: '1',
    };
    // Windows has one variable for the path, in whatever case.
    const pathName = Object.keys(env).find((name) => name.toUpperCase() === 'PATH') ?? 'PATH';
    Object.assign(env, { [pathName]: [bin, env[pathName]].filter(Boolean).join(path.delimiter) });
    const child = spawn(process.execPath, [npm, ...args, '--no-audit', '--no-fund', '--no-update-notifier'], {
      cwd: folder,
      env,
      // A process group of its own, so that the scripts it runs end with it.
      detached: process.platform !== 'win32',
      windowsHide: true,
    });
    const errors: string[] = [];
    onLines(child.stdout, log);
    onLines(child.stderr, (line) => {
      log(line);
      errors.push(line);
    });
    const cancel = () => endAll(child);
    signal.addEventListener('abort', cancel);
    const code = await new Promise<number | null>((resolve) => {
      child.once('error', (error) => {
        errors.push(error.message);
        resolve(null);
      });
      child.once('close', resolve);
    }).finally(() => signal.removeEventListener('abort', cancel));
    if (signal.aborted) throw new CancelledError();
    if (code !== 0) throw new UserError(reasonOf(errors));
  } finally {
    await rm(bin, { recursive: true, force: true });
  }
}

/** Creates a `node` for the scripts of packages: VS Code's Electron may be the only Node. */
async function writeNode(folder: string): Promise<void> {
  if (process.platform === 'win32')
    await writeFile(
      path.join(folder, 'node.cmd'),
      `@set ELECTRON_RUN_AS_NODE=1\r\n@"${process.execPath}" %*\r\n`,
    );
  else
    await writeFile(
      path.join(folder, 'node'),
      `#!/bin/sh\nELECTRON_RUN_AS_NODE=1 exec '${process.execPath.replaceAll("'", "'\\''")}' "$@"\n`,
      { mode: 0o755 },
    );
}

function endAll(child: ChildProcess): void {
  if (child.pid === undefined) return;
  if (process.platform === 'win32') {
    spawn('taskkill', ['/pid', String(child.pid), '/t', '/f'], { windowsHide: true });
    return;
  }
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch {
    // It has ended already.
  }
}

const REASONS: readonly [RegExp, string][] = [
  [/ENOSPC/, 'the disk is full'],
  [/E404|ETARGET|40[34] Not Found/, 'the registry does not offer it'],
  [/EINTEGRITY/, 'the download failed its integrity check'],
  [
    /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|ERR_SOCKET/,
    'the network cannot be reached',
  ],
  [/EACCES|EPERM|EROFS/, 'its folder is not writable'],
  [/node-pre-gyp install failed|node-gyp|gyp ERR/, 'no TensorFlow is available for this machine and version'],
];

/** Picks a reason that users can act on from npm's output, else its first line. */
function reasonOf(errors: readonly string[]): string {
  const said = errors.join('\n');
  const known = REASONS.find(([pattern]) => pattern.test(said));
  if (known) return known[1];
  const own = errors.find((line) => /^npm (error|ERR!) (?!code)/.test(line)) ?? errors.at(-1);
  return own?.replace(/^npm (error|ERR!)\s*/, '') ?? 'npm ended without a message';
}
