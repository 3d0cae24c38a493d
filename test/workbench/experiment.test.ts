import assert from 'node:assert/strict';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { silentTask } from '../../src/common/task';
import { baseModelPath } from '../../src/engine/files/model-path';
import { writeWorkbook } from '../../src/engine/results/xlsx';
import { minimlJson } from '../support/command-line';
import { eventually } from '../support/eventually';
import { temporaryFolder } from '../support/folder';
import { provisionWorkbench } from '../support/workbench/provision';
import { WorkbenchSession } from '../support/workbench/session';
import { THEMES } from '../support/workbench/themes';

const workbench = provisionWorkbench();
const skip =
  typeof workbench === 'string' ? workbench : baseModelPath() === undefined ? 'no base model' : false;

const withSlurm = (process.env['PATH'] ?? '')
  .split(path.delimiter)
  .some((place) => existsSync(path.join(place, 'squeue')));

const folder = mkdtempSync(path.join(temporaryFolder(), 'e-'));
const table = path.join(folder, 'experiment.miniml.csv');
const out = path.join(folder, 'experiment results');
let session: WorkbenchSession;

/** Two groups, three recordings of two seconds. */
const NAMES = ['ctl/m1_a.h5', 'ctl/m2_b.h5', 'TTX/m3_c.h5'];

/** With MINIML_PICTURES set, in all themes, wide and narrow. */
const pictures = process.env['MINIML_PICTURES'];
async function picture(name: string): Promise<void> {
  if (!pictures) return;
  mkdirSync(pictures, { recursive: true });
  for (const [theme, file] of Object.entries(THEMES)) {
    await session.theme(theme);
    await session.page.waitForTimeout(800);
    await session.page.screenshot({ path: path.join(pictures, `${name}-${file}.png`) });
  }
}

const view = () => session.webviewWith('.experiment');
const rowOf = async (name: string) => (await view()).locator('.table-body .table-row', { hasText: name });
const statusOf = async (name: string) => (await rowOf(name)).locator('.status').textContent();
const lines = () => readFileSync(table, 'utf8').replace('\ufeff', '').trimEnd().split('\r\n');

describe('an experiment in the workbench', { skip, timeout: 240_000 }, () => {
  before(async () => {
    for (const [seed, name] of NAMES.entries()) {
      mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
      await minimlJson(
        ...['simulate', '--out', path.join(folder, name), '--seed', String(seed)],
        ...['--duration', '2', '--frequency', '3'],
      );
      // Tables of the simulated events are none of the experiment's.
      rmSync(path.join(folder, name.replace('.h5', '_truth.csv')), { force: true });
    }
    session = await WorkbenchSession.start({
      folder,
      settings: { 'miniml.backend': 'cpu', 'miniml.threads': 1 },
    });
  });
  after(() => session?.stop());

  test('New Experiment finds the recordings, guesses groups from folders, and shows the pattern', async () => {
    await session.command('miniML: New Experiment…');
    const input = session.page.locator('.quick-input-widget input');
    await session.page.locator('.quick-input-message', { hasText: '3 of 3 names match' }).waitFor();
    assert.equal(await input.inputValue(), '{group}/{animal}_{cell}');
    await session.page.keyboard.press('Enter');
    await (await rowOf('m3_c.h5')).locator('.status', { hasText: 'to do' }).waitFor({ timeout: 60_000 });
    assert.deepEqual(
      lines().map((line) => line.split(',').slice(0, 4).join(',')),
      ['recording,cell,animal,group', 'ctl/m1_a.h5,a,m1,ctl', 'ctl/m2_b.h5,b,m2,ctl', 'TTX/m3_c.h5,c,m3,TTX'],
    );
  });

  test('an excluded row is passed over; the run writes what the command line writes', async () => {
    await (await rowOf('m2_b.h5')).click();
    await session.page.keyboard.press('x');
    await (await rowOf('m2_b.h5')).locator('.status', { hasText: 'excluded' }).waitFor();
    await (await view()).getByRole('button', { name: 'Detect 2' }).click();
    for (const name of ['m1_a.h5', 'm3_c.h5'])
      await (await rowOf(name)).locator('.status', { hasText: 'done' }).waitFor({ timeout: 120_000 });
    assert.match(lines()[2], /,no,$/, 'the run has saved the table');
    await picture('experiment');
    const other = path.join(folder, 'other results');
    await minimlJson('batch', table, '--out', other, '--backend', 'cpu', '--threads', '1');
    for (const name of ['m1_a_events.csv', 'm1_a_individual.csv', 'm3_c_avgs.csv', 'm3_c_events.csv'])
      assert.deepEqual(readFileSync(path.join(out, name)), readFileSync(path.join(other, name)), name);
    rmSync(other, { recursive: true });
  });

  test('what came out is shown below the table: groups, figures, methods to copy', async () => {
    await (await rowOf('m1_a.h5')).click();
    await session.page.keyboard.press('k');
    const figures = (await view()).locator('.paper-figure');
    await figures.first().waitFor({ timeout: 60_000 });
    assert.deepEqual(await figures.locator('svg').evaluateAll((all) => all.map((one) => one.ariaLabel)), [
      'Amplitude by group, cell and animal',
      'Cumulative distribution of amplitude',
      'Event frequency and amplitude over the time of the recordings',
      'Average events by cell and group',
    ]);
    assert.match(
      (await (await view()).locator('.groups').textContent()) ?? '',
      /ctl1 cell of 1 animal, \d+ events?.*TTX1 cell of 1 animal/,
    );
    await picture('comparison');
    await (await view()).getByRole('button', { name: 'Copy Methods' }).click();
    await session.page.keyboard.press('k');
    await eventually(async () => assert.equal(await figures.count(), 0));
  });

  test('values of selected rows are set at once, and taken back by one undo', async () => {
    await (await rowOf('m1_a.h5')).click();
    await session.page.keyboard.press('Shift+ArrowDown');
    await session.page.keyboard.press('F2');
    await session.page.locator('.quick-input-list .monaco-list-row', { hasText: 'condition' }).click();
    await session.page.locator('.quick-input-title', { hasText: 'Set condition of 2 rows' }).waitFor();
    await session.page.locator('.quick-input-widget input').fill('wash');
    await session.page.locator('.quick-input-list .monaco-list-row', { hasText: 'new value' }).waitFor();
    await session.page.keyboard.press('Enter');
    await eventually(async () =>
      assert.equal(await (await view()).locator('.table-body .condition', { hasText: 'wash' }).count(), 2),
    );
    await session.command('Undo');
    await eventually(async () =>
      assert.equal(await (await view()).locator('.table-body .condition', { hasText: 'wash' }).count(), 0),
    );
    await session.command('Redo');
    await eventually(async () =>
      assert.equal(await (await view()).locator('.table-body .condition', { hasText: 'wash' }).count(), 2),
    );
  });

  test('a changed parameter file makes rows stale, a file of another kind is one red row, new ones are offered', async () => {
    writeFileSync(path.join(folder, 'ctl', '.miniml.json'), '{ "model_threshold": 0.6 }');
    await (await rowOf('m1_a.h5')).locator('.status', { hasText: 'stale' }).waitFor({ timeout: 30_000 });
    assert.match(
      (await (await rowOf('m1_a.h5')).locator('.status').getAttribute('title')) ?? '',
      /parameters/,
    );
    await session.page.keyboard.press('i');
    await (await view()).locator('.details', { hasText: 'model_threshold' }).waitFor();
    assert.match(
      (await (await view()).locator('.details').textContent()) ?? '',
      /0\.6 parameter file, \.miniml\.json/,
    );
    await session.page.keyboard.press('i');
    writeFileSync(path.join(folder, 'TTX', 'm4_d.abf'), 'not a recording');
    await (await view()).getByRole('button', { name: 'Add It' }).click({ timeout: 30_000 });
    await (await view()).getByRole('button', { name: /^Detect \d/ }).click();
    await (await rowOf('m4_d.abf')).locator('.sentence').waitFor({ timeout: 120_000 });
    await (await rowOf('m1_a.h5')).locator('.status', { hasText: 'done' }).waitFor({ timeout: 60_000 });
    assert.match(lines()[4], /^TTX\/m4_d\.abf,d,m4,TTX,/);
  });

  test('its recordings are exported as NWB with their events, into a folder of their own', async () => {
    await session.command('miniML: Export as NWB…');
    const typed = async (prompt: string, text: string) => {
      await session.page.locator('.quick-input-message', { hasText: prompt }).waitFor();
      await session.page.locator('.quick-input-widget input').fill(text);
      await session.page.keyboard.press('Enter');
    };
    await typed('The species of the animals', 'Mus musculus');
    await typed('NWB requires a start', '2024-05-31T14:30:00');
    await session.page
      .locator('.notification-toast', { hasText: /\d of \d recordings written to experiment nwb/ })
      .waitFor({ timeout: 60_000 });
    await picture('nwb');
    const written = readdirSync(path.join(folder, 'experiment nwb'));
    assert.ok(written.includes('m1_a.nwb'), written.join());
  });

  test('a workbook becomes a csv table beside it, with all its columns, and is left as it is', async () => {
    const workbook = path.join(folder, 'plan.xlsx');
    const rows = [
      ['recording', 'group', 'my own column'],
      ['ctl/m1_a.h5', 'ctl', 'müde; 3,5'],
      ['TTX/m3_c.h5', 'TTX', ''],
    ];
    await writeWorkbook(workbook, [{ name: 'Plan', rows }], silentTask());
    const before = readFileSync(workbook);
    await session.command('View: Close All Editors');
    await session.explorerMenu('plan.xlsx', 'Open Workbook as Experiment');
    await session.page.locator('.tab.active', { hasText: 'plan.miniml.csv' }).waitFor({ timeout: 30_000 });
    await (await rowOf('m3_c.h5')).waitFor();
    assert.equal(
      readFileSync(path.join(folder, 'plan.miniml.csv'), 'utf8').replace('\ufeff', ''),
      'recording,group,my own column\r\nctl/m1_a.h5,ctl,"müde; 3,5"\r\nTTX/m3_c.h5,TTX,\r\n',
    );
    assert.deepEqual(readFileSync(workbook), before);
    await session.command('View: Close All Editors');
    await session.openFile('experiment.miniml.csv');
    await (await rowOf('m3_c.h5')).waitFor();
  });

  const slurm = withSlurm ? 'Slurm is installed on this computer' : false;
  test('on a computer without a cluster, running on one says so', { skip: slurm }, async () => {
    await session.command('miniML: Run on a Cluster…');
    await session.page.keyboard.press('Enter');
    await (await view())
      .locator('.note', { hasText: 'Slurm is not installed here' })
      .waitFor({ timeout: 30_000 });
    await (await view()).getByRole('button', { name: 'Dismiss' }).click();
  });

  test('the table is as it was when it is opened again; Enter opens the results of a row', async () => {
    await session.command('File: Save');
    await session.command('View: Close Editor');
    await session.openFile('experiment.miniml.csv');
    await (await rowOf('m3_c.h5')).locator('.status', { hasText: 'done' }).waitFor({ timeout: 60_000 });
    assert.equal(await statusOf('m2_b.h5'), '– excluded');
    await (await rowOf('m3_c.h5')).click();
    await session.page.keyboard.press('Enter');
    await session.page.locator('.tab.active', { hasText: 'm3_c_results.h5' }).waitFor({ timeout: 60_000 });
  });
});
