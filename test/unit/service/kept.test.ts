import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { defaultParameters } from '../../../src/common/parameters/parameters';
import { silentTask } from '../../../src/common/task';
import { baseModelPath } from '../../../src/engine/files/model-path';
import { engineHandlers } from '../../../src/engine/service/handlers';
import { temporaryFolder } from '../../support/folder';
import { syntheticTrace } from '../../support/synthetic-trace';
import { writeAbf } from '../../support/write-abf';

const temporary = temporaryFolder();
const skip = baseModelPath() === undefined ? 'no base model' : false;

test('a detection is kept, found by another engine, and goes on there', { skip }, async () => {
  const folder = mkdtempSync(path.join(temporary, 'k-'));
  const recording = path.join(folder, 'cell.abf');
  const { samples, rateHz, ...trace } = syntheticTrace({
    samples: 60_000,
    noise: 1.5,
    events: Array.from({ length: 12 }, (_, i) => ({ onset: 2500 + i * 4500, amplitude: -16 })),
  });
  writeAbf(recording, {
    rateHz,
    channels: [{ name: 'I_mon', unit: 'pA' }],
    sweeps: [samples],
    format: 'float32',
    stored: (from, to) => Float32Array.from(trace.read(from, to)),
  });
  const store = { folder: path.join(folder, 'store'), limit_bytes: 1e9 };
  const log: string[] = [];
  const engine = engineHandlers((line) => log.push(line));
  const recipe = { path: recording, parameters: defaultParameters() };
  const report = await engine.detect({ recipe, backend: 'cpu', keep: store }, silentTask());
  assert.ok(report.events.length > 5);
  assert.ok(path.isAbsolute(report.id), log.join('\n'));
  assert.deepEqual(
    readdirSync(store.folder).map((name) => path.extname(name)),
    ['.h5'],
  );
  const other = engineHandlers((line) => log.push(line));
  const [kept] = await other.keptDetections({ path: recording, store }, silentTask());
  assert.deepEqual(
    { ...kept.report, warnings: report.warnings },
    { ...report, seconds: kept.report.seconds },
  );
  const files = await other.exportResults({ id: report.id, folder, overwrite: false }, silentTask());
  assert.equal(files.files.length, 4);
  // The cache of a new engine is empty.
  const third = engineHandlers(() => {});
  const picture = await third.predictionWindow(
    { id: report.id, from: 0, to: samples, columns: 100 },
    silentTask(),
  );
  assert.ok(picture.y.some((probability) => probability > 0.5));
  const [exported] = await third.keptDetections({ path: recording, store }, silentTask());
  assert.equal(exported.exported, path.join(folder, 'cell_results.h5'));
});

test('the network runs once for thresholds that are tried, also on a kept detection, with the same events', {
  skip,
}, async () => {
  const folder = mkdtempSync(path.join(temporary, 'k-'));
  const recording = path.join(folder, 'cell.abf');
  const { samples, rateHz, ...trace } = syntheticTrace({
    samples: 60_000,
    noise: 1.5,
    events: Array.from({ length: 12 }, (_, i) => ({ onset: 2500 + i * 4500, amplitude: -2 - i * 0.6 })),
  });
  writeAbf(recording, {
    rateHz,
    channels: [{ name: 'I_mon', unit: 'pA' }],
    sweeps: [samples],
    format: 'float32',
    stored: (from, to) => Float32Array.from(trace.read(from, to)),
  });
  const store = { folder: path.join(folder, 'store'), limit_bytes: 1e9 };
  const at = (model_threshold: number) => ({
    recipe: { path: recording, parameters: { ...defaultParameters(), model_threshold } },
    backend: 'cpu' as const,
  });
  const fresh = engineHandlers(() => {});
  assert.equal(await fresh.detectAtOnce(at(0.95), silentTask()), null, 'nothing is predicted for a trial');
  const strict = await fresh.detect(at(0.95), silentTask());

  const engine = engineHandlers(() => {});
  const first = await engine.detect({ ...at(0.1), keep: store }, silentTask());
  assert.ok(strict.events.length < first.events.length, `${strict.events.length} < ${first.events.length}`);
  const tried = await engine.detectAtOnce(at(0.95), silentTask());
  assert.deepEqual(tried?.events, strict.events);
  assert.deepEqual(tried?.average, strict.average);
  const again = await engine.detect(at(0.95), silentTask());
  assert.deepEqual(again.events, strict.events);
  assert.equal(again.windows_per_s, 0, 'no window was predicted');

  const next = engineHandlers(() => {});
  await next.keptDetections({ path: recording, store }, silentTask());
  assert.deepEqual((await next.detectAtOnce(at(0.95), silentTask()))?.events, strict.events);
  // Which windows an adaptive stride looks at depends on the threshold.
  const adaptive = { ...at(0.95).recipe.parameters, adaptive_stride: true };
  const skipping = { ...at(0.95), recipe: { path: recording, parameters: adaptive } };
  assert.equal(await next.detectAtOnce(skipping, silentTask()), null);
});
