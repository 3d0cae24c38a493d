import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { projectRoot } from './project';

const script = path.resolve(projectRoot, '../shared/slurm/start.sh');

/** Why tests on a cluster are skipped, or false where one can be started. For node:test's `skip` option. */
export const withoutSlurm: string | false = !existsSync(script)
  ? 'there is no ../shared/slurm/start.sh, which starts a Slurm on this machine'
  : process.platform !== 'linux' || process.getuid?.() !== 0
    ? 'only root on Linux can start a Slurm'
    : false;

export interface Slurm {
  /** Runs one of its programs. */
  run(program: string, ...args: string[]): string;
  /** A task that was queued again starts at once instead of after two minutes. */
  releaseAll(): void;
  /** The node fails, as seen by the controller, and is back. */
  failNode(): void;
  stop(): void;
}

/** Starts a Slurm of one node, the cluster of all processes that this one starts, and installs it if need be. */
export function startSlurm(): Slurm {
  // Its configuration takes no path with a space.
  const folder = mkdtempSync(path.join(tmpdir(), 'miniml-slurm-'));
  const { status, stdout, stderr } = spawnSync('bash', [script, folder], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`Slurm cannot be started: ${stderr}`);
  process.env['SLURM_CONF'] = stdout.trim().split('\n').at(-1);
  const run = (program: string, ...args: string[]) => execFileSync(program, args, { encoding: 'utf8' });
  const [node] = run('sinfo', '--noheader', '--format=%n').trim().split('\n');
  return {
    run,
    releaseAll() {
      // Within the two minutes the turn before has ended, and its credential is long revoked.
      waitUntil(() => spawnSync('pgrep', ['-f', '^slurmstepd: ']).status !== 0);
      spawnSync('sleep', ['3']);
      const waiting = run('squeue', '--noheader', '--array', '--states=PENDING', '--format=%i').split('\n');
      for (const id of waiting.filter(Boolean)) run('scontrol', 'update', `jobid=${id}`, 'starttime=now');
    },
    failNode() {
      run('scontrol', 'update', `nodename=${node}`, 'state=down', 'reason=test');
      // Refused where the node has reported itself back already.
      spawnSync('scontrol', ['update', `nodename=${node}`, 'state=resume']);
    },
    stop() {
      spawnSync('scancel', ['--user', 'root']);
      const pids = ['ctld.pid', 'd.pid'].map((name) => readFileSync(path.join(folder, name), 'utf8').trim());
      spawnSync('bash', [script, '--stop', folder]);
      // The controller writes its state before it ends.
      waitUntil(() => pids.every((pid) => !existsSync(`/proc/${pid}/exe`)));
      rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 500 });
    },
  };
}

/** At most 40 s. */
function waitUntil(check: () => boolean): void {
  for (let left = 200; left > 0 && !check(); left--) spawnSync('sleep', ['0.2']);
}
