import { execFileSync, spawnSync } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { withoutNpmVariables } from '../../../src/extension/tensorflow/npm-environment';
import { npmCli } from '../npm-registry';
import { projectRoot } from '../project';

/** Lines of a failed installation that are shown: the script's own, and npm's summary after them. */
const SHOWN_LINES = 60;

/**
 * Installs a package into a folder, its install scripts included, with the npm that the project depends on: it
 * does the same on every machine. Its output goes to `install.log` in the folder.
 *
 * @param node absolute path of the Node that npm and the scripts run on
 * @throws Error with the last lines of the output
 */
export function npmInstall(
  folder: string,
  specification: string,
  node: string,
  environment = process.env,
): void {
  const cleaned = withoutNpmVariables(environment);
  const log = path.join(folder, 'install.log');
  const output = openSync(log, 'w');
  const flags = ['--ignore-scripts=false', '--foreground-scripts', '--no-audit', '--no-fund'];
  const { status } = spawnSync(node, [npmCli, 'install', ...flags, specification], {
    cwd: folder,
    env: {
      ...cleaned,
      // Scripts run npm and Node by name.
      PATH: [path.dirname(node), path.join(projectRoot, 'node_modules/.bin'), cleaned['PATH']].join(
        path.delimiter,
      ),
      npm_config_globalconfig: globalConfig(cleaned),
      npm_config_nodedir: path.dirname(path.dirname(node)),
    },
    stdio: ['ignore', output, output],
  });
  closeSync(output);
  if (status === 0) return;
  const lines = readFileSync(log, 'utf8').trimEnd().split('\n');
  throw new Error(`${specification} could not be installed:\n${lines.slice(-SHOWN_LINES).join('\n')}`);
}

/** Npm looks for its global configuration beside its Node; on another Node it would miss the machine's. */
function globalConfig(env: NodeJS.ProcessEnv): string {
  return execFileSync(process.execPath, [npmCli, 'config', 'get', 'globalconfig'], {
    env,
    encoding: 'utf8',
  }).trim();
}
