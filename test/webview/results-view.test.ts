import assert from 'node:assert/strict';
import { copyFileSync, mkdtempSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { eventually } from '../support/eventually';
import { temporaryFolder } from '../support/folder';
import { shared, withoutShared } from '../support/shared';
import { openResults, type ResultsBench } from './support/results-host';
import { someResults } from './support/some-results';
import { closeBrowser, withoutBrowser } from './support/view';

const folder = temporaryFolder();

describe('results view', { skip: withoutBrowser, timeout: 120_000 }, () => {
  let bench: ResultsBench;
  const text = (selector: string) =>
    bench.view.page
      .locator(selector)
      .textContent()
      .then((found) => found ?? '');
  const act = async (...actions: string[]) => {
    for (const action of actions) {
      await bench.view.notify('action', action as never);
      await bench.view.settled();
    }
  };
  const settled = () => bench.view.settled();

  before(async () => {
    bench = await openResults(await someResults(folder), path.join(folder, 'journals'));
  });
  after(async () => {
    await bench?.view.close();
    await closeBrowser();
  });

  test('shows every event, the first one drawn and described', async () => {
    assert.equal(await bench.view.page.locator('.event-table .table-body .table-row').count(), 4);
    assert.match(await text('.counts'), /^4 events$/);
    assert.match(await text('.readout'), /amplitude/);
    await settled();
    assert.match(
      (await bench.view.page.locator('.viewer').getAttribute('aria-label')) ?? '',
      /^Event 1\. .*amplitude −11\.5\spA/,
    );
    assert.match(await text('.trace-reason'), /neither at/);
    assert.equal(bench.focus(), 'events');
  });

  test('deletes, moves on, and takes it back', async () => {
    await act('next', 'deleteEvents');
    await settled();
    assert.match(await text('.counts'), /^3 events · 1 deleted$/);
    assert.match(await text('.table-row.current'), /^3/);
    assert.equal(bench.edits.at(-1)!.label, 'Delete: 1 Event');
    bench.edits.at(-1)!.undo();
    await settled();
    assert.match(await text('.counts'), /^4 events$/);
    assert.match(await text('.table-row.current'), /^2/);
  });

  test('excludes events from the average, several at once', async () => {
    await act('first', 'extendDown', 'toggleExcluded');
    await settled();
    assert.match(await text('.counts'), /2 excluded/);
    assert.match(
      (await bench.view.page.locator('.chart').first().getAttribute('aria-label')) ?? '',
      /^Average event\. 2 isolated events/,
    );
    await act('toggleExcluded');
    await settled();
    assert.match(await text('.counts'), /^4 events$/);
  });

  test('sorts by a heading and filters by a range', async () => {
    await bench.view.page.click('.table-head button[title="Sort by amplitude"]');
    await settled();
    assert.match(await text('.table-body .table-row:first-child'), /^4/);
    await bench.view.page.click('.table-head button[title="Sort by time"]');
    await act('focusFilter');
    await bench.view.page.click('.filter-bar vscode-button');
    await bench.view.page.fill('.condition input[placeholder=to]', '-13');
    await settled();
    assert.match(await text('.found'), /^2 events listed/);
    await act('clearFilter');
    await settled();
    assert.equal(await bench.view.page.locator('.filter-bar').count(), 0);
  });

  test('figures are SVG and PNG of the same plots', async () => {
    await act('exportFigures');
    const names = ['average', 'histogram_amplitude', 'cumulative_amplitude'];
    await eventually(async () =>
      assert.deepEqual(
        bench.figures.map(({ name }) => name),
        names.flatMap((name) => [`${name}.svg`, `${name}.png`]),
      ),
    );
    const bytes = Uint8Array.from(Object.values(bench.figures[1].bytes));
    assert.deepEqual(
      Array.from(bytes.subarray(1, 4)),
      [...'PNG'].map((c) => c.charCodeAt(0)),
    );
    // 85 mm at 600 dots per inch.
    assert.equal(new DataView(bytes.buffer).getUint32(16), 2008);
  });

  test('no complaint of the browser or its security policy', () => {
    assert.deepEqual(bench.view.complaints, []);
  });

  test('files of the Python program say what they do not know', { skip: withoutShared }, async () => {
    const file = path.join(mkdtempSync(path.join(folder, 'p-')), 'plain.h5');
    copyFileSync(shared('results', 'gc_mini_trace_results.h5'), file);
    const plain = await openResults(file, path.join(folder, 'journals'));
    assert.match(
      (await plain.view.page.textContent('.note-incomplete')) ?? '',
      /baselines, onsets, peaks and detection reasons are missing/,
    );
    await plain.view.notify('action', 'deleteEvents');
    await plain.view.page.locator('.counts', { hasText: /^42 events · 1 deleted$/ }).waitFor();
    await plain.document.edits.save();
    assert.deepEqual(plain.view.complaints, []);
    await plain.view.close();
  });
});
