import assert from 'node:assert/strict';
import path from 'node:path';
import { after, describe, test } from 'node:test';
import type { EvaluationReport, TrainingReport } from '../../src/common/api/engine/training';
import type { EpochRecord } from '../../src/common/epoch-record';
import { CancelledError } from '../../src/common/errors';
import type { Progress } from '../../src/common/task';
import { classificationMetrics } from '../../src/engine/training/metrics';
import { stilled } from './support/settled';
import { openTraining, type TrainingBench } from './support/training-host';
import { closeBrowser, type TestView, type ViewOptions, withoutBrowser } from './support/view';

after(closeBrowser);

const setup: [string, string][] = [
  ['Windows', 'scored.h5'],
  ['Method', 'transfer learning from base.h5'],
  ['Learning rate', '0.00002'],
  ['Seed', '0'],
];
const model = path.resolve('/data/mine.h5');
const training = { kind: 'training', model, setup, epochs: 40 } as const;

/** A training that is best in epoch 8 and learns by heart afterwards. */
function epoch(number: number): Progress {
  const record: EpochRecord = {
    epoch: number,
    fold: 1,
    loss: 0.65 * 0.85 ** number,
    accuracy: 1 - 0.45 * 0.85 ** number,
    validation_loss: 0.2 + 0.006 * (number - 8) ** 2,
    validation_accuracy: 0.95 - 0.005 * Math.abs(number - 8),
    seconds: 0.5,
  };
  return { phase: 'training', done: number, total: 40, unit: 'epochs', epoch: record };
}

const history = Array.from({ length: 14 }, (_, i) => epoch(i + 1).epoch!);

/** 200 windows; 16 of them are on the wrong side. */
function report(): TrainingReport {
  const labels = Array.from({ length: 200 }, (_, i) => i % 2);
  const probabilities = labels.map((label, i) => {
    const sure = 0.5 + 0.49 * Math.abs(Math.sin(i * 1.7));
    return (i % 13 === 5 ? 1 - label : label) === 1 ? sure : 1 - sure;
  });
  const wrong = labels.flatMap((label, row) => (probabilities[row] >= 0.5 === (label === 1) ? [] : [row]));
  return {
    ...classificationMetrics(probabilities, labels, 0.5),
    windows: 200,
    positive: 100,
    negative: 100,
    balance: 1,
    left_out: 3,
    mistakes: wrong.map((row) => ({
      file: path.resolve('/data/scored.h5'),
      row,
      score: labels[row] as 0 | 1,
      probability: probabilities[row],
    })),
    warnings: ['1.32 events for every window without one: between 0.95 and 1.05 is better.'],
    seconds: 7.4,
    backend: 'CPU, 2 threads',
    model,
    card: model.replace('.h5', '.md'),
    epochs: 14,
    best_epoch: 8,
    stopped: 'patience',
    still_improving: false,
    resumed_after: 0,
    history,
    training_windows: 800,
    validation_windows: 200,
    split: 'recording',
    shared_stretches: [],
    ms_per_epoch: 500,
  };
}

async function running(epochs: number, options: ViewOptions = {}): Promise<TrainingBench> {
  const bench = await openTraining(training, options);
  for (let number = 1; number <= epochs; number++) await bench.report(epoch(number));
  return bench;
}

const text = ({ page }: TestView<never>, selector: string) => page.locator(selector).innerText();
const buttons = ({ page }: TestView<never>) => page.locator('.buttons vscode-button').allInnerTexts();

/** Share of a chart's pixels that are not background. */
function inked({ page }: TestView<never>, chart: number): Promise<number> {
  return page
    .locator('figure canvas')
    .nth(chart)
    .evaluate((canvas: HTMLCanvasElement) => {
      const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
      return data.filter((_, i) => i % 4 === 3).filter((alpha) => alpha > 0).length / (data.length / 4);
    });
}

describe('the training view', { skip: withoutBrowser }, () => {
  test('shows how far it is, the best epoch and the time left, and curves as they grow', async () => {
    const bench = await openTraining(training);
    const { view } = bench;
    await bench.report({ phase: 'computing features', done: 30, total: 120, unit: 'windows' });
    assert.match(await text(view, '.status'), /computing features · 30 of 120 windows/);
    assert.equal(await view.page.locator('progress').getAttribute('value'), '0.25');
    for (let number = 1; number <= 10; number++) await bench.report(epoch(number));
    const status = await text(view, '.status');
    assert.match(status, /^epoch 10 of at most 40 · best 8 \(validation loss 0\.2000\)/);
    assert.match(status, /0\.50 s per epoch, at most 15\ss left$/);
    assert.deepEqual(await buttons(view), ['Stop and Keep the Best']);
    assert.match((await view.page.locator('canvas').first().getAttribute('aria-label'))!, /after epoch 10/);
    for (const chart of [0, 1]) assert.ok((await inked(view, chart)) > 0.01);
    assert.equal(await view.page.locator('.outcome').count(), 0);
    assert.deepEqual(view.complaints, []);
    await view.close();
  });

  test('a view that is built again shows the whole training so far', async () => {
    const bench = await running(5);
    await bench.view.page.reload();
    await bench.view.page.locator('.status', { hasText: 'epoch 5' }).waitFor();
    await bench.view.close();
  });

  test('at the end says how good it is, with its curves, and leads to what it gets wrong', async () => {
    const bench = await running(14);
    const { view } = bench;
    const done = report();
    await bench.answer(done);
    assert.match(
      await text(view, '.status'),
      /^14 epochs, stopped early: validation loss no longer fell · best 8 · 7 s on CPU, 2 threads$/,
    );
    assert.deepEqual(await buttons(view), ['Use This Model', 'Open Model', 'Model Card']);
    const { confusion } = done;
    assert.match(await text(view, '.verdict'), /^Good\.$/);
    assert.match(await text(view, '.figures'), /events found\s+\d+\s% \(\d+ of 100, \d+–\d+\s%\)/);
    assert.match(await text(view, '.note'), /1\.32 events for every window/);
    const cells = () => view.page.locator('.confusion td b').allInnerTexts();
    assert.deepEqual(await cells(), [
      String(confusion.true_positive),
      String(confusion.false_negative),
      String(confusion.false_positive),
      String(confusion.true_negative),
    ]);
    await view.page.locator('input.threshold').fill('1');
    assert.equal((await cells())[0], '0');
    await view.page.locator('.thresholds .link').click();
    assert.equal((await cells())[0], String(confusion.true_positive));
    for (const summary of ['Curves', 'Calibration, ROC, precision and recall'])
      await view.page.locator('summary', { hasText: summary }).click();
    await view.settled();
    // Errors by threshold, loss, accuracy, calibration, ROC, precision and recall.
    const charts = view.page.locator('figure canvas');
    assert.equal(await charts.count(), 6);
    for (let chart = 0; chart < 6; chart++) assert.ok((await inked(view, chart)) > 0.005, `chart ${chart}`);
    const mistakes = view.page.locator('.mistakes li');
    assert.equal(await mistakes.count(), done.mistakes.length);
    await mistakes.nth(2).locator('button').click();
    assert.deepEqual(bench.opened, [2]);
    await view.page.locator('vscode-button', { hasText: 'Use This Model' }).click();
    await view.notify('inUse', true);
    await view.page.locator('vscode-button', { hasText: 'In Use' }).waitFor();
    assert.deepEqual(bench.ran, ['useModel']);
    assert.deepEqual(view.complaints, []);
    await view.close();
  });

  test('is stopped by its button, and keeps the best', async () => {
    const bench = await running(10);
    await bench.view.page.locator('vscode-button', { hasText: 'Stop and Keep the Best' }).click();
    assert.deepEqual(bench.ran, ['stop']);
    await bench.answer({ ...report(), stopped: 'cancelled' });
    assert.match(await text(bench.view, '.status'), /stopped by you; the best epoch is kept · best 8/);
    await bench.view.close();
  });

  test('a training that fails says why and what to do; again begins anew', async () => {
    const bench = await running(3);
    await bench.fail(new Error('scored.h5 has no window of score 1: score some events first.'));
    assert.match(await text(bench.view, '[role=alert]'), /no window of score 1/);
    assert.deepEqual(await buttons(bench.view), ['Try Again', 'Show Log']);
    await bench.view.page.locator('vscode-button', { hasText: 'Try Again' }).click();
    await bench.view.page.locator('.status', { hasText: 'starting' }).waitFor();
    assert.equal(await bench.view.page.locator('[role=alert]').count(), 0);
    await bench.fail(new CancelledError());
    assert.equal(await text(bench.view, '.status'), 'Cancelled; nothing was written.');
    await bench.view.close();
  });

  test('what an earlier run had trained is there at once, and said', async () => {
    const bench = await openTraining(training);
    const { view } = bench;
    for (const number of [1, 2]) await bench.report({ ...epoch(number), earlier: true });
    assert.match(await text(view, '.status'), /^epoch 2 of at most 40 · resumed after 2 epochs · best 2 /);
    await bench.report(epoch(3));
    assert.match(await text(view, '.status'), /^epoch 3 of at most 40 · resumed after 2 epochs · best 3 /);
    await bench.answer({ ...report(), resumed_after: 2 });
    assert.match(
      await text(view, '.status'),
      /^14 epochs, stopped early: validation loss no longer fell · resumed after 2 epochs · best 8/,
    );
    await view.close();
  });

  test('a cross-validation counts its folds, and ends with all of them and the curves of the best', async () => {
    const bench = await openTraining({ ...training, folds: 3 });
    const { view } = bench;
    const inFold = (fold: number, number: number, loss: number): Progress => {
      const of = epoch(number);
      return { ...of, epoch: { ...of.epoch!, fold, validation_loss: loss } };
    };
    const told = [
      inFold(1, 1, 0.5),
      inFold(1, 2, 0.4),
      inFold(2, 1, 0.45),
      inFold(2, 2, 0.3),
      inFold(2, 3, 0.35),
    ];
    for (const progress of told) await bench.report(progress);
    const status = await text(view, '.status');
    assert.match(
      status,
      /^fold 2 of 3, epoch 3 of at most 40 · best fold 2, epoch 2 \(validation loss 0\.3000\)/,
    );
    // 37 epochs of this fold and 40 of the last, at half a second.
    assert.match(status, /at most 39\ss left$/);
    await bench.report(inFold(3, 1, 0.6));
    await bench.answer({
      ...report(),
      history: [...told, inFold(3, 1, 0.6)].map((progress) => progress.epoch!),
      epochs: 3,
      best_epoch: 2,
      folds: [0.4, 0.3, 0.6].map((validation_loss) => ({
        accuracy: 0.9,
        auc: 0.95,
        mcc: 0.8,
        validation_loss,
      })),
    });
    assert.match(await text(view, '.status'), /best fold 2, epoch 2 · /);
    await view.page.locator('summary', { hasText: 'Curves' }).click();
    await view.page.locator('canvas[aria-label^="Loss. loss after epoch 3: "]').waitFor();
    assert.match(await text(view, '.folds'), /The model is that of fold 2/);
    assert.deepEqual(await view.page.locator('.folds tbody th').allInnerTexts(), ['1', '2 ✓', '3']);
    assert.deepEqual(view.complaints, []);
    await view.close();
  });

  test('a training that was still improving can be trained on', async () => {
    const bench = await running(14);
    await bench.answer({ ...report(), stopped: 'epochs', still_improving: true });
    assert.match(await text(bench.view, '.status'), /still improving: train on/);
    await bench.view.page.locator('vscode-button', { hasText: 'Continue Training' }).click();
    assert.deepEqual(bench.ran, ['trainOn']);
    await bench.view.close();
  });

  test('an evaluation of windows of one kind has no curve, and says so', async () => {
    const bench = await openTraining({ ...training, kind: 'evaluation', epochs: 0 });
    const { view } = bench;
    assert.deepEqual(await buttons(view), ['Cancel']);
    const probabilities = [0.2, 0.9, 0.8];
    const evaluation: EvaluationReport = {
      ...report(),
      ...classificationMetrics(probabilities, [1, 1, 1], 0.5),
      windows: 3,
      positive: 3,
      negative: 0,
      taught: 0,
      untaught: null,
      validation: null,
    };
    for (const name of ['epochs', 'stopped', 'history', 'best_epoch'] as const)
      delete (evaluation as Partial<TrainingReport>)[name];
    await bench.answer(evaluation);
    assert.match(await text(view, '.status'), /^3 windows · 7\.4 s on CPU, 2 threads$/);
    assert.match(await text(view, '.verdict'), /^Not enough windows to tell: 3 events and 0 others/);
    assert.equal(await view.page.locator('figure').count(), 0);
    assert.deepEqual(await buttons(view), ['Open Model']);
    assert.deepEqual(view.complaints, []);
    await view.close();
  });

  test('nothing is cut off in a narrow editor', async () => {
    const bench = await running(14, { width: 420 });
    await bench.answer(report());
    const beyond = await bench.view.page.evaluate(
      () => document.scrollingElement!.scrollWidth - document.scrollingElement!.clientWidth,
    );
    assert.equal(beyond, 0);
    await bench.view.close();
  });

  const pictures = process.env['MINIML_PICTURES'];
  test('pictures', { skip: pictures ? false : 'MINIML_PICTURES names no folder' }, async () => {
    for (const theme of ['dark', 'light', 'highContrast'] as const)
      for (const width of [1400, 500]) {
        const bench = await running(14, { theme, width, height: width === 500 ? 1800 : 900 });
        const { page } = bench.view;
        const shoot = (state: string) =>
          page.screenshot({ path: path.join(pictures!, `training-${state}-${theme}-${width}.png`) });
        await shoot('running');
        await bench.answer(report());
        await stilled(page);
        await shoot('done');
        if (width === 1400) {
          await page.locator('.mistakes').scrollIntoViewIfNeeded();
          await shoot('done-below');
        }
        await bench.view.close();
      }
  });
});
