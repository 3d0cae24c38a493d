import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { readTrainingSet } from '../../src/engine/training/read-training-set';
import { miniml } from '../support/command-line';
import { madeUpTrainingSet } from '../support/training-sets';
import { startHost } from './host';
import type { Torture } from './torture';

const DISK_KB = 256;

/** A small disk, or undefined where we cannot have one. */
function smallDisk(
  folder: string,
): { folder: string; options(option: string): void; end(): void } | undefined {
  mkdirSync(folder);
  const mount = (...args: string[]) => spawnSync('mount', args, { stdio: 'ignore' }).status === 0;
  if (process.platform !== 'linux' || !mount('-t', 'tmpfs', '-o', `size=${DISK_KB}k`, 'tmpfs', folder))
    return undefined;
  return {
    folder,
    options: (option) => void mount('-o', `remount,${option}`, folder),
    end: () => void spawnSync('umount', [folder], { stdio: 'ignore' }),
  };
}

/** Takes all that is left of a disk. */
function fill(folder: string): () => void {
  const file = path.join(folder, 'others');
  try {
    writeFileSync(file, Buffer.alloc(2 * DISK_KB * 1024));
  } catch {
    // It is full now.
  }
  return () => rmSync(file, { force: true });
}

/** Journals, results and trainings on a disk that is full. */
export async function fullDisks(torture: Torture): Promise<void> {
  const disk = smallDisk(path.join(torture.folder, 'disk'));
  if (!disk) return torture.count('disks, as none can be mounted here', 0);
  try {
    await scoreWithout(torture, disk.folder, fill(disk.folder));
    const recording = path.join(torture.folder, 'r.h5');
    await miniml('simulate', '--out', recording, '--seed', '1', '--duration', '4');
    const set = await madeUpTrainingSet(torture.folder, 'train.h5', { seed: 7, windows: 40, length: 60 });
    fill(disk.folder);
    await refused(torture, disk.folder, /the disk is full/, [
      ['detect', recording, '--out', disk.folder, '--backend', 'cpu'],
      ['simulate', '--out', path.join(disk.folder, 's.h5'), '--duration', '4'],
      ['convert', recording, '--out', path.join(disk.folder, 'c.nwb')],
      [
        'train',
        set,
        '--out',
        path.join(disk.folder, 'm.h5'),
        '--set',
        'resample_to_600=false',
        '--set',
        'epochs=1',
      ],
    ]);
  } finally {
    disk.end();
  }
}

/** The same in folders that nobody may write to. */
export async function readOnlyFolders(torture: Torture): Promise<void> {
  const folder = path.join(torture.folder, 'disk');
  const disk = smallDisk(folder);
  disk?.options('ro');
  chmodSync(torture.folder, 0o700);
  if (!disk) chmodSync(folder, 0o555);
  try {
    await scoreWithout(torture, folder, () => (disk ? disk.options('rw') : chmodSync(folder, 0o755)));
    if (disk) disk.options('ro');
    else chmodSync(folder, 0o555);
    const recording = path.join(torture.folder, 'r.h5');
    await miniml('simulate', '--out', recording, '--seed', '1', '--duration', '4');
    await refused(torture, folder, /its folder is not writable/, [
      ['detect', recording, '--out', folder, '--backend', 'cpu'],
      ['convert', recording, '--out', path.join(folder, 'c.abf')],
    ]);
  } finally {
    if (disk) disk.end();
    else chmodSync(folder, 0o755);
  }
}

/** Scores without a place for journals: nothing throws, it is said once, and a save keeps all. */
async function scoreWithout(torture: Torture, disk: string, free: () => void): Promise<void> {
  const file = await madeUpTrainingSet(torture.folder, 'set.h5', { seed: 3, windows: 100, length: 60 });
  const scorer = { file, part: 0, of: 1, seed: 5, clockMs: 0, saveEvery: 0, edits: 60 };
  const inMemory = startHost({ ...scorer, journals: [path.join(disk, 'journals')] });
  await inMemory.ended;
  const said = inMemory.others.filter(({ kind }) => kind === 'unsafe');
  if (said.length !== 1) torture.lost(`said ${said.length} times that edits are not on the disk`);
  await checkFile(torture, file, inMemory.did);
  // With another folder, all is safe.
  const second = startHost({
    ...scorer,
    seed: 6,
    edits: null,
    journals: [path.join(disk, 'journals'), path.join(torture.folder, 'second')],
  });
  await second.opened;
  while (second.did.size < 30) await new Promise((resolve) => setTimeout(resolve, 20));
  second.child.kill('SIGKILL');
  await second.ended;
  torture.count('kills');
  if (second.others.some(({ kind }) => kind === 'unsafe'))
    torture.lost('edits were not written to the second folder');
  free();
  const third = startHost({
    ...scorer,
    edits: 0,
    journals: [path.join(disk, 'journals'), path.join(torture.folder, 'second')],
  });
  await third.ended;
  await checkFile(torture, file, second.did, second.pending?.window);
  rmSync(path.join(disk, 'journals'), { recursive: true, force: true });
}

async function checkFile(
  torture: Torture,
  file: string,
  did: Map<number, number>,
  but?: number,
): Promise<void> {
  const { scores } = await readTrainingSet(file);
  for (const [window, score] of did) {
    torture.count('scores checked');
    if (scores[window] !== score && window !== but)
      torture.lost(`window ${window} has score ${scores[window]}, not ${score}`);
  }
}

async function refused(torture: Torture, folder: string, reason: RegExp, runs: string[][]): Promise<void> {
  const contents = () =>
    readdirSync(folder).map((name) => [name, readFileSync(path.join(folder, name)).length]);
  const before = JSON.stringify(contents());
  for (const args of runs) {
    const { code, stderr } = await miniml(...args);
    torture.count('runs');
    if (code !== 1 || !reason.test(stderr)) torture.lost(`${args[0]} ended with ${code}: ${stderr.trim()}`);
    if (JSON.stringify(contents()) !== before) torture.lost(`${args[0]} left ${JSON.stringify(contents())}`);
  }
}
