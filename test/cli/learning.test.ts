import assert from 'node:assert/strict';
import { readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';
import { emptyFolder, miniml, minimlJson } from '../support/command-line';
import { shared, withoutShared } from '../support/shared';

const skip = withoutShared;
const windows = shared('training', 'B_2020-06-09_002_example_training_data.h5');
const base = shared('models', 'GC_lstm_model.h5');
const cpu = '--backend=cpu';

interface Extracted {
  files: { file: string; error?: string; clear: number; doubtful: number; noise: number; template: object }[];
}

interface TrainingSet {
  kind: string;
  windows: number;
  length: number;
  scores: Record<string, number>;
}

test('extract writes one training set of several recordings, whatever one of them is', {
  skip,
}, async (t) => {
  const folder = await emptyFolder(t);
  const broken = path.join(folder, 'broken.abf');
  await writeFile(broken, 'ABF2 and nothing else');
  const out = path.join(folder, 'T.h5');
  const recordings = ['Sim1', 'Sim2'].map((sim) => shared('sim-mepsc', sim, 'Simulation.abf'));
  const { code, stdout, stderr } = await miniml('extract', broken, ...recordings, '--out', out, '--json');
  assert.equal(code, 1);
  assert.match(stderr, /^miniml: .*broken\.abf/m);
  const { files } = JSON.parse(stdout) as Extracted;
  assert.ok(files[0].error);
  const sum = (kind: 'clear' | 'doubtful' | 'noise') => files[1][kind] + files[2][kind];
  assert.ok(sum('clear') > 0 && sum('doubtful') > 0 && 'template' in files[1]);
  const info = await minimlJson<TrainingSet>('info', out);
  assert.deepEqual([info.kind, info.length], ['training set', 600]);
  assert.deepEqual(
    [info.scores['1'], info.scores['unscored'], info.scores['0'], info.scores['2']],
    [sum('clear'), sum('doubtful'), sum('noise'), 0],
  );
  const again = await miniml('extract', ...recordings, '--out', out);
  assert.equal(again.code, 1);
  assert.match(again.stderr, /T\.h5 already exists/);
});

interface Trained {
  epochs: number;
  history: { epoch: number; loss: number }[];
  accuracy: number;
  auc: number;
  mcc: number;
  optimal_threshold: number;
  confusion: Record<string, number>;
  seconds: number;
  ms_per_epoch: number;
  backend: string;
}

test('train writes a model that detects, evaluates and is described; the seed decides it', {
  skip,
}, async (t) => {
  const folder = await emptyFolder(t);
  const short = ['--set=epochs=2', '--base', base, cpu];
  const models = ['a', 'b', 'c'].map((name) => path.join(folder, `${name}.h5`));
  const [a, b, c] = [
    await minimlJson<Trained>('train', windows, '--out', models[0], ...short, '--seed=1'),
    await minimlJson<Trained>('train', windows, '--out', models[1], ...short, '--seed=1'),
    await minimlJson<Trained>('train', windows, '--out', models[2], ...short, '--seed=2'),
  ];
  assert.deepEqual((await readdir(folder)).sort(), ['a.h5', 'a.md', 'b.h5', 'b.md', 'c.h5', 'c.md']);
  assert.equal(a.epochs, 2);
  assert.equal(a.history.length, 2);
  for (const name of ['accuracy', 'auc', 'mcc', 'optimal_threshold', 'seconds', 'ms_per_epoch'] as const)
    assert.ok(Number.isFinite(a[name]), name);
  assert.match(a.backend, /CPU/);
  const losses = ({ history }: Trained) => history.map(({ loss }) => loss);
  assert.deepEqual(losses(a), losses(b));
  assert.notDeepEqual(losses(a), losses(c));

  const info = await minimlJson<{ kind: string; parameters: number }>('info', models[0]);
  assert.deepEqual([info.kind, info.parameters], ['model', 191_361]);
  const metrics = await minimlJson<Trained & { windows: number }>('evaluate', models[0], windows, cpu);
  assert.equal(metrics.windows, 172);
  assert.ok(metrics.auc > 0.9);
  const { values } = await minimlJson<{ values: number[] }>('predict', models[0], windows, cpu);
  assert.equal(values.length, 530);
});

test('comparing results with the truth counts each event once', { skip }, async (t) => {
  const folder = await emptyFolder(t);
  const [a, b] = [path.join(folder, 'a.txt'), path.join(folder, 'b.csv')];
  await writeFile(a, '0.1\n0.2\n0.3\n0.9\n');
  await writeFile(b, 'time_s,amplitude\n0.101,-5\n0.202,-6\n0.31,-7\n');
  const found = await minimlJson<Record<string, unknown>>('compare', a, b, '--tolerance', '0.004');
  assert.deepEqual(
    ['matched', 'only_in_A', 'only_in_B', 'precision', 'recall', 'F1', 'tolerance'].map(
      (name) => found[name],
    ),
    [2, 2, 1, 0.5, 2 / 3, 4 / 7, 0.004],
  );
  assert.deepEqual(found['times_only_in_B_s'], [0.31]);
  await writeFile(b, 'time_s\n');
  const nothing = await minimlJson<Record<string, unknown>>('compare', a, b);
  assert.deepEqual([nothing['matched'], nothing['recall']], [0, null], 'what does not exist is null');
});

test('the facts of each kind of file', { skip }, async () => {
  const recording = await minimlJson<Record<string, unknown>>('info', shared('minis', '19911002-2.abf'));
  assert.deepEqual(
    ['kind', 'format', 'rate_hz', 'sweeps', 'samples', 'duration_s'].map((name) => recording[name]),
    ['recording', 'ABF', 10_000, 1, [908_288], 90.8288],
  );
  const results = await minimlJson<Record<string, unknown>>(
    'info',
    shared('results', 'gc_mini_trace_results.h5'),
  );
  assert.deepEqual([results['kind'], results['events']], ['results', 43]);
  const zip = await minimlJson<Record<string, unknown>>('info', shared('models', 'GC_model_keras3.keras'));
  assert.deepEqual([zip['kind'], zip['input_length'], zip['parameters']], ['model', 600, 191_361]);
});
