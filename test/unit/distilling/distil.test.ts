import assert from 'node:assert/strict';
import path from 'node:path';
import { after, test } from 'node:test';
import { EVIDENCE_KINDS, simulatedEvidence } from '../../../bench/evidence-recordings';
import { evidenceTable, screeningEvidence, upperBound } from '../../../bench/screening-evidence';
import { silentTask } from '../../../src/common/task';
import type { Backend } from '../../../src/engine/backends/backend';
import { OnnxBackend } from '../../../src/engine/backends/onnx/onnx-backend';
import {
  calibrate,
  type DistillationMemory,
  type Distilled,
  distil,
} from '../../../src/engine/distilling/distil';
import {
  initialWeights,
  SCREEN_TRAINING,
  type ScreenTrainingState,
} from '../../../src/engine/distilling/train-screen';
import {
  cutoffFor,
  readScreen,
  screenPath,
  writeScreen,
} from '../../../src/engine/network/screen/screen-file';
import { openScreenProgram } from '../../../src/engine/prediction/screen';
import { Random } from '../../../src/engine/signal/random';
import { mean } from '../../../src/engine/signal/statistics';
import { temporaryFolder } from '../../support/folder';
import { assertClose } from '../../support/numbers';
import { ruleModel } from '../../support/rule-model';

const backend = cpu(2);
after(() => backend.dispose());

const short = {
  ...SCREEN_TRAINING,
  recordings: 1,
  calibrationRecordings: 1,
  steps: 6,
  crops: 4,
  windows: 60,
};

test('a distillation gives the same weights on any number of threads, and after an interruption', async () => {
  const [once, memory] = await distilled(backend);
  const one = cpu(1);
  const [single] = await distilled(one);
  await one.dispose();
  assert.deepEqual(single.parameters, once.parameters);
  assert.deepEqual(single.cutoffs, once.cutoffs);
  // The state after three steps, and all labels.
  memory.states = memory.states.slice(0, 3);
  const [resumed] = await distilled(backend, memory);
  assert.deepEqual(resumed.parameters, once.parameters);
  assert.equal(memory.states.length, 6);
});

test('training lowers the loss of a screening network, and cutoffs rise with the level', async () => {
  const losses: number[] = [];
  const result = await distil(
    ruleModel,
    backend,
    { ...short, steps: 40 },
    silentTask(),
    undefined,
    undefined,
    (loss) => losses.push(loss),
  );
  assert.ok(mean(losses.slice(-10)) < mean(losses.slice(0, 10)), `${losses}`);
  for (let i = 1; i < result.cutoffs.length; i++) assert.ok(result.cutoffs[i] >= result.cutoffs[i - 1]);
});

test('cutoffs let a window of every peak pass that reaches the level', async () => {
  const parameters = initialWeights(new Random(5));
  const random = new Random(7);
  const values = Float64Array.from({ length: 20_000 }, () => random.normal());
  const labels = new Float32Array((values.length - 600) / 20 + 1);
  labels.set([0.003, 0.4, 0.9, 0.3], 100);
  labels.set([0.02, 0.025], 400);
  labels.set([0.05], 700);
  const { levels, cutoffs } = await calibrate(parameters, [{ values, labels }], backend);
  const program = await openScreenProgram(parameters, backend);
  const trace = { samples: values.length, read: (from: number, to: number) => values.subarray(from, to) };
  const scores = await program.scores(trace, 0, labels.length);
  await program.dispose();
  const highest = (from: number, to: number) => Math.max(...scores.subarray(from, to));
  const [large, faint, single] = [highest(100, 104), highest(400, 402), scores[700]];
  const cutoff = (level: number) => cutoffs[levels.indexOf(level)] + 1;
  assert.equal(cutoff(0.2), large);
  assert.equal(cutoff(0.04), Math.min(large, single));
  assert.equal(cutoff(0.01), Math.min(large, single, faint));
});

test('a screening network is stored beside its model, and read as it was', async () => {
  const folder = temporaryFolder();
  const file = screenPath(path.join(folder, 'mine.h5'));
  assert.equal(file, path.join(folder, 'mine.screen.h5'));
  const parameters = initialWeights(new Random(5));
  const screen = {
    modelSha256: 'ab'.repeat(32),
    parameters,
    levels: Float64Array.of(0.02, 0.1),
    cutoffs: Float64Array.of(-3, -1),
    origin: 'seed 1',
  };
  await writeScreen(file, { ...screen, origin: 'an earlier one' });
  // Distilled again, it replaces the earlier one.
  await writeScreen(file, screen);
  const read = await readScreen(file);
  assert.deepEqual(read, screen);
  // A fifth of the threshold, by the next lower level; nothing is promised below all of them.
  assert.deepEqual(
    [0.5, 0.9, 0.49, 0.1, 0.09].map((threshold) => cutoffFor(read, threshold)),
    [-1, -1, -3, -3, undefined],
  );
});

test('evidence counts what a screen loses, and what the guards bring back', async () => {
  const parameters = initialWeights(new Random(5));
  const program = await openScreenProgram(parameters, backend);
  const recording = await simulatedEvidence('dense events', 3, silentTask());
  const whole = await screeningEvidence(
    recording,
    { predictor: ruleModel },
    { program, cutoffFor: () => -1e9 },
    silentTask(),
  );
  const half = whole.find(({ threshold }) => threshold === 0.5)!;
  assert.ok(half.regions > 0);
  assert.equal(half.computed, half.windows);
  assert.deepEqual([half.lost, half.changed, half.added, half.lostUnguarded], [0, 0, 0, 0]);
  const nothing = await screeningEvidence(
    recording,
    { predictor: ruleModel },
    { program, cutoffFor: () => 1e9 },
    silentTask(),
  );
  const blind = nothing.find(({ threshold }) => threshold === 0.5)!;
  assert.equal(blind.lostUnguarded, half.regions);
  assert.deepEqual([blind.lost, blind.failed, blind.computed], [0, 1, half.windows]);
  assert.match(evidenceTable([['varied', blind]]), /\| varied \| 0.5 \| 1 \|/);
  await program.dispose();
});

test('each kind of recording for the evidence can be made', async () => {
  for (const kind of Object.keys(EVIDENCE_KINDS)) {
    const { trace, parameters } = await simulatedEvidence(kind, 0, silentTask());
    assert.ok(trace.samples >= 119 * parameters.win_size, kind);
  }
});

test('the upper bound of a rate is that of Clopper and Pearson', () => {
  // 1 − 0.05^(1/n) without any; the others from the beta distribution's quantiles.
  assertClose([upperBound(0, 845)], [1 - 0.05 ** (1 / 845)], 1e-9, 'none');
  assertClose([upperBound(1, 799), upperBound(3, 845)], [0.005923, 0.009145], 2e-5, 'some');
});

interface KeptInMemory extends DistillationMemory {
  states: ScreenTrainingState[];
}

async function distilled(on: Backend, memory = inMemory()): Promise<[Distilled, KeptInMemory]> {
  const result = await distil(ruleModel, on, short, silentTask(), memory);
  return [result, memory];
}

function inMemory(): KeptInMemory {
  const known = new Map<string, Float32Array>();
  const states: ScreenTrainingState[] = [];
  return {
    states,
    labels: async (name) => known.get(name),
    keepLabels: async (name, labels) => {
      known.set(name, labels.slice());
    },
    async state() {
      return structuredClone(this.states.at(-1));
    },
    async keepState(state) {
      this.states.push(structuredClone(state));
    },
    everySteps: 1,
  };
}

function cpu(workers: number): OnnxBackend {
  return new OnnxBackend({ provider: 'cpu', threads: 1, workers, description: `CPU, ${workers}` });
}
