import { readdirSync } from 'node:fs';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { readTrainingSet } from '../../src/engine/training/read-training-set';
import { madeUpTrainingSet } from '../support/training-sets';
import { type Host, kill, startHost } from './host';
import type { Torture } from './torture';

const WINDOWS = 300;
const HOUR_MS = 3_600_000;

/** What every window is known to hold; a score on its way when its process was killed may be there or not. */
type Known = Map<number, Set<number>>;

function learn(known: Known, host: Host): void {
  for (const [window, score] of host.did) known.set(window, new Set([score]));
  const { pending } = host;
  if (pending) known.set(pending.window, new Set([...(known.get(pending.window) ?? []), pending.score]));
}

function check(torture: Torture, known: Known, scores: ArrayLike<number>, where: string): void {
  for (const [window, may] of known) {
    torture.count('scores checked');
    if (!may.has(scores[window]))
      torture.lost(`${where}: window ${window} has score ${scores[window]}, not ${[...may].join(' or ')}`);
    else known.set(window, new Set([scores[window]]));
  }
}

interface Hosts {
  torture: Torture;
  file: string;
  journals: string[];
  round: number;
}

function begin({ torture, file, journals }: Hosts, part: number, of: number, machine = ''): Host {
  torture.count('processes');
  return startHost(
    {
      file,
      journals,
      part,
      of,
      seed: Math.floor(torture.random.uniform(1, 1e9)),
      clockMs: torture.random.uniform() < 0.5 ? HOUR_MS : 0,
      saveEvery: 25,
      edits: null,
    },
    machine,
  );
}

async function initial(torture: Torture, name: string): Promise<{ file: string; known: Known }> {
  const file = await madeUpTrainingSet(torture.folder, name, { seed: 3, windows: WINDOWS, length: 60 });
  const { scores } = await readTrainingSet(file);
  return { file, known: new Map([...scores].map((score, window) => [window, new Set([score])])) };
}

/** One window scores and saves; it, or its engine, is killed at any moment. */
export async function oneWindow(torture: Torture): Promise<void> {
  const { file, known } = await initial(torture, 'one.h5');
  const hosts: Hosts = { torture, file, journals: [path.join(torture.folder, 'journals')], round: 0 };
  for (; hosts.round < torture.kills; hosts.round++) {
    const host = begin(hosts, 0, 1);
    const { scores, conflict, engine } = await host.opened;
    check(torture, known, scores, `after kill ${hosts.round}`);
    if (conflict !== null) torture.lost(`after kill ${hosts.round}: asked without reason: ${conflict}`);
    await setTimeout(torture.random.uniform(0, 800));
    if (hosts.round % 3 === 2) {
      kill(engine);
      await setTimeout(torture.random.uniform(0, 200));
    }
    kill(host.child.pid!);
    await host.ended;
    // Otherwise it ends by itself, perhaps after it has written.
    if (torture.random.uniform() < 0.5) kill(engine);
    torture.count('kills');
    torture.count('scores', host.did.size);
    torture.count('saves', host.others.filter(({ kind }) => kind === 'saved').length);
    learn(known, host);
  }
  await finish(hosts, known, 0, 1);
}

/** Two windows with the same file: each scores half of it, both save, one is killed at any moment. */
export function twoWindows(torture: Torture): Promise<void> {
  return two(torture, 'windows.h5', ['', '']);
}

/** As two windows, on machines that cannot see each other's processes. */
export function twoHosts(torture: Torture): Promise<void> {
  return two(torture, 'hosts.h5', ['one', 'two']);
}

async function two(torture: Torture, name: string, machines: [string, string]): Promise<void> {
  const { file, known } = await initial(torture, name);
  const hosts: Hosts = { torture, file, journals: [path.join(torture.folder, 'journals')], round: 0 };
  const running = machines.map((machine, part) => begin(hosts, part, 2, machine));
  const engines = await Promise.all(running.map(async ({ opened }) => (await opened).engine));
  for (; hosts.round < torture.kills; hosts.round++) {
    await setTimeout(torture.random.uniform(100, 1200));
    const part = torture.random.uniform() < 0.5 ? 0 : 1;
    const host = running[part];
    kill(host.child.pid!);
    await host.ended;
    kill(engines[part]);
    torture.count('kills');
    torture.count('scores', host.did.size);
    torture.count('saves', host.others.filter(({ kind }) => kind === 'saved').length);
    const own = ofPart(known, part);
    learn(own, host);
    running[part] = begin(hosts, part, 2, machines[part]);
    const { scores, engine } = await running[part].opened;
    engines[part] = engine;
    check(torture, own, scores, `after kill ${hosts.round}`);
    for (const [window, may] of own) known.set(window, may);
  }
  for (const [part, host] of running.entries()) {
    kill(host.child.pid!);
    await host.ended;
    kill(engines[part]);
    learn(known, host);
  }
  for (const [part, machine] of machines.entries()) await finish(hosts, known, part, 2, machine);
}

function ofPart(known: Known, part: number): Known {
  return new Map([...known].filter(([window]) => window % 2 === part));
}

/** Scores once more, saves, and looks at the file itself and at what is left in its folder. */
async function finish(hosts: Hosts, known: Known, part: number, of: number, machine = ''): Promise<void> {
  const { torture, file, journals } = hosts;
  const seed = Math.floor(torture.random.uniform(1, 1e9));
  const host = startHost({ file, journals, part, of, seed, clockMs: 0, saveEvery: 0, edits: 10 }, machine);
  await host.ended;
  learn(known, host);
  const saved = host.others.at(-1);
  if (saved?.kind !== 'saved') torture.lost(`the last save: ${JSON.stringify(saved)}`);
  if (part < of - 1) return;
  check(torture, known, (await readTrainingSet(file)).scores, 'in the file');
  for (const name of readdirSync(path.dirname(file)))
    if (name.startsWith('.miniml-')) torture.lost(`${name} is left`);
  for (const folder of journals)
    for (const name of readdirSync(folder)) if (name.endsWith('.journal')) torture.lost(`${name} is left`);
}
