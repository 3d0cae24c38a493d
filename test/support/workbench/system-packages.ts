import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

/** Whether packages of the system can be installed: by root, with apt. */
export function canInstallPackages(): boolean {
  return process.getuid?.() === 0 && existsSync('/usr/bin/apt-get');
}

/**
 * Installs packages of the system, waiting for others that do so.
 *
 * @throws Error with what apt-get says
 */
export function installPackages(...packages: string[]): void {
  console.error(`Installing ${packages.join(', ')} …`);
  // Without new lists the packages may still be had from the old ones; else the installation says why not.
  const lists = aptGet('update');
  const { status, output } = aptGet('install', '-y', '--no-install-recommends', ...packages);
  if (status === 0) return;
  throw new Error(`${packages.join(', ')} could not be installed:\n${lists.output}${output}`);
}

function aptGet(...args: string[]): { status: number | null; output: string } {
  const run = spawnSync('apt-get', ['-o', 'DPkg::Lock::Timeout=300', ...args], {
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  return { status: run.status, output: run.stdout + run.stderr };
}
