import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { Random } from '../../src/engine/signal/random';
import { commandLine } from './command-line';
import { fullDisks, readOnlyFolders } from './disks';
import { oneWindow, twoHosts, twoWindows } from './scoring';
import { workbench } from './workbench';

/** What a scenario is given, and how it reports. */
export interface Torture {
  folder: string;
  random: Random;
  kills: number;
  /** Counts something that was lost, left over or untrue. */
  lost(what: string): void;
  /** Counts what the numbers stand on: kills, scores, runs. */
  count(what: string, times?: number): void;
}

const SCENARIOS: Readonly<Record<string, (torture: Torture) => Promise<void>>> = {
  'one window': oneWindow,
  'two windows': twoWindows,
  'two hosts': twoHosts,
  'command line': commandLine,
  workbench,
  'full disks': fullDisks,
  'read-only folders': readOnlyFolders,
};

/** A workbench takes a minute to be killed and opened again, the others a second. */
function shareOf(name: string): number {
  return name === 'workbench' ? 0.25 : 1;
}

/** Runs every scenario and prints what was counted; the exit code is 1 if anything was lost. */
async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { kills: { type: 'string', default: '300' }, seed: { type: 'string', default: '1' } },
  });
  const names = Object.keys(SCENARIOS).filter(
    (name) => positionals.length === 0 || positionals.some((wanted) => name.startsWith(wanted)),
  );
  const shares = names.reduce((sum, name) => sum + shareOf(name), 0);
  let losses = 0;
  for (const name of names) {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'miniml-torture-'));
    const counts = new Map<string, number>();
    const begun = performance.now();
    let lostHere = 0;
    await SCENARIOS[name]({
      folder,
      random: new Random(Number(values.seed)),
      kills: Math.max(1, Math.ceil((Number(values.kills) * shareOf(name)) / shares)),
      lost(what) {
        lostHere++;
        console.log(`  ${name}: ${what}`);
      },
      count: (what, times = 1) => void counts.set(what, (counts.get(what) ?? 0) + times),
    });
    const counted = [...counts].map(([what, times]) => `${times} ${what}`).join(', ');
    const seconds = Math.round((performance.now() - begun) / 1000);
    console.log(`${name}: ${counted}; ${lostHere} lost (${seconds} s)`);
    losses += lostHere;
    rmSync(folder, { recursive: true, force: true });
  }
  console.log(losses === 0 ? 'Nothing was lost.' : `${losses} lost. The seed was ${values.seed}.`);
  process.exitCode = losses === 0 ? 0 : 1;
}

void main();
