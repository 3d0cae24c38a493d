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

  test('the measure of the mark under the mouse is lit', async () => {
    const { page } = bench.view;
    const lit = await page.locator('.viewer').evaluate(async (viewer) => {
      const { left, top, width, height } = viewer.getBoundingClientRect();
      const style = getComputedStyle(document.body);
      const gutter = (side: string) => Number.parseFloat(style.getPropertyValue(`--gutter-${side}`));
      const names = new Set<string>();
      // Samples from the steepest rise at which an event of these results has its marks; 100 are drawn before it.
      for (const sample of [-5.5, 0, 6, 12, 33])
        for (let y = 4; y < height; y += 8) {
          const across = ((sample + 100) / 400) * (width - gutter('left') - gutter('right'));
          const at = { clientX: left + gutter('left') + across, clientY: top + y };
          viewer.dispatchEvent(new MouseEvent('mousemove', at));
          await new Promise(requestAnimationFrame);
          const found = document.querySelectorAll('.readout .lit');
          if (found.length > 1) throw new Error(`${found.length} measures are lit at once`);
          for (const each of found) names.add(each.querySelector('dt')!.textContent!);
        }
      viewer.dispatchEvent(new MouseEvent('mouseleave'));
      return [...names].sort();
    });
    // Without a recording nothing is smoothed, and the 10–90 % rise has no marks.
    assert.deepEqual(lit, ['amplitude', 'half decay', 'onset']);
    await settled();
    assert.equal(await page.locator('.readout .lit').count(), 0);
  });

  test('deletes, moves on, and takes it back', async () => {
    await act('next', 'deleteEvents');
    // The engine computes the tables anew after the edit is done.
    await eventually(async () => {
      assert.match(await text('.counts'), /^3 events · 1 deleted$/);
      assert.match(await text('.table-row.current'), /^3/);
    });
    assert.equal(bench.edits.at(-1)!.label, 'Delete: 1 Event');
    bench.edits.at(-1)!.undo();
    await eventually(async () => {
      assert.match(await text('.counts'), /^4 events$/);
      assert.match(await text('.table-row.current'), /^2/);
    });
  });

  test('excludes events from the average, several at once', async () => {
    await act('first', 'extendDown', 'toggleExcluded');
    await eventually(async () => {
      assert.match(await text('.counts'), /2 excluded/);
      assert.match(
        (await bench.view.page.locator('.chart').first().getAttribute('aria-label')) ?? '',
        /^Average event\. 2 isolated events/,
      );
    });
    await act('toggleExcluded');
    await eventually(async () => assert.match(await text('.counts'), /^4 events$/));
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

  test('what does not fit into the toolbar is in its menu, by mouse and keys', async () => {
    const { page } = bench.view;
    const more = page.getByRole('button', { name: 'More', exact: true });
    assert.equal(await more.count(), 0);
    await page.setViewportSize({ width: 420, height: 900 });
    await settled();
    await more.click();
    await settled();
    const entries = page.getByRole('menuitem');
    assert.match((await entries.allTextContents()).join(), /Export figures/);
    await page.keyboard.press('End');
    await page.keyboard.press('Escape');
    await settled();
    assert.equal(await entries.count(), 0);
    assert.equal(await more.evaluate((element) => element === document.activeElement), true);
    await more.click();
    const before = bench.ran.length;
    await page.getByRole('menuitem', { name: 'Export', exact: true }).click();
    await eventually(async () => assert.deepEqual(bench.ran.slice(before), ['export']));
    await page.setViewportSize({ width: 1400, height: 900 });
    await settled();
    assert.equal(await more.count(), 0);
  });

  test('a column that does not fit comes to the front when it is asked for', async () => {
    const { page } = bench.view;
    const headings = () => page.locator('.table-head .heading').allTextContents();
    assert.ok(!(await headings()).includes('p'));
    await page.getByRole('button', { name: /more columns$/ }).click();
    await page.getByRole('menuitem', { name: 'Probability' }).click();
    await settled();
    assert.equal((await headings())[0], 'p');
  });

  test('the gravest note is in sight, the others behind a button', async () => {
    const notes = bench.view.page.locator('.note');
    const texts = async () => {
      await settled();
      return notes.allTextContents();
    };
    assert.match((await texts()).join(), /^60 samples have no value/);
    await bench.view.notify('status', { recovered: 2, conflict: null, unsafe: null });
    assert.match((await texts()).join(), /^2 edits recovered.*\+1$/);
    await bench.view.page.locator('.strip-more').click();
    assert.equal((await texts()).length, 2);
    await bench.view.notify('status', {
      recovered: 0,
      conflict: 'Another program changed it.',
      unsafe: null,
    });
    assert.match((await texts())[0], /^Another program changed it\./);
    await bench.view.notify('status', { recovered: 0, conflict: null, unsafe: null });
    assert.equal((await texts()).length, 1);
  });

  test('a key is drawn in the next frame', async (t) => {
    const works = await bench.view.page.evaluate(async () => {
      const found: number[] = [];
      for (let i = 0; i < 100; i++)
        found.push(
          await new Promise<number>((resolve) => {
            // Registered before and after the view's own drawing, which the message asks for.
            let start = 0;
            requestAnimationFrame(() => {
              start = performance.now();
            });
            window.addEventListener(
              'message',
              () => requestAnimationFrame(() => resolve(performance.now() - start)),
              { once: true },
            );
            const action = i % 6 < 3 ? 'next' : 'previous';
            window.postMessage({ type: 'notice', name: 'action', notice: action });
          }),
        );
      return found.sort((a, b) => a - b);
    });
    t.diagnostic(`work of a frame: median ${works[50].toFixed(1)} ms, p95 ${works[95].toFixed(1)} ms`);
    assert.ok(works[50] < 16, `the median is ${works[50]} ms`);
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
