import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const program = fileURLToPath(new URL('../dist/miniml.js', import.meta.url));

/**
 * Runs a verb of the command line and returns its JSON document; its progress, messages and errors go to the terminal.
 * Where it fails, this process ends with its exit code.
 */
export function miniml(...args) {
  const { status, stdout } = spawnSync(process.execPath, [program, ...args, '--json'], {
    stdio: ['ignore', 'pipe', 'inherit'],
    encoding: 'utf8',
    maxBuffer: 1 << 30,
  });
  if (status !== 0) process.exit(status ?? 1);
  return JSON.parse(stdout);
}
