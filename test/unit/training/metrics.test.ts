import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Random } from '../../../src/engine/signal/random';
import { classificationMetrics } from '../../../src/engine/training/metrics';

/** The expected values are scikit-learn 1.9's for these numbers. */
describe('metrics agree with scikit-learn', () => {
  const labels = [0, 0, 1, 1, 0, 1, 0, 1, 1, 0];
  const probabilities = [0.1, 0.4, 0.35, 0.8, 0.4, 0.9, 0.65, 0.65, 0.2, 0.05];
  const metrics = classificationMetrics(probabilities, labels, 0.5);

  test('at the threshold', () => {
    assert.equal(metrics.accuracy, 0.7);
    assert.deepEqual(metrics.confusion, {
      true_positive: 3,
      false_positive: 1,
      true_negative: 4,
      false_negative: 2,
    });
    assert.ok(Math.abs(metrics.mcc - 0.40824829046386296) < 1e-12);
  });

  test('over all thresholds, ties included', () => {
    assert.ok(Math.abs(metrics.auc! - 0.74) < 1e-12);
    assert.ok(Math.abs(metrics.average_precision! - 0.7892857142857144) < 1e-12);
    assert.ok(Math.abs(metrics.brier - 0.199) < 1e-12);
  });

  test('curves begin with nothing called an event and end with everything', () => {
    assert.deepEqual(metrics.roc[0], { threshold: 1, false_positive_rate: 0, true_positive_rate: 0 });
    assert.deepEqual(metrics.roc.at(-1), { threshold: 0.05, false_positive_rate: 1, true_positive_rate: 1 });
    assert.deepEqual(metrics.precision_recall.at(-1), { threshold: 0.05, precision: 0.5, recall: 1 });
    assert.deepEqual(metrics.precision_recall[0], { threshold: 0.9, precision: 1, recall: 0.2 });
  });
});

test('the optimal threshold lies between the classes where they are apart', () => {
  const { optimal_threshold, auc } = classificationMetrics([0.1, 0.2, 0.6, 0.9], [0, 0, 1, 1], 0.5);
  assert.equal(auc, 1);
  assert.ok(Math.abs(optimal_threshold! - 0.4) < 1e-12);
});

test('with one class there is no curve, and no number that is none', () => {
  const metrics = classificationMetrics([0.1, 0.9], [1, 1], 0.5);
  assert.equal(metrics.auc, null);
  assert.equal(metrics.optimal_threshold, null);
  assert.deepEqual(metrics.roc, []);
  assert.equal(metrics.mcc, 0);
  assert.equal(metrics.average_precision, 1);
});

test('honest probabilities are calibrated, and curves stay short for many windows', () => {
  const random = new Random(4);
  const probabilities = Float32Array.from({ length: 50_000 }, () => random.uniform());
  const labels = Uint8Array.from(probabilities, (p) => Number(random.uniform() < p));
  const metrics = classificationMetrics(probabilities, labels, 0.5);
  assert.equal(metrics.calibration.length, 10);
  for (const bin of metrics.calibration) assert.ok(Math.abs(bin.observed - bin.mean_probability) < 0.03);
  assert.ok(metrics.roc.length <= 400);
  assert.deepEqual([metrics.roc.at(-1)!.false_positive_rate, metrics.roc.at(-1)!.true_positive_rate], [1, 1]);
  assert.ok(Math.abs(metrics.auc! - 5 / 6) < 0.01);
});
