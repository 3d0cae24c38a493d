import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { EvaluationReport, TrainingReport } from '../../../src/common/api/engine/training';
import type { TrainingSnapshot } from '../../../src/common/api/views/training';
import type { EpochRecord } from '../../../src/common/epoch-record';
import { classificationMetrics } from '../../../src/engine/training/metrics';
import { statusText } from '../../../src/webviews/training/status';
import { initialState, update } from '../../../src/webviews/training/store';
import { confusionAt, errorCurves } from '../../../src/webviews/training/thresholds';
import { verdictOf } from '../../../src/webviews/training/verdict';

/** A report on `events` and as many others, of which the model gets some wrong. */
function reportOf(events: number, missed: number, wrong: number): EvaluationReport {
  const labels = Array.from({ length: 2 * events }, (_, i) => (i < events ? 1 : 0));
  const probabilities = labels.map((label, i) => {
    const at = i % events;
    const isWrong = at < (label === 1 ? missed : wrong);
    const sure = 0.6 + (0.39 * at) / events;
    return (label === 1) === isWrong ? 1 - sure : sure;
  });
  return {
    ...classificationMetrics(probabilities, labels, 0.5),
    windows: 2 * events,
    positive: events,
    negative: events,
    balance: 1,
    left_out: 0,
    mistakes: [],
    warnings: [],
    seconds: 1,
    backend: 'CPU',
    taught: 0,
    untaught: null,
    validation: null,
  };
}

function record(epoch: number, validation_loss: number): EpochRecord {
  return { epoch, fold: 1, loss: 0.1, accuracy: 0.9, validation_loss, validation_accuracy: 0.9, seconds: 1 };
}

function running(patch: Partial<TrainingSnapshot> = {}): TrainingSnapshot {
  return {
    kind: 'training',
    model: 'mine.h5',
    setup: [],
    state: 'running',
    progress: { phase: 'training', fraction: 0.5, text: '' },
    history: [record(1, 0.4), record(2, 0.3), record(3, 0.35)],
    epochs: 40,
    folds: 1,
    patience: 8,
    resumedAfter: 0,
    report: null,
    failure: null,
    ...patch,
  };
}

describe('the verdict on a model', () => {
  test('an evaluation on windows that taught the model is doubted', () => {
    const verdict = verdictOf({ ...reportOf(500, 5, 5), taught: 1000 });
    assert.equal(verdict.level, 'doubt');
    assert.match(verdict.text, /may be too optimistic/);
  });

  const textOf = (events: number, missed: number, wrong: number) =>
    verdictOf(reportOf(events, missed, wrong)).text;

  test('names the quality and the weakness', () => {
    assert.equal(textOf(200, 4, 4), 'Good.');
    assert.equal(textOf(200, 40, 4), 'Fair. It misses events.');
    assert.equal(textOf(200, 4, 100), 'Poor. It accepts other windows as events.');
  });

  test('says when the test is too small or too kind to believe', () => {
    assert.match(textOf(12, 0, 0), /^Not enough windows to tell: 12 events and 12 others/);
    const training = {
      ...reportOf(200, 4, 4),
      split: 'window',
      shared_stretches: [],
    } as unknown as TrainingReport;
    assert.deepEqual(verdictOf(training), { level: 'doubt', text: 'Good. The test may be too optimistic.' });
    assert.equal(verdictOf({ ...training, split: 'recording' }).text, 'Good.');
  });
});

describe('another threshold', () => {
  const report = reportOf(100, 5, 10);

  test('at the model’s own gives the report’s own counts', () => {
    assert.deepEqual(confusionAt(report, 0.5), report.confusion);
  });

  test('misses nothing at 0 and finds nothing above every probability', () => {
    assert.deepEqual(confusionAt(report, 0), {
      true_positive: 100,
      false_negative: 0,
      false_positive: 100,
      true_negative: 0,
    });
    assert.equal(confusionAt(report, 1).true_positive, 0);
  });

  test('a higher one misses more and is wrong less often', () => {
    const { missed, wrong } = errorCurves(report);
    for (let i = 1; i < missed.length; i++) {
      assert.ok(missed[i].y >= missed[i - 1].y);
      assert.ok(wrong[i].y <= wrong[i - 1].y);
    }
    assert.equal(missed.length, 101);
  });
});

describe('the store of the training view', () => {
  test('an epoch joins the history; without a snapshot it means nothing', () => {
    const epoch = { type: 'epoch', record: record(4, 0.2), progress: running().progress } as const;
    assert.equal(update(initialState, epoch), initialState);
    const shown = update(initialState, { type: 'snapshot', snapshot: running() });
    assert.equal(update(shown, epoch).snapshot!.history.length, 4);
    assert.equal(shown.snapshot!.history.length, 3);
  });

  test('a new report takes back the threshold that was moved for another', () => {
    const report = reportOf(30, 1, 1);
    let state = update(initialState, { type: 'snapshot', snapshot: running({ state: 'done', report }) });
    state = update(state, { type: 'threshold', threshold: 0.8 });
    const again = update(state, { type: 'snapshot', snapshot: running({ state: 'done', report }) });
    assert.equal(again.threshold, 0.8);
    assert.equal(update(again, { type: 'snapshot', snapshot: running() }).threshold, null);
  });
});

test('a running training says when it stops unless it gets better', () => {
  assert.equal(
    statusText(running()),
    'epoch 3 of at most 40 · best 2 (validation loss 0.3000) · stops in 7 epochs unless better',
  );
  assert.doesNotMatch(statusText(running({ folds: 3 })), /stops in/);
  assert.match(
    statusText(running({ state: 'failed' })),
    /^The training failed after epoch 3\. Try again with the same settings to resume it\.$/,
  );
});
