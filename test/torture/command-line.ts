import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { readModel } from '../../src/engine/network/keras/read-model';
import { flatWeights } from '../../src/engine/network/weights';
import { openRecording } from '../../src/engine/recordings/open';
import { readResults } from '../../src/engine/results/read-h5';
import { miniml, start } from '../support/command-line';
import { madeUpTrainingSet } from '../support/training-sets';
import { kill } from './host';
import type { Torture } from './torture';

/** A run of the command line that is killed. */
interface Run {
  args: string[];
  /** Its outputs, which come together or not at all. */
  outputs: string[];
  /** What must be the same after a kill as without one. */
  contents(folder: string): Promise<unknown>;
}

const QUICK = ['--backend', 'cpu', '--threads', '1'];

/** Detection, training, batch, conversion and simulation are killed at any moment, and run again. */
export async function commandLine(torture: Torture): Promise<void> {
  const runs = await runsIn(torture.folder);
  const wholes = new Map<string, { contents: unknown; ms: number }>();
  for (const [name, run] of Object.entries(runs)) {
    const out = path.join(torture.folder, `${name} whole`);
    mkdirSync(out);
    const begun = performance.now();
    const { code, stderr } = await miniml(...argsIn(run, out));
    if (code !== 0) torture.lost(`${name} ended with ${code}: ${stderr}`);
    wholes.set(name, { ms: performance.now() - begun, contents: await run.contents(out) });
  }
  const names = Object.keys(runs);
  for (let round = 0; round < torture.kills; round++) {
    const name = names[round % names.length];
    await killOnce(torture, name, runs[name], wholes.get(name)!, round);
  }
}

async function killOnce(
  torture: Torture,
  name: string,
  run: Run,
  whole: { contents: unknown; ms: number },
  round: number,
): Promise<void> {
  const out = path.join(torture.folder, `${name} ${round}`);
  mkdirSync(out);
  const running = start(argsIn(run, out));
  await setTimeout(torture.random.uniform(0.1, 1.05) * whole.ms);
  kill(running.process.pid!);
  await running.finished;
  torture.count('kills');
  const there = run.outputs.filter((file) => existsSync(path.join(out, file)));
  if (there.length > 0 && there.length < run.outputs.length)
    torture.count('runs killed between their outputs');
  // What is there is whole. A batch that is killed has made some of its results.
  if (run.outputs.length > 0 && there.length === run.outputs.length) {
    torture.count('runs that were complete');
    same(torture, `${name}, killed`, await run.contents(out), whole.contents);
  }
  const again = await miniml(...argsIn(run, out), ...(run.args[0] === 'batch' ? [] : ['--force']));
  if (again.code !== 0) torture.lost(`${name}, again: ${again.stderr}`);
  else same(torture, `${name}, again`, await run.contents(out), whole.contents);
  const left = readdirSync(out, { recursive: true }).map(String);
  for (const file of left)
    if (path.basename(file).startsWith('.miniml-') || file.endsWith('.checkpoint'))
      torture.lost(`${name}: ${file} is left`);
  rmSync(out, { recursive: true });
}

function argsIn({ args }: Run, out: string): string[] {
  return args.map((arg) => arg.replace('OUT', out));
}

function same(torture: Torture, what: string, found: unknown, whole: unknown): void {
  torture.count('outputs compared');
  if (JSON.stringify(found) !== JSON.stringify(whole)) torture.lost(`${what}: the output is another one`);
}

async function runsIn(folder: string): Promise<Record<string, Run>> {
  const recording = path.join(folder, 'cell.h5');
  await miniml('simulate', '--out', recording, '--seed', '1', '--duration', '2');
  cpSync(recording, path.join(folder, 'second.h5'));
  const table = path.join(folder, 'study.csv');
  writeFileSync(table, 'recording,cell,animal,group\ncell.h5,c1,a1,x\nsecond.h5,c2,a2,y\n');
  const set = await madeUpTrainingSet(folder, 'set.h5', { seed: 7, windows: 40, length: 60 });
  const training = ['--set', 'resample_to_600=false', '--set', 'epochs=3', '--set', 'learning_rate=0.001'];
  return {
    detect: {
      args: ['detect', recording, '--out', 'OUT', ...QUICK],
      outputs: ['cell_results.h5', 'cell_events.csv'],
      contents: async (out) => ({
        events: (await readResults(path.join(out, 'cell_results.h5'))).detection.events,
        csv: textsIn(out),
      }),
    },
    train: {
      args: ['train', set, '--out', 'OUT/model.h5', ...training, ...QUICK],
      outputs: ['model.h5', 'model.md'],
      contents: async (out) => {
        const { parameter, statistic } = flatWeights((await readModel(path.join(out, 'model.h5'))).network);
        return [[...parameter], [...statistic]];
      },
    },
    batch: {
      args: ['batch', table, '--out', 'OUT', ...QUICK],
      outputs: [],
      contents: async (out) => textsIn(out),
    },
    convert: {
      args: ['convert', recording, '--out', 'OUT/cell.abf', '--start', '2026-01-02T03:04:05'],
      outputs: ['cell.abf'],
      contents: (out) => samplesOf(path.join(out, 'cell.abf')),
    },
    simulate: {
      args: ['simulate', '--out', 'OUT/r.h5', '--seed', '4', '--duration', '3'],
      outputs: ['r.h5', 'r_truth.csv'],
      contents: async (out) => ({ samples: await samplesOf(path.join(out, 'r.h5')), csv: textsIn(out) }),
    },
  };
}

/** The tables in a folder, but for when they were written. */
function textsIn(folder: string): [string, string][] {
  return readdirSync(folder, { recursive: true })
    .map(String)
    .filter((file) => file.endsWith('.csv'))
    .sort()
    .map((file) => [path.basename(file), readFileSync(path.join(folder, file), 'utf8')]);
}

async function samplesOf(file: string): Promise<number[]> {
  const recording = await openRecording(file, {});
  try {
    return [...(await recording.read(0, 0, 0, Math.min(5000, recording.sweeps[0].samples)))];
  } finally {
    recording.close();
  }
}
