import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { ExperimentAction } from '../../src/common/api/views/experiment';
import { eventually } from '../support/eventually';
import { type ExperimentBench, openExperiment, someExperiment, someRow } from './support/experiment-host';
import { closeBrowser, withoutBrowser } from './support/view';

describe('experiment view', { skip: withoutBrowser, timeout: 120_000 }, () => {
  let bench: ExperimentBench;
  const page = () => bench.view.page;
  const rows = () => page().locator('.table-body .table-row');
  const act = async (...actions: ExperimentAction[]) => {
    for (const action of actions) {
      await bench.view.notify('action', action);
      await bench.view.settled();
    }
  };
  const current = () => page().locator('.table-row.current .recording').textContent();

  before(async () => {
    bench = await openExperiment(someExperiment(300, { found: 2 }));
  });
  after(async () => {
    await bench?.view.close();
    await closeBrowser();
  });

  test('of 300 rows only those in sight exist; a failed one shows its sentence in place of measures', async () => {
    assert.ok((await rows().count()) < 60, `${await rows().count()} rows`);
    assert.equal(await page().getByRole('grid').getAttribute('aria-rowcount'), '301');
    const failed = rows().nth(5);
    assert.match((await failed.textContent()) ?? '', /cell_06\.abf✕ failed△ TTX.*is damaged/);
    assert.equal(await failed.getAttribute('class'), 'table-row is-failed');
    assert.match(
      (await page().locator('.counts').textContent()) ?? '',
      /^300 recordings · 2 groups · 150 done · 50 failed$/,
    );
  });

  test('values of a column have one count of decimals, and their unit in the heading', async () => {
    assert.equal(await rows().first().locator('.amplitude').textContent(), '−21.3');
    assert.match((await page().locator('.table-head .amplitude').textContent()) ?? '', /Amp\.pA/);
    assert.equal(await rows().first().locator('.halfdecay').textContent(), '4.10');
  });

  test('300 rows scroll with less work than a frame of 60 Hz has time for', async (t) => {
    const session = await page().context().newCDPSession(page());
    // Times of the thread, which other programs on a busy machine do not add to.
    await session.send('Performance.enable', { timeDomain: 'threadTicks' });
    const worked_ms = async () => {
      const { metrics } = await session.send('Performance.getMetrics');
      return 1000 * metrics.find(({ name }) => name === 'TaskDuration')!.value;
    };
    const work: number[] = [];
    const frames: number[] = [];
    for (let i = 0; i < 100; i++) {
      const before = await worked_ms();
      const frame = await page().evaluate(async (top) => {
        const start = performance.now();
        document.querySelector('.table')!.scrollTop = top;
        for (let left = 2; left > 0; left--) await new Promise(requestAnimationFrame);
        return (performance.now() - start) / 2;
      }, i * 60);
      frames.push(frame);
      work.push((await worked_ms()) - before);
    }
    await session.detach();
    const shown = (values: number[]) => {
      const sorted = values.toSorted((a, b) => a - b);
      return `median ${sorted[50].toFixed(1)} ms, p95 ${sorted[95].toFixed(1)} ms`;
    };
    t.diagnostic(`work of a step of scrolling: ${shown(work)}; frames: ${shown(frames)}`);
    const median = work.toSorted((a, b) => a - b)[50];
    assert.ok(median < 16, `the median is ${median} ms`);
    await page()
      .locator('.table')
      .evaluate((table) => table.scrollTo(0, 0));
  });

  test('keys move, select and exclude; a stale row says what has changed', async () => {
    await act('next', 'extendDown', 'extendDown', 'toggleInclude');
    await eventually(async () => assert.deepEqual(bench.included, [{ lines: [3, 4, 5], include: false }]));
    assert.equal(await page().locator('.table-row.selected').count(), 3);
    const status = rows().nth(3).locator('.status');
    assert.equal(
      await status.getAttribute('title'),
      '↻ stale: Changed since it was done: parameters, model.',
    );
    await act('editValues');
    await eventually(async () => assert.deepEqual(bench.edited, [[3, 4, 5]]));
  });

  test('a click on a heading sorts, rows without a value last; once more reverses', async () => {
    const heading = page().locator('.table-head .events button');
    await heading.click();
    await act('first');
    assert.equal(await current(), 'cell_298.abf');
    await heading.click();
    await act('first');
    assert.equal(await current(), 'cell_01.abf');
  });

  test('the filter takes words of any column; Show Failed filters, clearing shows all', async () => {
    await act('focusFilter');
    await page().getByLabel('Filter rows').fill('TTX stale');
    assert.equal(await page().locator('.filter-count').textContent(), '50 of 300');
    assert.equal(await current(), 'cell_04.abf');
    await page().getByRole('button', { name: 'Show Failed' }).click();
    assert.equal(await page().locator('.filter-count').textContent(), '50 of 300');
    await act('clearFilter');
    assert.equal(await page().locator('.filter-bar').count(), 0);
  });

  test('runs all, the selected, the stale; opens what a row has', async () => {
    await page().getByRole('button', { name: 'Detect 150' }).click();
    await act('runSelected', 'runStale', 'openResults', 'openRecording');
    await eventually(async () => {
      assert.deepEqual(
        bench.ran.map(({ action }) => action),
        ['runAll', 'runLines', 'runLines'],
      );
      assert.equal(bench.ran[2].lines.length, 50);
      assert.deepEqual(
        bench.opened.map(({ what }) => what),
        ['results', 'recording'],
      );
    });
  });

  test('a run shows its progress, and offers to cancel it', async () => {
    await bench.view.notify('progress', { phase: '3 of 24', fraction: 0.125, text: '12 %, 1 min left' });
    await bench.view.settled();
    assert.equal(await page().locator('.progress-text').textContent(), '3 of 24: 12 %, 1 min left');
    await page().getByRole('button', { name: 'Cancel' }).click();
    await eventually(async () => assert.equal(bench.ran.at(-1)?.action, 'cancelRun'));
    await bench.view.notify('progress', null);
  });

  test('the details name each value and where it was set', async () => {
    await act('toggleDetails');
    await page().getByText('parameter file, row').waitFor();
    assert.equal(await page().locator('.parameters dt').count(), 2);
    await page().getByRole('button', { name: '1 default' }).click();
    assert.equal(await page().locator('.parameters dt').count(), 3);
  });

  test('groups are compared in words, in the measure, summary and test that are chosen; methods are copied', async () => {
    await act('toggleDetails', 'toggleComparison');
    await page().locator('.verdict', { hasText: 'smaller than ctl' }).waitFor({ timeout: 30_000 });
    const verdict = () => page().locator('.verdict').textContent();
    assert.match((await verdict()) ?? '', /^TTX is \d.*pA smaller than ctl95 %: .* to .*, p [=<] /);
    await page().getByLabel('Summary of each cell').selectOption('geometric mean');
    await eventually(async () => assert.match((await verdict()) ?? '', /TTX is 0\.\d+ times ctl/));
    await page().getByLabel('Summary of each cell').selectOption('mean');
    await page().getByLabel('Test', { exact: true }).selectOption('Welch’s test on cells');
    await eventually(async () => assert.match((await verdict()) ?? '', /corrected \(Holm\)/));
    await page().getByRole('button', { name: 'Copy Methods' }).click();
    await eventually(async () => assert.match(bench.copied.at(-1) ?? '', /base \(SHA-256.*Welch’s t-test/s));
    await page().getByLabel('Measure').selectOption({ label: 'Frequency' });
    await page().locator('[aria-label="Frequency by group, cell and animal"]').waitFor({ timeout: 30_000 });
  });

  test('each figure is saved as SVG, PNG and PDF at print size', async () => {
    const size = page().locator('.paper-figure').first();
    for (const format of ['SVG', 'PNG', 'PDF']) await size.getByRole('button', { name: format }).click();
    await eventually(async () => assert.equal(bench.saved.length, 3));
    const of = (ending: string) => Buffer.from(bench.saved.find(({ name }) => name.endsWith(ending))!.bytes);
    assert.match(of('.svg').toString('utf8'), /^<\?xml.*width="85mm"/s);
    assert.match(of('.pdf').toString('latin1'), /^%PDF-1\.4.*MediaBox \[0 0 240\.94 190\]/s);
    const png = of('.png');
    // 85 mm at 600 dots per inch, which the file says: 23622 per metre.
    assert.equal(png.readUInt32BE(16), 2008);
    assert.equal(png.toString('latin1', 37, 41), 'pHYs');
    assert.equal(png.readUInt32BE(41), 23622);
    await act('exportFigures');
    await eventually(async () => assert.ok(bench.saved.some(({ name }) => name === 'average-events.pdf')));
    await act('toggleComparison');
  });

  test('a new snapshot keeps the selection; a row that is gone leaves it', async () => {
    await act('last');
    const last = await current();
    await bench.view.notify('snapshot', someExperiment(300));
    await bench.view.settled();
    assert.equal(await current(), last);
    await bench.view.notify('snapshot', someExperiment(0, { rows: [someRow(0)] }));
    await bench.view.settled();
    assert.equal(await current(), 'cell_01.abf');
    assert.deepEqual(bench.view.complaints, []);
  });

  test('a comparison says how many of its recordings have results of an earlier run', async () => {
    // 9 of 18 rows are done and 3 are stale; the other 6 are compared by what an earlier run left.
    const { view } = await openExperiment(someExperiment(18));
    try {
      await view.notify('action', 'toggleComparison');
      await view.page
        .getByText(
          'All 18 recordings have results. 3 recordings changed since: detect them again. ' +
            'Results of 6 recordings are of an earlier run: no later one finished.',
        )
        .waitFor({ timeout: 30_000 });
    } finally {
      await view.close();
    }
  });
});
