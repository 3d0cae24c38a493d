import assert from 'node:assert/strict';
import { copyFileSync, mkdtempSync } from 'node:fs';
import path from 'node:path';
import { after, describe, test } from 'node:test';
import type { ScoringAction } from '../../src/extension/webview-protocol/scoring';
import { temporaryFolder } from '../support/folder';
import { writeLargeTrainingSet } from '../support/large-training-set';
import { shared, withoutShared } from '../support/shared';
import { openScoring, type ScoringBench } from './support/scoring-host';
import { closeBrowser, type ViewOptions, withoutBrowser } from './support/view';

const temporary = temporaryFolder();
after(closeBrowser);

async function opened(options: ViewOptions & { model?: string } = {}): Promise<ScoringBench> {
  const folder = mkdtempSync(path.join(temporary, 'v-'));
  const file = path.join(folder, 'set.h5');
  copyFileSync(shared('training', 'B_2020-06-09_002_example_training_data.h5'), file);
  const bench = await openScoring(file, path.join(folder, 'journals'), options);
  await measured(bench);
  return bench;
}

const measured = ({ view }: ScoringBench) => view.page.locator('.mix', { hasText: 'nice' }).waitFor();

async function act({ view }: ScoringBench, ...actions: ScoringAction[]): Promise<void> {
  for (const action of actions) await view.notify('action', action);
  await view.page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve))));
}

const textOf = ({ view }: ScoringBench, selector: string) => view.page.locator(selector).innerText();

function scoresOf({ document }: ScoringBench, ...windows: number[]): number[] {
  const snapshot = document.snapshot();
  return snapshot.kind === 'ready' ? windows.map((window) => snapshot.scores[window]!) : [];
}

describe('the scoring editor’s view', { skip: withoutBrowser || withoutShared }, () => {
  test('scores, goes on, counts, and says what the mix means', async () => {
    const bench = await opened();
    await act(bench, 'score0', 'score2', 'next', 'cycleScore');
    assert.deepEqual(scoresOf(bench, 0, 1, 2, 3), [0, 2, 1, 2]);
    assert.match(await textOf(bench, '.window-number'), /^4 of 530/);
    assert.match(await textOf(bench, '.window-facts'), /amplitude −.*SNR .*B_2020-06-09_002 @ sample/);
    assert.equal(await textOf(bench, '.count.score0 .count-number'), '87');
    assert.match(await textOf(bench, '.footer'), /nice \d+ · not so nice \d+ · .*\s→ makes .* model/);
    assert.equal(await bench.view.page.getAttribute('.score-button.score2', 'aria-pressed'), 'true');
    assert.deepEqual(bench.view.complaints, []);
    await bench.view.close();
  });

  test('an undone score is shown where it was given', async () => {
    const bench = await opened();
    await act(bench, 'score0', 'last');
    bench.edits.at(-1)!.undo();
    await bench.view.page.locator('.window-number', { hasText: /^1 of/ }).waitFor();
    assert.deepEqual(scoresOf(bench, 0), [1]);
    await bench.view.close();
  });

  test('a lasso selects, one key scores all, one step undoes it', async () => {
    const bench = await opened();
    const { page } = bench.view;
    await act(bench, 'toggleOverview');
    const box = (await page.locator('.grid-scroller').boundingBox())!;
    await page.mouse.move(box.x + 10, box.y + 10);
    await page.mouse.down();
    await page.mouse.move(box.x + 300, box.y + 130, { steps: 4 });
    await page.mouse.up();
    assert.equal(await textOf(bench, '.window-number'), '6 selected');
    await act(bench, 'score2');
    assert.deepEqual(scoresOf(bench, 0, 1, 2, 3, 12, 13, 14, 15), [2, 2, 2, 1, 2, 2, 2, 1]);
    assert.equal(bench.edits.length, 1);
    await page.mouse.click(box.x + 10, box.y + 10);
    await page.keyboard.down('Shift');
    await page.mouse.click(box.x + 500, box.y + 10);
    await page.keyboard.up('Shift');
    assert.equal(await textOf(bench, '.window-number'), '5 selected');
    assert.equal(bench.focus(), 'grid');
    await page.mouse.dblclick(box.x + 500, box.y + 10);
    await page.locator('.one-window:not(.hidden)').waitFor();
    assert.match(await textOf(bench, '.window-number'), /^5 of 530/);
    await bench.view.close();
  });

  test('windows waiting to be judged become unscored, are filtered, and the next one is found', async () => {
    const bench = await opened();
    const { page } = bench.view;
    await page.locator('.note-undecided vscode-button').first().click();
    assert.equal(await textOf(bench, '.progress-words'), '172 / 530 scored');
    await act(bench, 'nextUnscored');
    assert.match(await textOf(bench, '.window-number'), /^87 of 530/);
    await page.locator('.count', { hasText: 'not scored' }).click();
    assert.match(await textOf(bench, '.window-number'), /of 358/);
    await act(bench, 'score1', 'score0');
    await page.locator('.note-outdated', { hasText: '2 listed windows' }).waitFor();
    await act(bench, 'updateList');
    assert.match(await textOf(bench, '.window-number'), /of 356/);
    assert.equal(bench.focus(), 'window');
    await bench.view.close();
  });

  test('bookmarks are gone through, and outlive the view', async () => {
    const bench = await opened();
    await act(bench, 'last', 'bookmark', 'first', 'nextBookmark');
    assert.match(await textOf(bench, '.window-number'), /^530 of/);
    const snapshot = bench.document.snapshot();
    assert.deepEqual(snapshot.kind === 'ready' && snapshot.bookmarks, [529]);
    await bench.view.close();
  });

  test('a model’s probability is hidden until it is asked for, then sorts the doubtful first', async () => {
    const bench = await opened({ model: shared('models', 'GC_lstm_model.h5') });
    assert.doesNotMatch(await textOf(bench, '.window-facts'), /p =/);
    await act(bench, 'toggleProbability');
    await bench.view.page.locator('.window-facts', { hasText: /p = \d/ }).waitFor({ timeout: 60_000 });
    await act(bench, 'toggleProbability');
    assert.doesNotMatch(await textOf(bench, '.window-facts'), /p =/);
    assert.deepEqual(bench.view.complaints, []);
    await bench.view.close();
  });

  test('another rater’s scores are compared, and the disagreements listed', async () => {
    const bench = await opened();
    await act(bench, 'score0', 'score0', 'score0');
    await bench.document.compare(shared('training', 'B_2020-06-09_002_example_training_data.h5'));
    await bench.view.page.locator('.note-agreement', { hasText: '3 disagreements' }).waitFor();
    assert.match(await textOf(bench, '.note-agreement'), /99\.4 % of 530 windows.*κ 0\.99.*AC1 0\.99/);
    assert.match(await textOf(bench, '.window-number'), /of 3/);
    assert.match(await textOf(bench, '.window-facts'), /example_training_data\.h5: ● 1/);
    await bench.view.close();
  });

  test('an empty list says so, and brings everything back', async () => {
    const bench = await opened();
    await act(bench, 'focusFilter');
    await bench.view.page.locator('.count', { hasText: 'not scored' }).click();
    await bench.view.page.locator('.empty-list vscode-button').click();
    assert.match(await textOf(bench, '.window-number'), /of 530/);
    await bench.view.close();
  });

  test('where nothing can be opened, there is a reason and a button', async () => {
    const folder = mkdtempSync(path.join(temporary, 'v-'));
    const bench = await openScoring(path.join(folder, 'gone.h5'), folder);
    await bench.view.page.locator('.message', { hasText: 'gone.h5 does not exist' }).waitFor();
    await bench.view.page.locator('.message vscode-button').first().click();
    assert.deepEqual(bench.ran, ['retry']);
    await bench.view.close();
  });
});

test('100,000 windows: opened at once, the next picture before the next frame', {
  skip: withoutBrowser,
}, async (t) => {
  const folder = mkdtempSync(path.join(temporary, 'large-'));
  const file = path.join(folder, 'large.h5');
  await writeLargeTrainingSet(file, 100_000);
  const began = performance.now();
  const bench = await openScoring(file, path.join(folder, 'journals'));
  await bench.view.page.locator('.picture[aria-busy=false]').waitFor();
  t.diagnostic(`first picture ${Math.round(performance.now() - began)} ms after opening, browser included`);
  const measuring = performance.now();
  await measured(bench);
  t.diagnostic(`all windows measured ${Math.round(performance.now() - measuring)} ms later`);
  const latencies = await bench.view.page.evaluate(async () => {
    const found: number[] = [];
    const picture = document.querySelector('.picture')!;
    for (let i = 0; i < 300; i++) {
      await new Promise((resolve) => setTimeout(resolve, 40));
      found.push(
        await new Promise<number>((resolve) => {
          const start = performance.now();
          // This listener comes after the view's own, which draws before it returns.
          window.addEventListener('message', () => resolve(performance.now() - start), { once: true });
          window.postMessage({ type: 'notice', name: 'action', notice: i % 3 === 0 ? 'score1' : 'score0' });
        }),
      );
      if (picture.getAttribute('aria-busy') === 'true') throw new Error(`window ${i} was not there in time`);
    }
    return found.sort((a, b) => a - b);
  });
  const p95 = latencies[Math.floor(latencies.length * 0.95)]!;
  t.diagnostic(`key to picture: median ${latencies[150]!.toFixed(1)} ms, p95 ${p95.toFixed(1)} ms`);
  assert.ok(p95 < 16, `p95 is ${p95} ms`);
  assert.equal(scoresOf(bench, 0, 1, 2, 3).join(), '1,0,0,1');
  await bench.view.close();
});
