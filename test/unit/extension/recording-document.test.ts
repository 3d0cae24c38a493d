import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import type { DetectionReport, EngineMethod, KeptDetection } from '../../../src/common/api/engine/engine-api';
import type { RecordingInfo } from '../../../src/common/api/engine/file-info';
import type { ReadySnapshot } from '../../../src/common/api/views/trace';
import { CancelledError, UserError } from '../../../src/common/errors';
import { inSamples } from '../../../src/common/parameters/lengths';
import { defaultParameters, type WrittenParameters } from '../../../src/common/parameters/parameters';
import type { OpenOptions, Recipe } from '../../../src/common/traces/recipe';
import { analysedUnit } from '../../../src/common/traces/units';
import type { RequestOptions } from '../../../src/engine/rpc/client';
import type { Engine } from '../../../src/extension/engine/engine';
import { type Remembered, userEntriesLayer } from '../../../src/extension/recordings/description';
import type { DocumentChange } from '../../../src/extension/recordings/document-services';
import { RecordingDocument } from '../../../src/extension/recordings/recording-document';

const info: RecordingInfo = {
  kind: 'recording',
  format: 'HEKA',
  version: '',
  series: 'first',
  all_series: ['first', 'second'],
  rate_hz: 20_000,
  channels: [
    { name: 'I', unit: 'A' },
    { name: 'V', unit: 'V' },
    { name: 'T', unit: '°C' },
  ],
  sweeps: 2,
  samples: [100, 100],
  sweep_starts_s: [0, 1],
  duration_s: 0.01,
  tags: [],
  protocol: '',
  start: null,
  facts: [],
  axes: null,
  warnings: [],
};

/** What the engine answers: a detection in the trace that was asked for, with the parameters as used. */
function reportOf({ recipe }: { recipe: Recipe }): DetectionReport {
  const { series, channel, sweep, unit, scaling } = recipe.parameters;
  const analysed = analysedUnit(info.channels[channel].unit, unit);
  const rate_hz = recipe.parameters.sampling ?? info.rate_hz!;
  return {
    id: 'found',
    source: { path: recipe.path, sha256: 'ab', series: series ?? 'first', channel, channel_name: '', sweep },
    model: { path: '/models/base.h5', name: 'base', sha256: 'cd', input_length: 600 },
    parameters: { ...inSamples(recipe.parameters, rate_hz), scaling: scaling * analysed.scaling },
    events: [],
    average: null,
    points_before: 200,
    rate_hz,
    unit: analysed.unit,
    samples: 200,
    statistics: { frequency_hz: 0 },
    warnings: [],
  } as unknown as DetectionReport;
}

type Answer = (request: never, options?: RequestOptions) => unknown;

const usual: Partial<Record<EngineMethod, Answer>> = {
  detect: reportOf,
  keptDetections: () => [],
  fileChanged: () => false,
  kind: () => 'recording',
  info: () => info,
  window: () => ({ x: new Float64Array(2), y: Float32Array.of(0, 1), kind: 'samples', exact: true }),
};

function setUp(
  answers: Partial<Record<EngineMethod, Answer>> = {},
  parameters: () => WrittenParameters = defaultParameters,
) {
  const asked: { method: string; request: { recipe?: Recipe } & Record<string, unknown> }[] = [];
  const engine = {
    request: async (method: EngineMethod, request: never, options?: RequestOptions) => {
      asked.push({ method, request });
      return (answers[method] ?? usual[method] ?? (() => undefined))(request, options);
    },
  } as unknown as Engine;
  let said: Remembered = {};
  let shown: readonly string[] = [];
  const watched = new Map<string, () => void>();
  const log: string[] = [];
  const document = new RecordingDocument('/data/cell7.dat', {
    engine,
    parameters: () => ({ ...parameters(), ...userEntriesLayer(said).values }),
    parameterFile: () => undefined,
    computing: () => ({ backend: 'cpu', threads: 2 }),
    fasterComputing: () => null,
    previews: () => true,
    kept: {
      store: () => store,
      overviews: store,
      shown: (ids) => {
        shown = ids;
      },
      watch(file, changed) {
        watched.set(file, changed);
        return { dispose: () => watched.delete(file) };
      },
      log: (line) => log.push(line),
    },
    interruptible: (_choice, work) => work(),
    remembered: () => said,
    remember: (now) => {
      said = now;
    },
    keys: [],
  });
  const changes: DocumentChange[] = [];
  document.onChange((change) => changes.push(change));
  const ready = () => document.snapshot() as ReadySnapshot;
  return {
    document,
    asked,
    changes,
    ready,
    log,
    watched,
    shown: () => shown,
    last: (method: string) => asked.findLast((a) => a.method === method)?.request,
  };
}

const store = { folder: '/storage/detections', limit_bytes: 1e9 };
const first = { channel: 0, sweep: null };

test('a document is opening, then ready, or says why not with what could help', async () => {
  const { document, ready } = setUp();
  assert.equal(document.snapshot().kind, 'opening');
  await document.opened;
  assert.equal(ready().kind, 'ready');
  const broken = setUp({
    info: () => {
      throw new UserError('cell7.dat is cut short.');
    },
  });
  await broken.document.opened;
  assert.deepEqual(broken.document.snapshot(), {
    kind: 'failed',
    name: 'cell7.dat',
    message: 'cell7.dat is cut short.',
    remedies: ['retry', 'asText', 'log'],
  });
});

test('what a file is, is told first; files of other kinds are not read for that', async () => {
  const { document, asked, changes } = setUp({ kind: () => 'training set' });
  assert.equal(document.kind, undefined);
  await document.opened;
  assert.equal(document.kind, 'training set');
  assert.deepEqual(changes, ['kind', 'snapshot']);
  assert.deepEqual(
    asked.map(({ method }) => method),
    ['kind'],
  );
  assert.equal(document.recordingInfo, undefined);
  await document.fileInfo();
  assert.equal(asked.at(-1)!.method, 'info');
  const recording = setUp();
  await recording.document.opened;
  assert.deepEqual(
    recording.asked.map(({ method }) => method),
    ['kind', 'info', 'window', 'keptDetections'],
  );
});

test('amperes and volts are shown as pA and mV, as the engine opens them: the recipe says nothing of it', async () => {
  const { document, ready, last } = setUp();
  await document.opened;
  assert.deepEqual(
    ready().info.channels.map(({ unit }) => unit),
    ['pA', 'mV', '°C'],
  );
  const query = { from: 0, to: 100, columns: 10, filtered: false, sweep: 1 };
  await document.window({ ...query, channel: 0 });
  assert.deepEqual(last('window')?.recipe, {
    path: '/data/cell7.dat',
    parameters: { ...defaultParameters(), channel: 0, sweep: 1 },
  });
  await document.detect({ channel: 1, sweep: null });
  assert.deepEqual(last('detect')?.recipe?.parameters, { ...defaultParameters(), channel: 1, sweep: null });
});

test('a filtered window is asked for as it is measured', async () => {
  const { document, last } = setUp();
  await document.opened;
  await document.window({ ...first, from: 0, to: 9, columns: 3, filtered: true });
  assert.equal(last('window')?.['as'], 'measured');
});

test('a detection is kept with its trace, and shown in the series it was made in', async () => {
  const { document, ready, changes } = setUp({
    info: (request: { open: { series?: string } }) => ({ ...info, series: request.open.series ?? 'first' }),
  });
  await document.opened;
  await document.detect(first);
  await document.detect({ channel: 1, sweep: 0 });
  await document.detect(first);
  assert.deepEqual(
    ready().detections.map(({ channel, sweep }) => [channel, sweep]),
    [
      [0, null],
      [1, 0],
    ],
  );
  assert.ok(changes.includes('snapshot'));
  await document.chooseSeries('second');
  assert.equal(ready().info.series, 'second');
  assert.deepEqual(ready().detections, []);
  await document.chooseSeries('first');
  assert.equal(ready().detections.length, 2);
});

test('the prediction of another file than a detection of this recording is not asked for', async () => {
  const asked: string[] = [];
  const predictionWindow = ({ id }: { id: string }) => void asked.push(id);
  const { document } = setUp({ predictionWindow });
  await document.opened;
  await document.detect(first);
  const picture = { from: 0, to: 10, columns: 5 };
  await document.prediction({ id: 'found', ...picture });
  await assert.rejects(document.prediction({ id: '/etc/passwd', ...picture }), /not one of the recording/);
  assert.deepEqual(asked, ['found']);
});

test('a failing detection is told in the snapshot, a cancelled one is not a failure', async () => {
  const failing = setUp({
    detect: () => {
      throw new UserError('No base model is installed here.');
    },
  });
  await failing.document.opened;
  assert.equal(await failing.document.detect(first), undefined);
  assert.equal(failing.ready().failure, 'No base model is installed here.');

  const cancelled = setUp({
    detect: (_request, options) =>
      new Promise((_resolve, reject) =>
        options!.signal!.addEventListener('abort', () => reject(new CancelledError())),
      ),
  });
  await cancelled.document.opened;
  const running = cancelled.document.detect(first);
  assert.ok(cancelled.document.progress);
  await assert.rejects(cancelled.document.detect(first), /being detected already/);
  cancelled.document.cancelDetection();
  assert.equal(await running, undefined);
  assert.equal(cancelled.ready().failure, null);
  assert.equal(cancelled.document.progress, null);
});

test('progress says how far it is, how fast and how long', async () => {
  const texts: string[] = [];
  const { document, changes } = setUp({
    detect: async (request, options) => {
      options!.onProgress!({ phase: 'predicting', done: 0, total: 1000, unit: 'windows' });
      await new Promise((resolve) => setTimeout(resolve, 350));
      options!.onProgress!({ phase: 'predicting', done: 630, total: 1000, unit: 'windows' });
      return reportOf(request);
    },
  });
  document.onChange((change) => {
    if (change === 'progress') texts.push(document.progress!.text.replaceAll('\u00a0', ' '));
  });
  await document.opened;
  await document.detect(first);
  assert.match(texts.at(-1)!, /^63 %, [\d\u202f]+ windows\/s, 1 s left$/);
  assert.equal(changes.filter((change) => change === 'progress').length, 2);
});

test('what the user says about a file is remembered, used, and ends what was found in other units', async () => {
  const { document, ready, last } = setUp();
  await document.opened;
  await document.detect(first);
  await document.describe({ rate_hz: 50_000, unit: 'nA', scaling: 1e9 });
  assert.deepEqual(ready().description, { rate_hz: 50_000, unit: 'nA', scaling: 1e9 });
  assert.deepEqual(ready().detections, []);
  assert.deepEqual(last('info')?.['open'], { series: undefined, rateHz: 50_000, unit: 'nA', scaling: 1e9 });
  await document.detect(first);
  const { sampling, unit, scaling } = last('detect')!.recipe!.parameters;
  assert.deepEqual({ sampling, unit, scaling }, { sampling: 50_000, unit: 'nA', scaling: 1e9 });
});

test('a rate alone leaves every channel its own unit', async () => {
  const { document, ready, last } = setUp();
  await document.opened;
  await document.describe({ rate_hz: 50_000, unit: 'pA', scaling: 1e12 });
  assert.deepEqual(last('info')?.['open'], {
    series: undefined,
    rateHz: 50_000,
    unit: undefined,
    scaling: 1,
  });
  assert.deepEqual(
    ready().info.channels.map(({ unit }) => unit),
    ['pA', 'mV', '°C'],
  );
  // The form shows what it was given, and giving it again changes nothing.
  await document.describe(ready().description!);
  assert.equal((last('info')?.['open'] as OpenOptions).unit, undefined);
});

test('a rate that no patch recording has is asked about, until it is confirmed or replaced', async () => {
  const doubtful = {
    ...info,
    rate_hz: 20,
    warnings: [{ code: 'rate', message: 'The sampling rate is 20 Hz.' }],
  };
  const { document, ready } = setUp({ info: () => doubtful });
  await document.opened;
  assert.equal(ready().doubtful, true);
  document.confirmFacts();
  assert.equal(ready().doubtful, false);
  assert.deepEqual(ready().info.warnings, []);
  const given = setUp({ info: () => doubtful }, () => ({ ...defaultParameters(), sampling: 20 }));
  await given.document.opened;
  assert.equal(given.ready().doubtful, false, 'the parameter file has said it');
  const replaced = setUp({ info: () => doubtful });
  await replaced.document.opened;
  await replaced.document.describe({ rate_hz: 20_000, unit: 'pA', scaling: 1e12 });
  assert.equal(replaced.ready().doubtful, false);
});

test('axes are remembered, and forgotten with another dataset', async () => {
  const axes = { shape: [3, 2, 40], taken: 'sweeps-channels-samples', assumed: true } as const;
  const warnings = [{ code: 'axes', message: 'The file does not name its axes.' }];
  const { document, ready, last } = setUp({ info: () => ({ ...info, axes, warnings }) });
  await document.opened;
  assert.equal(ready().doubtful, true);
  const description = { rate_hz: 20_000, unit: 'pA', scaling: 1, axes: 'channels-sweeps-samples' } as const;
  await document.describe(description);
  assert.equal((last('info')?.['open'] as OpenOptions).axes, 'channels-sweeps-samples');
  assert.equal(ready().doubtful, false);
  await document.chooseSeries('second');
  assert.equal((last('info')?.['open'] as OpenOptions).axes, undefined);
  assert.equal((last('info')?.['open'] as OpenOptions).rateHz, 20_000);
});

test('a wrong setting does not keep the trace from being seen', async () => {
  let mended = false;
  const { document, ready } = setUp({}, () => {
    if (mended) return defaultParameters();
    throw new UserError('Setting miniml.win_size is 3 but must be at least 10.');
  });
  await document.opened;
  assert.equal(ready().kind, 'ready');
  assert.match(ready().failure!, /win_size/);
  await document.detect(first);
  assert.match(ready().failure!, /win_size/);
  // VS Code tells of a mended setting a moment later, perhaps after another try.
  mended = true;
  document.parametersChanged();
  assert.equal(ready().failure, null);
});

/** One that an earlier session kept under a path. */
function keptIn(file: string, more: Partial<DetectionReport> = {}, made_ms = 1000): KeptDetection {
  const recipe = { path: '/data/cell7.dat', parameters: { ...defaultParameters(), ...first } };
  const report = { ...reportOf({ recipe }), id: file, ...more };
  return { report, made_ms, recordingChanged: false, exported: null };
}

test('what an earlier session kept is there when the file is opened, and is not removed while it is shown', async () => {
  const kept = { ...keptIn('/storage/detections/a.h5'), exported: '/data/cell7_results.h5' };
  const { document, ready, last, shown } = setUp({ keptDetections: () => [kept] });
  await document.opened;
  await setImmediate();
  assert.deepEqual(last('keptDetections'), { path: '/data/cell7.dat', store });
  const [detection] = ready().detections;
  assert.deepEqual(
    [detection.id, detection.made_ms, detection.exported, detection.stale],
    ['/storage/detections/a.h5', 1000, 'cell7_results.h5', []],
  );
  assert.deepEqual(shown(), ['/storage/detections/a.h5']);
  document.dispose();
  assert.deepEqual(shown(), []);
});

test('a store that cannot be read is a line in the log, and the recording is shown', async () => {
  const { document, ready, log } = setUp({
    keptDetections() {
      throw new UserError('The disk is gone.');
    },
  });
  await document.opened;
  await setImmediate();
  assert.deepEqual(ready().detections, []);
  assert.match(log.join(), /is not shown: The disk is gone\.$/);
});

test('of two detections of a trace the newer one is shown, wherever it was made', async () => {
  let stored = [keptIn('/storage/detections/old.h5')];
  const { document, ready } = setUp({ keptDetections: () => stored });
  await document.opened;
  await document.detect(first);
  await setImmediate();
  assert.deepEqual(
    ready().detections.map(({ id }) => id),
    ['found'],
  );
  stored = [keptIn('/storage/detections/newer.h5', {}, Date.now() + 1000)];
  await document.open();
  await setImmediate();
  assert.deepEqual(
    ready().detections.map(({ id }) => id),
    ['/storage/detections/newer.h5'],
  );
});

test('events are stale, and say why, when a parameter, the exclusions, the model or the recording have changed', async () => {
  let parameters = defaultParameters();
  const changed = new Set<string | null>();
  const { document, ready, watched } = setUp(
    { fileChanged: ({ path }: { path: string | null }) => changed.has(path) },
    () => parameters,
  );
  const stale = () => ready().detections[0].stale;
  await document.opened;
  await document.detect(first);
  assert.deepEqual(stale(), []);
  parameters = { ...defaultParameters(), win_size: 1400, exclude: '1–2', batch_size: 7, epochs: 3 };
  document.parametersChanged();
  assert.deepEqual(stale(), ['window 600 → 1400', 'the excluded intervals have changed']);
  parameters = { ...defaultParameters(), model_path: '/models/cell7.h5' };
  changed.add('/models/cell7.h5');
  document.parametersChanged();
  await setImmediate();
  assert.deepEqual(stale(), ['model base model → cell7.h5']);
  parameters = defaultParameters();
  document.parametersChanged();
  await setImmediate();
  assert.deepEqual(stale(), []);
  changed.add('/data/cell7.dat');
  watched.get('/data/cell7.dat')!();
  await setImmediate();
  assert.deepEqual(stale(), ['the recording has changed']);
});

test('a time that is the same length in samples, and a file that was only touched, make nothing stale', async () => {
  let parameters: WrittenParameters = defaultParameters();
  const { document, ready, watched } = setUp({}, () => parameters);
  await document.opened;
  await document.detect(first);
  parameters = { ...defaultParameters(), win_size: '30 ms' };
  document.parametersChanged();
  watched.get('/data/cell7.dat')!();
  await setImmediate();
  assert.deepEqual(ready().detections[0].stale, []);
});

test('a detection goes on with the next engine when its engine ends, but not for ever', async () => {
  let left = 2;
  const ends = () => {
    throw new UserError('The engine ended unexpectedly (SIGKILL).', 'engineEnded');
  };
  const { document, ready, asked } = setUp({
    detect: (request) => (left-- > 0 ? ends() : reportOf(request)),
  });
  await document.opened;
  await document.detect(first);
  assert.equal(ready().failure, null);
  assert.equal(ready().detections.length, 1);
  assert.equal(asked.filter(({ method }) => method === 'detect').length, 3);
  left = 100;
  await document.detect(first);
  assert.equal(left, 97);
  assert.match(ready().failure!, /ended unexpectedly/);
  assert.equal(ready().detections.length, 1, 'what was found before stays');
});
