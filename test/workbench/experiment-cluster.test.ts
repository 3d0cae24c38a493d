import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { baseModelPath } from '../../src/engine/files/model-path';
import { minimlJson } from '../support/command-line';
import { eventually } from '../support/eventually';
import { temporaryFolder } from '../support/folder';
import { type Slurm, startSlurm, withoutSlurm } from '../support/slurm';
import { provisionWorkbench } from '../support/workbench/provision';
import { WorkbenchSession } from '../support/workbench/session';

const workbench = provisionWorkbench();
const skip =
  withoutSlurm ||
  (typeof workbench === 'string' ? workbench : baseModelPath() === undefined ? 'no base model' : false);

const folder = mkdtempSync(path.join(temporaryFolder(), 'c-'));
const out = path.join(folder, 'study results');
const NAMES = ['a.h5', 'b.h5'];
let slurm: Slurm;
let session: WorkbenchSession;

const view = () => session.webviewWith('.experiment');
const rowOf = async (name: string) => (await view()).locator('.table-body .table-row', { hasText: name });
const hasStatus = async (name: string, status: string) =>
  (await rowOf(name)).locator('.status', { hasText: status }).waitFor({ timeout: 120_000 });
const results = () =>
  existsSync(out) ? readdirSync(out).filter((name) => name.endsWith('_results.h5')) : [];

describe('an experiment on a cluster, in the workbench', { skip, timeout: 480_000 }, () => {
  before(async () => {
    slurm = startSlurm();
    for (const name of NAMES) {
      await minimlJson('simulate', '--out', path.join(folder, name), '--duration', '2');
      rmSync(path.join(folder, name.replace('.h5', '_truth.csv')), { force: true });
    }
    mkdirSync(folder, { recursive: true });
    writeFileSync(path.join(folder, 'study.miniml.csv'), ['recording', ...NAMES, ''].join('\n'));
    session = await WorkbenchSession.start({ folder, settings: { 'miniml.backend': 'cpu' } });
  });
  after(async () => {
    await session?.stop();
    slurm?.stop();
  });

  test('on the login node nothing is detected unasked: jobs are submitted, and nothing runs here', async () => {
    await session.openFile('study.miniml.csv');
    // They wait until the window is gone.
    slurm.run('scontrol', 'update', 'partitionname=main', 'state=down');
    await (await view()).getByRole('button', { name: 'Detect 2' }).click();
    const dialog = session.page.locator('.monaco-dialog-box', { hasText: 'login node of a cluster' });
    await dialog.getByRole('button', { name: 'Run on the Cluster' }).click({ timeout: 30_000 });
    await session.page
      .locator('.quick-input-title', { hasText: 'Run study.miniml.csv on a Cluster' })
      .waitFor();
    await session.page.locator('.quick-input-widget input').fill('time=5 cpus=1');
    await session.page.keyboard.press('Enter');
    for (const name of NAMES) await hasStatus(name, 'waiting');
    assert.equal(await (await view()).locator('.progress').count(), 0);
    assert.deepEqual(results(), []);
  });

  test('jobs that outlive the window are followed again when it is back', async () => {
    const profile = await session.kill();
    slurm.run('scontrol', 'update', 'partitionname=main', 'state=up');
    session = await WorkbenchSession.start({ folder, profile });
    await session.openFile('study.miniml.csv');
    for (const name of NAMES) await hasStatus(name, 'done');
    assert.equal(results().length, 2);
    await eventually(async () =>
      assert.equal(await (await view()).getByRole('button', { name: 'Detect', exact: true }).count(), 1),
    );
  });
});
