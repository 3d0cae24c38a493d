import assert from 'node:assert/strict';
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { strFromU8, unzipSync } from 'fflate';
import type { FrameLocator } from 'playwright-core';
import { compareResults } from '../../src/engine/results/compare';
import { readResults } from '../../src/engine/results/read-h5';
import { miniml } from '../support/command-line';
import { temporaryFolder } from '../support/folder';
import { inProcessEngine } from '../support/in-process-engine';
import { shared, withoutShared } from '../support/shared';
import { provisionWorkbench } from '../support/workbench/provision';
import { WorkbenchSession } from '../support/workbench/session';

const workbench = provisionWorkbench();
const reason = typeof workbench === 'string' ? workbench : withoutShared;

const temporary = temporaryFolder();
const settings = { 'files.autoSave': 'off' };

let session: WorkbenchSession;
let view: FrameLocator;
let file: string;
/** In the file, before anything was edited. */
let found: number[];

const locations = async () => (await readResults(file)).detection.events.map(({ location }) => location);
const deleted = async () => (await readResults(file)).deleted.events.map(({ location }) => location);

async function openResults(): Promise<void> {
  await session.openFile(path.basename(file));
  view = session.webview();
  await view.locator('.results').waitFor({ timeout: 60_000 });
  await view.locator('.event-table .table').focus();
  // The workbench knows where the keyboard is a moment later.
  await session.page.waitForTimeout(700);
}

async function press(...keys: string[]): Promise<void> {
  for (const key of keys) {
    await session.page.keyboard.press(key);
    await session.page.waitForTimeout(120);
  }
}

const dirtyTab = () => session.page.locator('.tab.active.dirty');
const counts = (text: string | RegExp) =>
  view.locator('.counts', { hasText: text }).waitFor({ timeout: 10_000 });
const isAt = (event: number) =>
  view.locator('.readout', { hasText: new RegExp(`event${event} of `) }).waitFor({ timeout: 5000 });

/** Names a file or a folder in VS Code's own dialog. */
async function choose(target: string): Promise<void> {
  const widget = session.page.locator('.quick-input-widget');
  const input = widget.locator('input.input, .quick-input-box input').first();
  // While the dialog still lists the folder it begins in, it takes nothing.
  for (let attempt = 0; attempt < 5 && (await widget.isVisible()); attempt++) {
    await input.fill(target);
    await session.page.waitForTimeout(1000);
    await widget.locator('.monaco-button', { hasText: /Compare|Export Here/ }).click();
    await session.page.waitForTimeout(1500);
  }
  await widget.waitFor({ state: 'hidden', timeout: 20_000 });
}

/** Waits until as many files are in a folder. */
async function files(folder: string, many: number): Promise<void> {
  for (let i = 0; i < 100 && readdirSync(folder).length < many; i++) await session.page.waitForTimeout(200);
}

/** Focuses the list, and waits until the workbench knows. */
async function focusList(): Promise<void> {
  await view.locator('.event-table .table').focus();
  await session.page.waitForTimeout(700);
}

async function save(): Promise<void> {
  await press('Control+s');
  await dirtyTab().waitFor({ state: 'detached' });
}

describe('results in a real workbench', { skip: reason, timeout: 400_000 }, () => {
  before(async () => {
    const folder = mkdtempSync(path.join(temporary, 'w-'));
    copyFileSync(shared('sim-mepsc', 'Sim1', 'Simulation.abf'), path.join(folder, 'cell.abf'));
    const { code, stderr } = await miniml(
      'detect',
      path.join(folder, 'cell.abf'),
      '--model',
      shared('models', 'GC_lstm_model.h5'),
      '--set',
      'win_size=1600',
      '--prediction',
      '--out',
      folder,
    );
    assert.equal(code, 0, stderr);
    file = path.join(folder, 'cell_results.h5');
    found = await locations();
    session = await WorkbenchSession.start({ folder, settings });
    await openResults();
  });
  after(() => session?.stop());

  test('events are gone through, deleted and taken back by keys', async () => {
    await counts(`${found.length} events`);
    await isAt(1);
    assert.equal(await dirtyTab().count(), 0);
    await press('ArrowDown', 'ArrowDown', 'Delete');
    await counts('1 deleted');
    await isAt(4);
    await dirtyTab().waitFor();
    await press('z');
    await counts(new RegExp(`^${found.length} events$`));
    await isAt(3);
    await dirtyTab().waitFor({ state: 'detached' });
    await press('Control+Shift+Z');
    await counts('1 deleted');
  });

  test('saving keeps what was deleted, to be restored after it was opened again', async () => {
    await press('Home', 'x');
    await counts('1 excluded');
    await save();
    assert.deepEqual(await locations(), found.toSpliced(2, 1));
    assert.deepEqual(await deleted(), [found[2]]);
    assert.equal((await readResults(file)).deletedCount, 1);
    await session.command('View: Close Editor');
    await openResults();
    await counts('1 deleted · 1 excluded');
    await press('Home', 'x', 'ArrowDown', 'ArrowDown', 'r');
    await counts(new RegExp(`^${found.length} events$`));
    await save();
    assert.deepEqual(await locations(), found);
  });

  test('why and an event by hand, at a point of the recording', async () => {
    await press('Home', 'Control+ArrowRight', 'l');
    await view.locator('.trace-strip').focus();
    await session.page.waitForTimeout(500);
    await press('Shift+ArrowRight', 'Shift+ArrowRight', 'w');
    await view.locator('.why', { hasText: /probability|searched|event/i }).waitFor();
    const box = (await view.locator('.trace-plot').boundingBox())!;
    await session.page.mouse.dblclick(box.x + box.width * 0.62, box.y + box.height / 2);
    await counts('1 added');
    await save();
    const { detection } = await readResults(file);
    const [added] = detection.events.filter((event) => event.added);
    assert.ok(added && Number.isFinite(added.amplitude) && Number.isFinite(added.risetime_s));
    assert.equal(detection.statistics.events, found.length + 1);
    await view.locator('.event-table .table').focus();
    await session.page.waitForTimeout(500);
    await press('z');
    await counts(new RegExp(`^${found.length} events$`));
    await save();
    assert.deepEqual(await locations(), found);
  });

  test('a workbench that is killed loses no edit', async () => {
    await press('Home', 'Delete', 'Delete');
    await counts('2 deleted');
    const profile = await session.kill();
    assert.deepEqual(await locations(), found);
    session = await WorkbenchSession.start({ folder: path.dirname(file), profile, settings });
    await session.page.waitForTimeout(3000);
    await openResults();
    await view.locator('.note-recovered', { hasText: '2 edits recovered' }).waitFor();
    await dirtyTab().waitFor();
    await save();
    assert.deepEqual(await deleted(), found.slice(0, 2));
    await view.locator('.note-recovered').waitFor({ state: 'detached' });
    await view.locator('.event-table .table').focus();
    await session.page.waitForTimeout(500);
  });

  test('what another program writes is asked about when there are edits; both are kept', async () => {
    const engine = inProcessEngine();
    const before = await deleted();
    const theirs = { deleted: [...before, found[4]], excluded: [], added: [] };
    // The deleted ones are listed, too.
    await press('Home', ...before.map(() => 'ArrowDown'), 'x');
    await counts('1 excluded');
    await dirtyTab().waitFor();
    await engine.request('saveResults', { path: file, edits: theirs, target: file });
    const keep = view.locator('.note-conflict vscode-button', { hasText: 'Merge' });
    await keep.click({ timeout: 20_000 });
    await view.locator('.note-conflict').waitFor({ state: 'detached' });
    await counts(`${theirs.deleted.length} deleted · 1 excluded`);
    await focusList();
    await save();
    assert.deepEqual(await deleted(), theirs.deleted);
    const { edits } = await engine.request('results', { path: file });
    assert.deepEqual(edits.excluded, [found[before.length]]);

    // Without edits it is taken as it is.
    await engine.request('saveResults', { path: file, edits: { ...theirs, deleted: before }, target: file });
    await counts(new RegExp(`${before.length} deleted$`));
    assert.equal(await dirtyTab().count(), 0);
  });

  test('saving under another name leaves the file as it was', async () => {
    const before = await deleted();
    await focusList();
    await press('Home', ...before.map(() => 'ArrowDown'), 'Delete');
    await dirtyTab().waitFor();
    await session.command('File: Save As...');
    const input = session.page.locator('.quick-input-widget input');
    // The dialog puts the present name in, its stem selected.
    const rows = session.page.locator('.quick-input-list .monaco-list-row', {
      hasText: path.basename(file),
    });
    await rows.waitFor();
    await session.page.keyboard.type('copy');
    await input.press('Enter');
    await session.page.locator('.tab.active', { hasText: 'copy.h5' }).waitFor({ timeout: 30_000 });
    assert.deepEqual(await deleted(), before);
    const copy = await readResults(path.join(path.dirname(file), 'copy.h5'));
    assert.equal(copy.deleted.events.length, before.length + 1);
    await session.command('View: Close All Editors');
    await openResults();
    await counts(new RegExp(`${before.length} deleted$`));
    assert.equal(await view.locator('.note-recovered').count(), 0);
  });

  test('other results of the recording are compared, and the differences gone through', async () => {
    const folder = path.dirname(file);
    const other = path.join(folder, 'strict.h5');
    const { code, stderr } = await miniml(
      'detect',
      path.join(folder, 'cell.abf'),
      '--model',
      shared('models', 'GC_lstm_model.h5'),
      ...['--set', 'win_size=1600', '--set', 'model_threshold=0.9', '--set', 'convolve_win=30'],
      ...['--out', path.join(folder, 'strict')],
    );
    assert.equal(code, 0, stderr);
    copyFileSync(path.join(folder, 'strict', 'cell_results.h5'), other);
    const [own, others] = [await readResults(file), await readResults(other)];
    const expected = compareResults({ path: file, results: own }, { path: other, results: others }, 0.005);
    const differences = [
      ...expected.gained,
      ...expected.lost.map(({ location }) => location),
      ...expected.moved.map(({ location }) => location),
    ].sort((a, b) => a - b);
    assert.ok(differences.length > 3, `${differences.length} differences`);

    await focusList();
    await press('k');
    await choose(other);
    const { tolerance_s, gained, lost, moved, matched } = expected;
    assert.equal(tolerance_s, 0.005);
    await view
      .locator('.comparison-summary', {
        hasText: `Compared with strict.h5: ${gained.length} gained, ${lost.length} lost, ${moved.length} moved; ${matched} events in both`,
      })
      .waitFor({ timeout: 20_000 });
    assert.equal(await view.locator('.difference').count(), differences.length);
    await focusList();
    const place = () =>
      view.locator('.difference').evaluateAll((all) => all.findIndex((d) => d.ariaCurrent === 'true'));
    await press('j', 'j', 'j', 'Shift+j');
    assert.equal(await place(), 1);
    await view.locator('.difference').last().click();
    assert.equal(await place(), differences.length - 1);
    await view.locator('vscode-button[aria-label="Close the comparison"]').click();
    await view.locator('.comparison').waitFor({ state: 'hidden' });
  });

  test('everything is exported: what is on the disk is what is in the table', async () => {
    const out = path.join(path.dirname(file), 'out');
    mkdirSync(out);
    await focusList();
    await press('e');
    const widget = session.page.locator('.quick-input-widget');
    for (const label of ['CSV pair', 'CSV table', 'Excel workbook'])
      await widget.locator('.monaco-list-row', { hasText: label }).click();
    await widget.locator('.monaco-button', { hasText: 'OK' }).click();
    await session.page.waitForTimeout(800);
    await choose(`${out}/`);
    await files(out, 5);
    assert.deepEqual(readdirSync(out).sort(), [
      'cell_avgs.csv',
      'cell_events.csv',
      'cell_individual.csv',
      'cell_results.h5',
      'cell_results.xlsx',
    ]);
    const { events } = (await readResults(path.join(out, 'cell_results.h5'))).detection;
    assert.deepEqual(
      events.map(({ location }) => location),
      await locations(),
    );
    const text = (name: string) => readFileSync(path.join(out, name), 'utf8');
    const [header, ...lines] = text('cell_events.csv').trimEnd().split('\r\n');
    const column = (name: string) => header!.split(',').indexOf(name);
    assert.deepEqual(
      lines.map((line) => Number(line.split(',')[column('amplitude (pA)')])),
      events.map(({ amplitude }) => amplitude),
    );
    // What the table in the view says of the last event, in as many digits as it has.
    await press('End');
    const cells = await view.locator('.table-row.current .cell').allTextContents();
    const shown = cells.map((cell) => Number(cell.replace('−', '-')));
    const last = events.at(-1)!.amplitude;
    assert.ok(
      shown.some((value) => Math.abs(value - last) < 0.06 && value !== 0),
      `${last} in ${cells.join(' | ')}`,
    );
    const individual = text('cell_individual.csv').split('\n')[1];
    assert.deepEqual(
      individual.split(',').slice(1).map(Number),
      events.filter(({ border }) => !border).map(({ location }) => location),
    );
    const parts = unzipSync(readFileSync(path.join(out, 'cell_results.xlsx')));
    const sheet = strFromU8(parts['xl/worksheets/sheet1.xml']);
    assert.equal(sheet.match(/<row /g)!.length, events.length + 1);
    await session.page.keyboard.press('Escape');
  });

  test('figures are exported at print size, as SVG and as PNG', async () => {
    const out = path.join(path.dirname(file), 'figures');
    mkdirSync(out);
    await focusList();
    await press('Shift+e');
    await session.page.locator('.quick-input-widget').waitFor({ timeout: 20_000 });
    await choose(`${out}/`);
    await files(out, 6);
    const names = readdirSync(out).sort();
    assert.ok(names.includes('cell_results_average.svg') && names.includes('cell_results_average.png'));
    for (const name of names.filter((each) => each.endsWith('.png'))) {
      const png = readFileSync(path.join(out, name));
      // 85 mm at 600 dots per inch, three quarters as high.
      assert.deepEqual([png.readUInt32BE(16), png.readUInt32BE(20)], [2008, 1506], name);
    }
    for (const name of names.filter((each) => each.endsWith('.svg'))) {
      const root = await session.page.evaluate(
        (source) => {
          const { documentElement } = new DOMParser().parseFromString(source, 'image/svg+xml');
          const { localName, attributes } = documentElement;
          return [
            localName,
            attributes.getNamedItem('width')?.value,
            documentElement.querySelectorAll('text').length,
          ];
        },
        readFileSync(path.join(out, name), 'utf8'),
      );
      assert.equal(root[0], 'svg', name);
      assert.ok(Number(root[2]) > 4, `${name} has ${root[2]} texts`);
    }
  });

  test('the recording opens at the event', async () => {
    await press('End', 'o');
    await session.page.locator('.tab.active', { hasText: 'cell.abf' }).waitFor({ timeout: 20_000 });
    await session.webview().locator('.plot-canvas').waitFor({ timeout: 20_000 });
  });

  const pictures = process.env['MINIML_PICTURES'];
  test('pictures', { skip: pictures ? false : 'MINIML_PICTURES names no folder' }, async () => {
    mkdirSync(pictures!, { recursive: true });
    await session.page.waitForTimeout(1500);
    await session.page.screenshot({ path: path.join(pictures!, 'recording-at-event.png') });
    await session.openFile(path.basename(file));
    await session.page.waitForTimeout(1500);
    await session.page.screenshot({ path: path.join(pictures!, 'results-workbench.png') });
  });
});
