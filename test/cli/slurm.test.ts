import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, rmdir, stat, statfs, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, type TestContext, test } from 'node:test';
import type { TrainingReport } from '../../src/common/api/engine/training';
import type { TrainingStatus } from '../../src/engine/cluster/training-job';
import { readModel } from '../../src/engine/network/keras/read-model';
import { flatWeights } from '../../src/engine/network/weights';
import { emptyFolder, miniml, minimlJson } from '../support/command-line';
import { eventually } from '../support/eventually';
import { type Slurm, startSlurm, withoutSlurm } from '../support/slurm';
import { madeUpTrainingSet } from '../support/training-sets';

interface Row {
  status: string;
  error: string | null;
  note?: string;
  results: string | null;
}

interface Batch {
  out: string;
  rows: Row[];
  totals: Record<string, number>;
}

async function simulated(folder: string, name: string, seconds: number, ...more: string[]): Promise<void> {
  await minimlJson('simulate', '--out', path.join(folder, name), '--duration', String(seconds), ...more);
}

async function tableOf(folder: string, ...recordings: string[]): Promise<string> {
  const table = path.join(folder, 'a study.csv');
  await writeFile(table, ['recording', ...recordings, ''].join('\n'));
  return table;
}

async function status(table: string): Promise<Row[]> {
  return (JSON.parse((await miniml('batch', table, '--status', '--json')).stdout) as Batch).rows;
}

async function hasStatus(table: string, row: number, wanted: string): Promise<Row> {
  return eventually(async () => {
    const found = (await status(table))[row];
    assert.equal(found.status, wanted, found.error ?? found.note);
    return found;
  }, 60_000);
}

const SETTINGS = ['resample_to_600=false', 'learning_rate=0.001'].flatMap((one) => ['--set', one]);

async function trainingIn(folder: string, epochs: number) {
  const set = await madeUpTrainingSet(folder, 'set.h5', { seed: 7, windows: 60, length: 60 });
  return (out: string, ...more: string[]) => [
    ...['train', set, '--out', path.join(folder, out), ...SETTINGS, '--set', `epochs=${epochs}`],
    ...['--set', `patience=${epochs}`, '--backend', 'cpu', ...more],
  ];
}

async function statusOf(command: readonly string[]): Promise<TrainingStatus> {
  return JSON.parse((await miniml(...command, '--status', '--json')).stdout) as TrainingStatus;
}

const DISK_KB = 1024;

/** A small disk of its own; undefined where none can be mounted. */
async function smallDisk(t: TestContext): Promise<string | undefined> {
  const disk = await mkdtemp(path.join(tmpdir(), 'miniml-disk-'));
  t.after(async () => {
    spawnSync('umount', ['--lazy', disk], { stdio: 'ignore' });
    await rmdir(disk);
  });
  const mount = ['-t', 'tmpfs', '-o', `size=${DISK_KB}k`, 'tmpfs', disk];
  if (spawnSync('mount', mount, { stdio: 'ignore' }).status !== 0) return undefined;
  return disk;
}

/** Takes all that is left of a disk but some kilobytes. */
async function fillBut(disk: string, left_kb: number): Promise<void> {
  const others = path.join(disk, 'others');
  const { bavail, bsize } = await statfs(disk);
  const used = existsSync(others) ? (await stat(others)).size : 0;
  await writeFile(others, Buffer.alloc(used + bavail * bsize - left_kb * 1024));
}

/** Programs are found in this folder alone. */
function pathIs(t: TestContext, folder: string): void {
  const known = process.env['PATH'];
  process.env['PATH'] = folder;
  t.after(() => {
    process.env['PATH'] = known;
  });
}

test('without Slurm one sentence says so', async (t) => {
  const folder = await emptyFolder(t);
  await simulated(folder, 'a.h5', 2);
  const table = await tableOf(folder, 'a.h5');
  pathIs(t, folder);
  const { code, stderr } = await miniml('batch', table, '--slurm');
  assert.equal(code, 1);
  assert.equal(
    stderr,
    'miniml: Slurm is not installed here: there is no sbatch. Log in to the cluster, and run miniml there.\n',
  );
});

test('what a cluster left is told and finished on a computer without one', async (t) => {
  const folder = await emptyFolder(t);
  await simulated(folder, 'a.h5', 2);
  const table = await tableOf(folder, 'a.h5');
  const sbatch = path.join(folder, 'sbatch');
  await writeFile(sbatch, '#!/bin/sh\necho 7\n', { mode: 0o755 });
  pathIs(t, folder);
  assert.match((await miniml('batch', table, '--slurm')).stderr, /Submitted 1 recording as job 7/);
  await rm(sbatch);
  assert.equal((await status(table))[0].status, 'to do');
  assert.match((await miniml('batch', table, '--follow')).stderr, /Slurm is not installed here/);
  const { totals } = await minimlJson<Batch>('batch', table, '--backend', 'cpu');
  assert.equal(totals['done'], 1);
});

test('flags of the cluster that do not go together are wrong usage', async (t) => {
  const table = await tableOf(await emptyFolder(t), 'a.h5');
  for (const [args, sentence] of [
    [['--slurm', '--status'], /--slurm or --status, not both/],
    [['--follow', '--cancel'], /--follow and --cancel do not go together/],
    [['--mem', '4G'], /--mem needs --slurm or --resubmit/],
  ] as const) {
    const { code, stderr } = await miniml('batch', table, ...args);
    assert.equal(code, 2);
    assert.match(stderr, sentence);
  }
});

test('a training that was not submitted is to do; --resubmit, and flags that do not go together, are refused', async (t) => {
  const training = await trainingIn(await emptyFolder(t), 5);
  assert.equal((await statusOf(training('a.h5'))).status, 'to do');
  const { code, stderr } = await miniml(...training('a.h5', '--resubmit'));
  assert.equal(code, 1);
  assert.match(stderr, /a\.h5 has not been submitted yet\. Submit it with --slurm\.\n$/);
  assert.equal((await miniml(...training('a.h5', '--slurm', '--cancel'))).code, 2);
});

describe('on a cluster', { skip: withoutSlurm, timeout: 600_000 }, () => {
  let slurm: Slurm;
  before(() => {
    slurm = startSlurm();
  });
  after(() => slurm?.stop());

  test('an experiment gives the files that a local run gives; a bad row costs no other', async (t) => {
    const folder = await emptyFolder(t);
    await simulated(folder, 'a.h5', 4);
    await mkdir(path.join(folder, "it's b"));
    await simulated(path.join(folder, "it's b"), 'a.h5', 5);
    await writeFile(path.join(folder, 'bad.h5'), 'not HDF5');
    const table = await tableOf(folder, 'a.h5', "it's b/a.h5", 'bad.h5', 'absent.h5');
    const { code, stdout, stderr } = await miniml(
      'batch',
      table,
      '--slurm',
      '--cpus',
      '1',
      '--follow',
      '--json',
    );
    assert.equal(code, 1, 'two rows failed');
    assert.match(stderr, /Submitted 3 recordings as job \d+/);
    const { rows, out } = JSON.parse(stdout) as Batch;
    assert.deepEqual(
      rows.map((row) => row.status),
      ['done', 'done', 'failed', 'failed'],
    );
    assert.match(rows[2].error!, /bad\.h5 is not a recording/);
    const local = path.join(folder, 'local');
    const here = JSON.parse(
      (await miniml('batch', table, '--out', local, '--backend', 'cpu', '--json')).stdout,
    ) as Batch;
    for (const [i, { results }] of rows.slice(0, 2).entries())
      for (const ending of ['individual.csv', 'avgs.csv', 'events.csv']) {
        const text = (of: string) => readFile(of.replace('results.h5', ending), 'utf8');
        assert.equal(await text(results!), await text(here.rows[i].results!), ending);
      }
    const summary = await readFile(path.join(out, 'summary.csv'), 'utf8');
    assert.equal(summary.split('\r\n').length, 6);
    const again = await miniml('batch', table, '--slurm');
    assert.match(again.stderr, /Submitted 1 recording/, 'the one that failed on the cluster');
    await miniml('batch', table, '--cancel');
  });

  test('a killed task, a failed node and a time limit each end with a complete experiment, nothing done twice', async (t) => {
    const folder = await emptyFolder(t);
    await simulated(folder, 'long.h5', 60);
    await simulated(folder, 'short.h5', 3);
    const table = await tableOf(folder, 'long.h5', 'short.h5');
    await miniml('batch', table, '--slurm', '--cpus', '1', '--time', '10');
    const { results } = await hasStatus(table, 1, 'done');
    const written = (await stat(results!)).mtimeMs;
    await hasStatus(table, 0, 'running');
    const refused = await miniml('batch', table);
    assert.match(refused.stderr, /1 recording of this experiment is queued on the cluster/);

    slurm.run('scancel', '--signal=KILL', '--full', runningTask());
    const { error } = await hasStatus(table, 0, 'interrupted');
    assert.match(error!, /^Job \d+_0 ended without a result.*0\.txt; run again with --resubmit\.$/);

    const resubmitted = await miniml('batch', table, '--resubmit');
    assert.match(resubmitted.stderr, /Submitted 1 recording as job/);
    await hasStatus(table, 0, 'running');
    slurm.failNode();
    await hasStatus(table, 0, 'waiting');
    slurm.releaseAll();
    await hasStatus(table, 0, 'running');

    await warned();
    await hasStatus(table, 0, 'waiting');
    slurm.releaseAll();
    await hasStatus(table, 0, 'running');
    await warned();
    assert.match((await hasStatus(table, 0, 'interrupted')).error!, /time limit is too short.*--time/);

    const { code, stdout } = await miniml('batch', table, '--resubmit', '--time', '20', '--follow', '--json');
    assert.equal(code, 0);
    assert.equal((JSON.parse(stdout) as Batch).totals['done'], 2);
    assert.equal((await stat(results!)).mtimeMs, written, 'what was done is not done again');
  });

  test('on a full disk a row fails with its sentence, and is complete after --resubmit; nothing else is done again', async (t) => {
    const folder = await emptyFolder(t);
    const disk = await smallDisk(t);
    if (disk === undefined) return t.skip('no small disk can be mounted here');
    await simulated(folder, 'long.h5', 8, '--frequency', '6');
    await simulated(folder, 'short.h5', 2);
    const table = await tableOf(folder, 'long.h5', 'short.h5');
    const batch = async (...flags: string[]) => {
      const { stdout } = await miniml('batch', table, '--out', disk, '--json', ...flags);
      return JSON.parse(stdout) as Batch;
    };
    const ended = (wanted: string) =>
      eventually(async () => {
        const { rows } = await batch('--status');
        assert.equal(rows[0].status, wanted, rows[0].error ?? rows[0].note);
        return rows[0].error!;
      }, 60_000);

    await fillBut(disk, 160);
    await batch('--slurm', '--cpus', '1');
    assert.match(await ended('failed'), /\/long_\w+\.\w+ cannot be written: the disk is full\./);
    const { rows } = await batch('--status');
    assert.equal(rows[1].status, 'done', rows[1].error!);
    const { mtimeMs } = await stat(rows[1].results!);
    assert.deepEqual(
      readdirSync(disk).filter((name) => /^\.|^long(?!_row)/.test(name)),
      [],
      'nothing of half a row',
    );

    // Where not even the reason fits, the status says it.
    await batch('--resubmit', '--sbatch=--hold');
    await rm(path.join(disk, 'long_row.json'));
    await fillBut(disk, 0);
    slurm.run('scontrol', 'release', slurm.run('squeue', '--noheader', '--format=%F').trim());
    assert.match(await ended('interrupted'), /^Job \d+_0 ended without a result.*disk.* is full\. Make room/);

    await rm(path.join(disk, 'others'));
    const { totals } = await batch('--resubmit', '--sbatch=--requeue', '--follow');
    assert.equal(totals['done'], 2);
    assert.equal((await stat(rows[1].results!)).mtimeMs, mtimeMs, 'what was done is not done again');
  });

  test('cancelled jobs leave nothing queued, and the rows to do', async (t) => {
    const folder = await emptyFolder(t);
    await simulated(folder, 'long.h5', 60);
    const table = await tableOf(folder, 'long.h5');
    await miniml('batch', table, '--slurm');
    await hasStatus(table, 0, 'running');
    await miniml('batch', table, '--cancel');
    await hasStatus(table, 0, 'to do');
    assert.equal(slurm.run('squeue', '--noheader', '--states=RUNNING,PENDING'), '');
  });

  test('the reason for which Slurm refuses is said', async (t) => {
    const folder = await emptyFolder(t);
    await simulated(folder, 'a.h5', 2);
    const table = await tableOf(folder, 'a.h5');
    const { code, stderr } = await miniml('batch', table, '--slurm', '--partition', 'absent');
    assert.equal(code, 1);
    assert.match(stderr, /^miniml: sbatch failed: .*invalid partition.*\.\n$/i);
    assert.deepEqual((await status(table))[0].status, 'to do');
  });

  test('warned of its time limit, it is queued again and goes on: the model is that of an uninterrupted training', async (t) => {
    const folder = await emptyFolder(t);
    const training = await trainingIn(folder, 400);
    const command = training('cluster.h5');
    const has = (wanted: TrainingStatus['status'], epochs = 0) =>
      eventually(async () => {
        const found = await statusOf(command);
        assert.equal(found.status, wanted, found.error ?? found.note);
        assert.ok(found.epochs >= epochs, `${found.epochs} epochs`);
        return found;
      }, 60_000);
    const { stderr } = await miniml(...command, '--slurm', '--cpus', '1', '--time', '10');
    assert.match(stderr, /^Submitted as job \d+; its script and log are in .*cluster\.h5\.cluster\/1\.\n$/);
    const { job } = await has('running', 1);
    const twice = await miniml(...command);
    assert.match(twice.stderr, new RegExp(`cluster\\.h5 is queued on the cluster as job ${job}\\.`));

    slurm.run('scancel', '--signal=USR1', '--batch', `${job}_0`);
    const { epochs } = await has('waiting', 1);
    assert.ok(epochs < 400, 'interrupted in the middle');
    assert.ok(!existsSync(path.join(folder, 'cluster.h5')), 'no model of half a training');
    slurm.releaseAll();
    await has('running', epochs + 1);
    await miniml(...command, '--cancel');
    assert.ok((await has('to do')).epochs > epochs);
    const { code, stdout } = await miniml(...command, '--resubmit', '--follow', '--json');
    assert.equal(code, 0);
    const { report, folder: last } = JSON.parse(stdout) as TrainingStatus;
    assert.match(last!, /cluster\.h5\.cluster\/2$/);
    assert.ok(report!.resumed_after > epochs);
    assert.equal(report!.epochs, 400);

    const whole = await minimlJson<TrainingReport>(...training('whole.h5'));
    const timeless = ({ history }: TrainingReport) => history.map(({ seconds, ...rest }) => rest);
    assert.deepEqual(timeless(report!), timeless(whole));
    const weights = async (model: string) => flatWeights((await readModel(path.join(folder, model))).network);
    assert.deepEqual(await weights('cluster.h5'), await weights('whole.h5'));
    assert.deepEqual(
      readdirSync(folder).filter((name) => /checkpoint|lock/.test(name)),
      [],
    );
    assert.match((await miniml(...command, '--resubmit')).stderr, /Nothing to submit: .* is trained\./);
    assert.match((await miniml(...command, '--slurm')).stderr, /cluster\.h5 already exists/);
  });

  test('a training that fails on the node is failed with its sentence', async (t) => {
    const folder = await emptyFolder(t);
    const bad = path.join(folder, 'bad.h5');
    await writeFile(bad, 'not HDF5');
    const command = ['train', bad, '--out', path.join(folder, 'm.h5')];
    const { code, stdout } = await miniml(...command, '--slurm', '--follow', '--json');
    assert.equal(code, 1);
    const { status, error } = JSON.parse(stdout) as TrainingStatus;
    assert.equal(status, 'failed');
    assert.match(error!, /bad\.h5/);
  });

  /** Number of the one task that runs. */
  function runningTask(): string {
    return slurm.run('squeue', '--noheader', '--array', '--states=RUNNING', '--format=%i').trim();
  }

  /** What Slurm sends shortly before the time limit; the program must be there to take it. */
  async function warned(): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, 2000));
    slurm.run('scancel', '--signal=USR1', '--batch', runningTask());
  }
});
