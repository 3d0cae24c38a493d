import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { TestContext } from 'node:test';
import { projectRoot } from './project';

const script = path.join(projectRoot, 'dist/miniml.js');

/** What a process of the command line left behind. */
export interface Finished {
  code: number | null;
  stdout: string;
  stderr: string;
}

export interface Running {
  process: ChildProcess;
  finished: Promise<Finished>;
}

/** Starts `miniml` with these arguments, as a shell would, with pipes for its output. */
export function start(args: readonly string[], cwd = tmpdir()): Running {
  const child = spawn(process.execPath, [script, ...args], { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
  const [stdout, stderr] = [child.stdout, child.stderr].map((stream) => {
    const chunks: Buffer[] = [];
    stream.on('data', (chunk: Buffer) => chunks.push(chunk));
    return () => Buffer.concat(chunks).toString('utf8');
  });
  const finished = new Promise<Finished>((resolve) => {
    child.on('close', (code) => resolve({ code, stdout: stdout!(), stderr: stderr!() }));
  });
  return { process: child, finished };
}

export function miniml(...args: string[]): Promise<Finished> {
  return start(args).finished;
}

/** Runs with `--json` and takes the document apart; whatever else stands on stdout fails the test. */
export async function minimlJson<T>(...args: string[]): Promise<T> {
  const { code, stdout, stderr } = await miniml(...args, '--json');
  if (code !== 0) throw new Error(`miniml ${args.join(' ')} ended with ${code}: ${stderr}`);
  return JSON.parse(stdout) as T;
}

/** An empty folder that is gone after the test. */
export async function emptyFolder(t: TestContext): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'miniml-cli-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  return folder;
}
