import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { projectRoot } from '../support/project';
import type { Said, Scorer } from './scorer';

/** A process that scores, and what is known of it. */
export interface Host {
  child: ChildProcess;
  opened: Promise<Said & { kind: 'open' }>;
  ended: Promise<void>;
  /** The score of each window that it was told is there. */
  did: Map<number, number>;
  /** A score that was on its way when it ended. */
  pending: { window: number; score: number } | undefined;
  /** Lines beside scores, in order. */
  others: Said[];
}

const bundle = path.join(projectRoot, 'dist/torture/scorer.js');
export const engineScript = path.join(projectRoot, 'dist/miniml.js');

/** @param machine a name of another machine, for those that share a folder */
export function startHost(scorer: Omit<Scorer, 'engine'>, machine = ''): Host {
  const argument = JSON.stringify({ ...scorer, engine: engineScript } satisfies Scorer);
  const child = spawn(process.execPath, [bundle, argument], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, MINIML_MACHINE: machine },
  });
  let opened!: (said: Said & { kind: 'open' }) => void;
  const lines = createInterface({ input: child.stdout! });
  const host: Host = {
    child,
    opened: new Promise((resolve) => {
      opened = resolve;
    }),
    ended: Promise.all([once(child, 'exit'), once(lines, 'close')]).then(() => {}),
    did: new Map(),
    pending: undefined,
    others: [],
  };
  lines.on('line', (line) => {
    const said = JSON.parse(line) as Said;
    if (said.kind === 'open') opened(said);
    if (said.kind === 'try') host.pending = said;
    else if (said.kind === 'did') {
      host.did.set(said.window, said.score);
      host.pending = undefined;
    } else host.others.push(said);
  });
  return host;
}

export function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended already.
  }
}
