import assert from 'node:assert/strict';
import { copyFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { after, describe, test } from 'node:test';
import type { OnHistory } from '../../../src/common/api/engine/training';
import type { EpochRecord } from '../../../src/common/epoch-record';
import { defaultParameters, type Parameters } from '../../../src/common/parameters/parameters';
import { silentTask, type Task } from '../../../src/common/task';
import type { Backend } from '../../../src/engine/backends/backend';
import { OnnxBackend } from '../../../src/engine/backends/onnx/onnx-backend';
import { WINDOWS } from '../../../src/engine/network/inference-graph';
import { readModel } from '../../../src/engine/network/keras/read-model';
import { writeModel } from '../../../src/engine/network/keras/write-model';
import { flatWeights } from '../../../src/engine/network/weights';
import { evaluate } from '../../../src/engine/training/evaluate';
import { train } from '../../../src/engine/training/train';
import { temporaryFolder } from '../../support/folder';
import { smallNetwork } from '../../support/small-network';
import { madeUpTrainingSet } from '../../support/training-sets';

const folder = temporaryFolder();
const backendOf = (workers: number) =>
  new OnnxBackend({ provider: 'cpu', threads: 1, workers, description: `CPU, ${workers} threads` });
const [one, two] = [backendOf(1), backendOf(2)];
after(() => Promise.all([one.dispose(), two.dispose()]));

const LENGTH = 48;
const base = path.join(folder, 'base.h5');
const set = madeUpTrainingSet(folder, 'set.h5', {
  seed: 1,
  windows: 150,
  length: LENGTH,
  labelOf: (i) => `cell ${i % 7}`,
});
const ready = (async () => {
  await writeModel(base, smallNetwork(LENGTH), { overwrite: true, attributes: {} });
})();

function settings(changed: Partial<Parameters> = {}): Parameters {
  return { ...defaultParameters(), epochs: 6, learning_rate: 0.01, training_batch_size: 50, ...changed };
}

async function trainOn(
  backend: Backend,
  name: string,
  changed: Partial<Parameters> = {},
  onHistory: OnHistory = () => {},
  task: Task = silentTask(),
) {
  await ready;
  const out = path.join(folder, name);
  const request = { files: [await set], base, out, overwrite: false, parameters: settings(changed) };
  return { out, report: await train(request, backend, task, onHistory) };
}

async function weightsIn(model: string) {
  return flatWeights((await readModel(model)).network);
}

/** Ends a training the hard way, leaving what a kill would leave. */
async function killedAfter(epochs: number, name: string, changed: Partial<Parameters> = {}): Promise<void> {
  let seen = 0;
  const killing = trainOn(one, name, changed, () => {
    if (seen++ === epochs) throw new Error('killed');
  });
  await assert.rejects(killing, /killed/);
}

describe('training', () => {
  test('learns from scored windows, tells each epoch, and keeps the best', async () => {
    const told: EpochRecord[] = [];
    const { out, report } = await trainOn(
      two,
      'full.h5',
      { trained_layers: 100, epochs: 20, training_batch_size: 20, dropout: 0.1 },
      (r) => told.push(r),
    );
    assert.deepEqual(told, report.history);
    assert.deepEqual(
      told.map((r) => r.epoch),
      Array.from(told, (_, i) => i + 1),
    );
    const losses = report.history.map((r) => r.validation_loss);
    assert.equal(report.best_epoch, 1 + losses.indexOf(Math.min(...losses)));
    assert.ok(report.accuracy > 0.9, `accuracy ${report.accuracy}`);
    assert.equal(report.split, 'recording');
    assert.equal(report.training_windows + report.validation_windows, 150);
    assert.equal(report.accuracy, report.history[report.best_epoch - 1].validation_accuracy);

    const { attributes } = await readModel(out);
    const record = JSON.parse(String(attributes['miniml_training']));
    assert.equal(record.result.accuracy, report.accuracy);
    assert.equal(record.history.length, told.length);
    assert.match(record.data[0].sha256, /^[0-9a-f]{64}$/);
    assert.deepEqual([record.data[0].path, record.base.path], ['set.h5', 'base.h5']);
    assert.ok(!JSON.stringify(attributes).includes(folder), 'a model is passed on without names of folders');
    assert.equal(record.settings.seed, 0);
    const card = readFileSync(report.card, 'utf8');
    assert.match(card, /^# full\.h5/);
    assert.ok(!card.includes(folder));
    assert.match(card, new RegExp(`accuracy \\| ${(100 * report.accuracy).toFixed(1)} %`));
    assert.ok(!existsSync(`${out}.checkpoint`));
  });

  test('the saved model gives the metrics that were reported', async () => {
    const { out, report } = await trainOn(one, 'saved.h5', { split: 'window', epochs: 3 });
    const again = await evaluate(
      { model: out, files: [await set], parameters: settings() },
      one,
      silentTask(),
    );
    assert.equal(again.windows, 150);
    const wrong = new Set(again.mistakes.map(({ row }) => row));
    for (const mistake of report.mistakes) assert.ok(wrong.has(mistake.row));
    for (let i = 1; i < again.mistakes.length; i++) {
      const [before, now] = [again.mistakes[i - 1], again.mistakes[i]];
      assert.ok(Math.abs(before.probability - before.score) >= Math.abs(now.probability - now.score));
    }
  });

  test('one thread and two give the same weights, bit for bit; another seed gives others', async () => {
    const a = await trainOn(one, 'one.h5', { trained_layers: 100, epochs: 3 });
    const b = await trainOn(two, 'two.h5', { trained_layers: 100, epochs: 3 });
    const c = await trainOn(two, 'other.h5', { trained_layers: 100, epochs: 3, seed: 1 });
    assert.deepEqual(await weightsIn(a.out), await weightsIn(b.out));
    assert.notDeepEqual(await weightsIn(a.out), await weightsIn(c.out));
  });

  test('frozen layers and their statistics stay; the last four learn', async () => {
    const { out } = await trainOn(one, 'transfer.h5');
    const [before, now] = [(await readModel(base)).network, (await readModel(out)).network];
    const firstLearning = before.layers.findIndex((layer) => layer.kind === 'lstm');
    assert.deepEqual(now.layers.slice(0, firstLearning), before.layers.slice(0, firstLearning));
    for (const layer of [firstLearning, before.layers.length - 2])
      assert.notDeepEqual(now.layers[layer], before.layers[layer]);
  });

  test('what frozen layers make of a window is computed once, however many epochs there are', async () => {
    const seen: number[] = [];
    const counting: Backend = {
      kind: one.kind,
      device: one.device,
      description: one.description,
      concurrency: one.concurrency,
      dispose: async () => {},
      compile: async (graph) => {
        const program = await one.compile(graph);
        const ofFrozen = graph.inputs.some(({ name }) => name === WINDOWS);
        return {
          dispose: () => program.dispose(),
          run: (inputs) => {
            if (ofFrozen) seen.push(inputs[WINDOWS].shape[0]);
            return program.run(inputs);
          },
        };
      },
    };
    await trainOn(counting, 'once.h5', { epochs: 5, patience: 5 });
    assert.equal(
      seen.reduce((sum, windows) => sum + windows, 0),
      150,
    );
  });

  test('dense layers alone learn from the LSTM’s last state', async () => {
    const { out, report } = await trainOn(one, 'dense.h5', { trained_layers: 3, dropout: 0, epochs: 10 });
    const [before, now] = [(await readModel(base)).network, (await readModel(out)).network];
    assert.equal(now.layers.length, before.layers.length);
    const lstm = before.layers.findIndex((layer) => layer.kind === 'lstm');
    assert.deepEqual(
      now.layers.slice(0, lstm).map((l) => l.kind),
      before.layers.slice(0, lstm).map((l) => l.kind),
    );
    assert.deepEqual(now.layers[lstm], { ...before.layers[lstm], dropout: 0 });
    assert.ok(report.history.at(-1)!.loss < report.history[0].loss);
  });

  test('stops when the validation loss falls no further', async () => {
    const { report } = await trainOn(one, 'patience.h5', {
      trained_layers: 100,
      learning_rate: 0.3,
      epochs: 60,
      patience: 2,
    });
    assert.equal(report.stopped, 'patience');
    assert.equal(report.epochs, report.best_epoch + 2);
  });

  test('folds validate every window once and save the best', async () => {
    const { report } = await trainOn(one, 'folds.h5', { folds: 3, epochs: 2 });
    assert.equal(report.folds!.length, 3);
    assert.equal(report.history.length, 6);
    assert.deepEqual(
      report.history.map((r) => r.fold),
      [1, 1, 2, 2, 3, 3],
    );
  });
});

describe('a training that is interrupted', () => {
  test('goes on from its checkpoint and ends as if it had never stopped', async () => {
    const changed = { trained_layers: 100 };
    const whole = await trainOn(one, 'whole.h5', changed);
    await killedAfter(3, 'resumed.h5', changed);
    assert.ok(existsSync(path.join(folder, 'resumed.h5.checkpoint')));
    assert.ok(!existsSync(path.join(folder, 'resumed.h5')));
    const told: EpochRecord[] = [];
    const earlier: boolean[] = [];
    const resumed = await trainOn(two, 'resumed.h5', changed, (record, from) => {
      told.push(record);
      earlier.push(from.earlier);
    });
    const kept = earlier.filter(Boolean).length;
    assert.ok(kept >= 3, 'at most one epoch is lost');
    assert.deepEqual(
      earlier,
      told.map((_, i) => i < kept),
    );
    assert.equal(resumed.report.resumed_after, kept);
    assert.equal(whole.report.resumed_after, 0);
    assert.deepEqual(await weightsIn(resumed.out), await weightsIn(whole.out));
    const timeless = (history: EpochRecord[]) => history.map(({ seconds, ...rest }) => rest);
    assert.deepEqual(timeless(told), timeless(whole.report.history));
    assert.deepEqual(timeless(resumed.report.history), timeless(whole.report.history));
  });

  test('in its second fold goes on there', async () => {
    const changed = { folds: 2, epochs: 2, trained_layers: 100 };
    const whole = await trainOn(one, 'whole-folds.h5', changed);
    await killedAfter(3, 'resumed-folds.h5', changed);
    const resumed = await trainOn(one, 'resumed-folds.h5', changed);
    assert.deepEqual(resumed.report.folds, whole.report.folds);
    assert.deepEqual(await weightsIn(resumed.out), await weightsIn(whole.out));
  });

  test('the checkpoint of other settings is not taken', async () => {
    await killedAfter(2, 'changed.h5', { seed: 4 });
    const told: EpochRecord[] = [];
    const { out } = await trainOn(one, 'changed.h5', { seed: 5, epochs: 2 }, (record) => told.push(record));
    const fresh = await trainOn(one, 'fresh.h5', { seed: 5, epochs: 2 });
    assert.deepEqual(await weightsIn(out), await weightsIn(fresh.out));
    assert.equal(told.length, 2);
  });

  test('cancelled in mid-training, saves the best so far within a second', async () => {
    const controller = new AbortController();
    let cancelled = 0;
    const { out, report } = await trainOn(
      one,
      'cancelled.h5',
      { epochs: 1000, patience: 1000, trained_layers: 100 },
      ({ epoch }) => {
        if (epoch < 3) return;
        cancelled ||= performance.now();
        controller.abort();
      },
      { signal: controller.signal, report: () => {} },
    );
    assert.ok(performance.now() - cancelled < 1000);
    assert.equal(report.stopped, 'cancelled');
    assert.ok(report.epochs >= 3 && report.epochs <= 4);
    assert.ok(existsSync(out) && existsSync(report.card));
  });

  test('suspended, writes no model, and goes on as if it had never stopped', async () => {
    await ready;
    const whole = await trainOn(one, 'not-suspended.h5');
    const out = path.join(folder, 'suspended.h5');
    const request = { files: [await set], base, out, overwrite: false, parameters: settings() };
    const controller = new AbortController();
    const task = { signal: controller.signal, report: () => {} };
    const suspended = train({ ...request, suspendable: true }, one, task, ({ epoch }) => {
      if (epoch === 3) controller.abort();
    });
    await assert.rejects(suspended, { name: 'CancelledError' });
    assert.ok(!existsSync(out) && existsSync(`${out}.checkpoint`));
    const report = await train({ ...request, suspendable: true }, one, silentTask(), () => {});
    assert.ok(report.resumed_after >= 3);
    assert.deepEqual(await weightsIn(out), await weightsIn(whole.out));
  });

  test('cancelled in the first epoch of a later fold, saves the best of the folds before', async () => {
    const controller = new AbortController();
    const { out, report } = await trainOn(
      one,
      'cancelled-fold.h5',
      { folds: 3, epochs: 2 },
      ({ fold, epoch }) => {
        if (fold === 1 && epoch === 2) controller.abort();
      },
      { signal: controller.signal, report: () => {} },
    );
    assert.equal(report.stopped, 'cancelled');
    assert.equal(report.folds!.length, 1);
    assert.ok(existsSync(out) && existsSync(report.card));
  });

  test('without a place for its checkpoint goes on to the end, and says so', async () => {
    mkdirSync(path.join(folder, 'blocked.h5.checkpoint'));
    const { out, report } = await trainOn(one, 'blocked.h5', { epochs: 3 });
    assert.equal(report.epochs, 3);
    assert.match(
      report.warnings.join('\n'),
      /checkpoint could not be saved: blocked\.h5\.checkpoint cannot be written: a folder has this name/,
    );
    assert.ok(existsSync(out));
  });

  test('cancelled before the first epoch ends, leaves nothing', async () => {
    const controller = new AbortController();
    controller.abort();
    const started = trainOn(one, 'nothing.h5', {}, () => {}, { signal: controller.signal, report: () => {} });
    await assert.rejects(started, { name: 'CancelledError' });
    for (const file of ['nothing.h5', 'nothing.md', 'nothing.h5.checkpoint'])
      assert.ok(!existsSync(path.join(folder, file)));
  });
});

describe('what cannot be trained is said', () => {
  test('an output that exists is kept', async () => {
    await ready;
    copyFileSync(base, path.join(folder, 'there.h5'));
    await assert.rejects(trainOn(one, 'there.h5'), {
      name: 'UserError',
      message: /there\.h5 already exists/,
    });
  });

  test('a learning rate that leaves the range of numbers', async () => {
    await assert.rejects(trainOn(one, 'wild.h5', { learning_rate: 1e30, trained_layers: 100 }), {
      name: 'UserError',
      message: /smaller learning_rate/,
    });
  });

  test('classes out of balance are warned of, and windows that show what was taught', async () => {
    await ready;
    const lopsided = await madeUpTrainingSet(folder, 'lopsided.h5', {
      seed: 5,
      windows: 60,
      length: LENGTH,
      scoreOf: (i) => (i % 2 === 1 ? 1 : i < 20 ? 0 : 2),
    });
    const request = { base, overwrite: false, parameters: settings({ epochs: 1 }) };
    const out = path.join(folder, 'lopsided-model.h5');
    const report = await train({ ...request, files: [lopsided, lopsided], out }, one, silentTask(), () => {});
    assert.match(
      report.warnings.join('\n'),
      /60 windows with an event and 20 without: makes a liberal model\. There are few windows without an event/,
    );
    assert.ok(report.shared_stretches.length > 5);
    assert.match(report.warnings.join('\n'), /overlap a training window/);
  });
});
