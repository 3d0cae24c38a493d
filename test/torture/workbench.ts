import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { messageOf } from '../../src/common/errors';
import type { Score } from '../../src/common/training/training-set';
import { writeWhole } from '../../src/engine/files/atomic';
import { baseModelPath } from '../../src/engine/files/model-path';
import { miniml } from '../support/command-line';
import { madeUpTrainingSet } from '../support/training-sets';
import { provisionWorkbench } from '../support/workbench/provision';
import type { Torture } from './torture';
import { TARGETS, Window } from './window';
import { batch, detecting, exporting, Scoring, training, type Work } from './window-work';

const WINDOWS = 2000;
const LONGEST_MS = 12_000;

/** Extension host, window, engine and the whole workbench are killed during everything that people do in it. */
export async function workbench(torture: Torture): Promise<void> {
  const found = provisionWorkbench();
  if (typeof found === 'string' || baseModelPath() === undefined)
    return torture.count(`kills, as ${typeof found === 'string' ? found : 'there is no base model'}`, 0);
  const folder = path.join(mkdtempSync(path.join(torture.folder, 'w-')), 'work');
  mkdirSync(folder);
  await filesIn(folder);
  const window = new Window(folder);
  await window.open();
  try {
    const works: Readonly<Record<string, Work>> = {
      scoring: new Scoring(window, torture, false),
      saving: new Scoring(window, torture, true),
      detection: detecting(window),
      exporting: exporting(window),
      training: training(window),
      batch: batch(window),
    };
    const references = new Map<string, { result: string; ms: number }>();
    for (let round = 0; round < torture.kills; round++) {
      const name = Object.keys(works)[round % Object.keys(works).length];
      // Every target meets every work.
      const target = TARGETS[(round + Math.floor(round / Object.keys(works).length)) % TARGETS.length];
      try {
        if (!references.has(name)) references.set(name, await undisturbed(works[name], name));
        await killedOnce(torture, window, { ...references.get(name)!, work: works[name], name, target });
      } catch (thrown) {
        torture.lost(`${name}, ${target} killed: ${messageOf(thrown).split('\n')[0]}`);
        await picture(window, `${name}-${target}`);
        // The next begins in a workbench of its own.
        await window.stop();
        await window.open();
      }
    }
  } finally {
    await window.stop();
    rmSync(path.dirname(folder), { recursive: true, force: true });
  }
}

async function undisturbed(work: Work, name: string): Promise<{ result: string; ms: number }> {
  if (work instanceof Scoring) return { result: '[]', ms: 2500 };
  await work.prepare();
  const begun = performance.now();
  await work.begin();
  const ms = performance.now() - begun;
  const result = JSON.stringify(await work.result());
  if (result.length < 100) throw new Error(`${name} has no result to compare with`);
  return { result, ms: Math.min(LONGEST_MS, ms) };
}

interface Kill {
  work: Work;
  name: string;
  target: (typeof TARGETS)[number];
  result: string;
  ms: number;
}

async function killedOnce(torture: Torture, window: Window, kill: Kill): Promise<void> {
  const { work, name, target } = kill;
  await work.prepare();
  const begun = work.begin().catch(() => {});
  await Promise.race([begun, setTimeout(torture.random.uniform(0, 1.05) * kill.ms)]);
  await window.kill(target);
  torture.count('kills');
  torture.count(`of the ${target}`);
  // What was waited for on the screen has nobody to wait for it any more.
  if (target !== 'engine') await Promise.race([begun, setTimeout(1000)]);
  else if (!(work instanceof Scoring)) await Promise.race([begun, setTimeout(kill.ms)]);
  else await Promise.race([begun, setTimeout(1500)]);
  await window.recover(target);
  await begun;
  await work.resume();
  torture.count('results compared');
  if (JSON.stringify(await work.result()) !== kill.result)
    torture.lost(`${name}, ${target} killed: the result is another one`);
  // Whoever writes next removes what a killed process has left.
  const next = path.join(window.folder, 'next.csv');
  await writeWhole(next, { overwrite: true }, (file) => writeFileSync(file, 'a\n'));
  rmSync(next);
  for (const left of readdirSync(window.folder, { recursive: true }).map(String))
    if (path.basename(left).startsWith('.miniml-') && !left.endsWith('.lock'))
      torture.lost(`${name}, ${target} killed: ${left} is left`);
}

async function filesIn(folder: string): Promise<void> {
  const at = (name: string) => path.join(folder, name);
  const simulated = await miniml('simulate', '--out', at('r.h5'), '--seed', '1', '--duration', '20');
  const converted = await miniml('convert', at('r.h5'), '--out', at('cell.abf'));
  if (simulated.code !== 0 || converted.code !== 0) throw new Error(simulated.stderr + converted.stderr);
  for (const name of readdirSync(folder)) if (name !== 'cell.abf') rmSync(at(name));
  for (const seed of [2, 3])
    await miniml('simulate', '--out', at(`part${seed}.h5`), '--seed', String(seed), '--duration', '4');
  writeFileSync(at('study.miniml.csv'), 'recording,cell,animal,group\npart2.h5,c1,a1,x\npart3.h5,c2,a2,y\n');
  const unscored = () => -1 as Score;
  await madeUpTrainingSet(folder, 'scores.h5', { seed: 3, windows: WINDOWS, length: 60, scoreOf: unscored });
  await madeUpTrainingSet(folder, 'train.h5', { seed: 7, windows: 60, length: 60 });
}

/** With MINIML_PICTURES set, what was on the screen when something could not be done. */
async function picture(window: Window, name: string): Promise<void> {
  const folder = process.env['MINIML_PICTURES'];
  if (!folder) return;
  mkdirSync(folder, { recursive: true });
  for (let i = 0; i < 100; i++) {
    const file = path.join(folder, `${name}-${i}.png`);
    if (existsSync(file)) continue;
    await window.session.page.screenshot({ path: file }).catch(() => {});
    return;
  }
}
