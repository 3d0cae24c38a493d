import assert from 'node:assert/strict';
import { copyFileSync, mkdtempSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import type { ScoringAction } from '../../src/common/api/views/scoring';
import { temporaryFolder } from '../support/folder';
import { writeLargeTrainingSet } from '../support/large-training-set';
import { shared, withoutShared } from '../support/shared';
import { openScoring, type ScoringBench } from './support/scoring-host';
import { closeBrowser, withoutBrowser } from './support/view';

const temporary = temporaryFolder();
after(closeBrowser);

async function opened(options: Parameters<typeof openScoring>[2] = {}): Promise<ScoringBench> {
  const folder = mkdtempSync(path.join(temporary, 'v-'));
  const file = path.join(folder, 'set.h5');
  copyFileSync(shared('training', 'B_2020-06-09_002_example_training_data.h5'), file);
  const bench = await openScoring(file, path.join(folder, 'journals'), options);
  await measured(bench);
  return bench;
}

const measured = ({ view }: ScoringBench) => view.page.locator('.mix', { hasText: 'clear' }).waitFor();

async function act({ view }: ScoringBench, ...actions: ScoringAction[]): Promise<void> {
  for (const action of actions) await view.notify('action', action);
  await described(view);
}

/** The words follow the picture when nothing else is to be done. */
const described = ({ page }: ScoringBench['view']) =>
  page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestIdleCallback(resolve))));

async function textOf({ view }: ScoringBench, selector: string): Promise<string> {
  await described(view);
  return view.page.locator(selector).innerText();
}

function scoresOf({ document }: ScoringBench, ...windows: number[]): number[] {
  const snapshot = document.snapshot();
  return snapshot.kind === 'ready' ? windows.map((window) => snapshot.scores[window]) : [];
}

describe('the scoring editor’s view', { skip: withoutBrowser || withoutShared }, () => {
  test('scores, goes on, counts, and says what the mix means', async () => {
    const bench = await opened();
    await act(bench, 'score0', 'score2', 'next', 'cycleScore');
    assert.deepEqual(scoresOf(bench, 0, 1, 2, 3), [0, 2, 1, 2]);
    assert.match(await textOf(bench, '.window-number'), /^4 of 530/);
    assert.match(await textOf(bench, '.window-facts'), /amplitude −.*SNR .*B_2020-06-09_002 @ sample/);
    assert.equal(await textOf(bench, '.count.score0 .count-number'), '87');
    assert.match(await textOf(bench, '.footer'), /clear \d+ · messy \d+ · .*\s→ may make a .* model/);
    assert.equal(await bench.view.page.getAttribute('.score-button.score2', 'aria-pressed'), 'true');
    assert.deepEqual(bench.view.complaints, []);
    await bench.view.close();
  });

  test('the first picture comes with the document, whatever else is waited for', async () => {
    let letGo = () => {};
    const held = new Promise<void>((resolve) => {
      letGo = resolve;
    });
    const bench = await opened({ held });
    const { page } = bench.view;
    await page.locator('.picture[data-window="0"][aria-busy=false]').waitFor();
    // One that did not come along is waited for.
    await act(bench, 'last');
    await page.locator('.picture[data-window="529"][aria-busy=true]').waitFor();
    letGo();
    await page.locator('.picture[data-window="529"][aria-busy=false]').waitFor();
    assert.deepEqual(bench.view.complaints, []);
    await bench.view.close();
  });

  test('what came before the page was there is not asked for again', async () => {
    const asking = await opened();
    assert.equal(asking.asked(), 1);
    await asking.view.close();
    const told = await opened({ told: true });
    assert.equal(told.asked(), 0);
    assert.match(await textOf(told, '.window-number'), /^1 of 530/);
    await told.view.close();
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
    assert.doesNotMatch(await textOf(bench, '.window-facts'), /p [=<]/);
    await act(bench, 'toggleProbability');
    await bench.view.page.locator('.window-facts', { hasText: /p [=<]\s\d/ }).waitFor({ timeout: 60_000 });
    await act(bench, 'toggleProbability');
    assert.doesNotMatch(await textOf(bench, '.window-facts'), /p [=<]/);
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

  test('where both raters agree, or scored nothing together, no disagreements are offered', async () => {
    const bench = await opened();
    const { page } = bench.view;
    const shownKinds = page.locator('vscode-dropdown[aria-label="Show"] vscode-option');
    const button = page.locator('.note-agreement vscode-button', { hasText: 'Disagreements' });
    const other = shared('training', 'B_2020-06-09_002_example_training_data.h5');
    await act(bench, 'focusFilter');
    await bench.document.compare(other);
    await page.locator('.note-agreement', { hasText: '0 disagreements' }).waitFor();
    assert.equal(await button.count(), 0);
    assert.ok(!(await shownKinds.allTextContents()).includes('disagreements'));
    await bench.document.score(
      Int32Array.from({ length: 530 }, (_, i) => i),
      -1,
      'view',
    );
    await bench.document.compare(other);
    await page.locator('.note-agreement', { hasText: 'no window is scored in both files' }).waitFor();
    assert.equal(await button.count(), 0);
    await act(bench, 'first', 'score2');
    await bench.document.compare(other);
    await page.locator('.note-agreement', { hasText: '1 disagreement' }).waitFor();
    await button.waitFor();
    assert.ok((await shownKinds.allTextContents()).includes('disagreements'));
    await bench.view.close();
  });

  test('a file of other windows is no other rater: the sentence says what to choose', async () => {
    const bench = await opened();
    const other = path.join(mkdtempSync(path.join(temporary, 'o-')), 'other.h5');
    await writeLargeTrainingSet(other, 530);
    await assert.rejects(
      bench.document.compare(other),
      /other\.h5 contains other windows than .*set\.h5\. Choose a file of the same windows, saved by the other rater\.$/,
    );
    await bench.view.close();
  });

  test('the wheel leafs: a notch a window, and small turns add up', async () => {
    const bench = await opened();
    const { page } = bench.view;
    const box = (await page.locator('.picture').boundingBox())!;
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
    for (const by of [120, 120, 120, -120, 15, 15, 15]) await page.mouse.wheel(0, by);
    await page.locator('.window-number', { hasText: /^4 of/ }).waitFor();
    assert.deepEqual(scoresOf(bench, 0, 1, 2), [1, 1, 1]);
    await bench.view.close();
  });

  test('playing goes on by itself until a key, which is for the window it was pressed at', async () => {
    const bench = await opened();
    const { page } = bench.view;
    await act(bench, 'playOn');
    await page.locator('.window-number', { hasText: /^3 of/ }).waitFor();
    await page.keyboard.press('0');
    const at = Number.parseInt(await textOf(bench, '.window-number'), 10);
    // The action of the key is a while on its way, longer than a window is shown.
    await page.waitForTimeout(700);
    assert.equal(Number.parseInt(await textOf(bench, '.window-number'), 10), at);
    await act(bench, 'score0');
    assert.deepEqual(scoresOf(bench, at - 2, at - 1, at), [1, 0, 1]);
    await page.waitForTimeout(700);
    assert.equal(Number.parseInt(await textOf(bench, '.window-number'), 10), at + 1);
    await act(bench, 'last', 'previous', 'playOn');
    await page.locator('.window-number', { hasText: /^530 of/ }).waitFor();
    await act(bench, 'playOn', 'playOn');
    await bench.view.close();
  });

  test('the direction is turned round: what was a trough is a peak', async () => {
    const bench = await opened();
    assert.match(await textOf(bench, '.window-facts'), /amplitude −/);
    await act(bench, 'reverseDirection');
    assert.match(await textOf(bench, '.window-facts'), /amplitude [^−].*direction reversed/);
    await act(bench, 'reverseDirection');
    assert.doesNotMatch(await textOf(bench, '.window-facts'), /reversed/);
    await bench.view.close();
  });

  test('everything can be done by mouse', async () => {
    const bench = await opened();
    const { page } = bench.view;
    for (const score of ['0', '2', '1']) await page.locator(`.score-button.score${score}`).click();
    assert.deepEqual(scoresOf(bench, 0, 1, 2), [0, 2, 1]);
    await page.locator('vscode-button[aria-label=Undo]').click();
    assert.deepEqual(bench.ran, ['undo']);
    // The third had its score already: the last edit is that of the second.
    await page.locator('.window-number', { hasText: /^2 of/ }).waitFor();
    const strip = (await page.locator('.neighbours').boundingBox())!;
    await page.mouse.click(strip.x + strip.width / 2 + 140, strip.y + 20);
    await page.locator('.window-number', { hasText: /^3 of/ }).waitFor();
    await page.locator('.score-button.score-1').click();
    assert.deepEqual(scoresOf(bench, 0, 1, 2), [0, 1, -1]);
    await page.locator('.window-number').click();
    for (const tool of ['Smoothed trace', 'Common scale', 'Recording around the window']) {
      const button = page.locator(`vscode-button[aria-label="${tool}"]`);
      const turned = (await button.getAttribute('aria-pressed')) !== 'true';
      await button.click();
      await page.locator(`vscode-button[aria-label="${tool}"][aria-pressed=${turned}]`).waitFor();
    }
    for (const label of ['Redo', 'Compare with another rater’s file'])
      await page.locator(`vscode-button[aria-label="${label}"]`).click();
    assert.deepEqual(bench.ran, ['undo', 'goTo', 'redo', 'compare']);
    await page.locator('vscode-button[aria-label=Keys]').click();
    await page.locator('.key-dialog[open]').waitFor();
    assert.deepEqual(bench.view.complaints, []);
    await bench.view.close();
  });

  describe('a key shows its picture before its action is there', () => {
    let bench: ScoringBench;
    const shown = () => bench.view.page.getAttribute('.picture', 'data-window');
    const isShown = (window: number) =>
      bench.view.page.locator(`.picture[data-window="${window}"]`).waitFor({ timeout: 5000 });
    const press = async (...keys: string[]) => {
      for (const key of keys) await bench.view.page.keyboard.press(key);
    };
    before(async () => {
      bench = await opened();
      // What the workbench makes of keys is learned from the first of each.
      for (const [key, action] of [
        ['0', 'score0'],
        ['ArrowLeft', 'previous'],
      ] as const) {
        await press(key);
        await act(bench, action);
      }
    });
    after(() => bench?.view.close());

    test('and nothing is scored by that', async () => {
      await isShown(0);
      await press('0', '0');
      assert.equal(await shown(), '2');
      assert.deepEqual(scoresOf(bench, 0, 1, 2), [0, 1, 1]);
      assert.match(await textOf(bench, '.window-number'), /^1 of/);
      await act(bench, 'score0', 'score0');
      assert.deepEqual(scoresOf(bench, 0, 1, 2), [0, 0, 1]);
      await isShown(2);
    });

    test('a key that comes to nothing brings the picture back', async () => {
      await press('0');
      assert.equal(await shown(), '3');
      await isShown(2);
      assert.deepEqual(scoresOf(bench, 2, 3), [1, 1]);
      await press('0');
      assert.equal(await shown(), '2');
      await act(bench, 'score0');
      await isShown(3);
    });

    test('a score after a lost key is not taken, and why is said', async () => {
      await press('ArrowLeft', '0');
      await act(bench, 'score0');
      await bench.view.page
        .locator('.hint.visible', { hasText: 'Check this window and score it again' })
        .waitFor();
      assert.deepEqual(scoresOf(bench, 2, 3), [0, 1]);
      await isShown(3);
    });

    test('a click means the window that the keys before it lead to', async () => {
      await press('0');
      await act(bench, 'score0');
      await press('0');
      await bench.view.page.locator('.score-button.score2').click();
      assert.deepEqual(scoresOf(bench, 4, 5), [1, 1]);
      await act(bench, 'score0');
      assert.deepEqual(scoresOf(bench, 3, 4, 5), [0, 0, 2]);
    });
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
  const [median, p95] = [latencies[150], latencies[285]];
  // The slowest of them tell of whatever else the machine does.
  t.diagnostic(`key to picture: median ${median.toFixed(1)} ms, p95 ${p95.toFixed(1)} ms`);
  assert.ok(median < 16, `the median is ${median} ms`);
  assert.equal(scoresOf(bench, 0, 1, 2, 3).join(), '1,0,0,1');
  await bench.view.close();
});
