import assert from 'node:assert/strict';
import { mkdtempSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { silentTask } from '../../../src/common/task';
import { keepDetection } from '../../../src/engine/kept/keep-detection';
import { recordingStamp } from '../../../src/engine/kept/kept-name';
import { writeResults } from '../../../src/engine/results/write';
import { recordingStateHandlers } from '../../../src/engine/service/recording-states';
import { someDetection } from '../../support/detection';
import { temporaryFolder } from '../../support/folder';

function setUp() {
  const folder = mkdtempSync(path.join(temporaryFolder(), 's-'));
  const store = { folder: path.join(folder, 'store'), limit_bytes: 1e9 };
  const log: string[] = [];
  const { recordingStates } = recordingStateHandlers((line) => log.push(line));
  const file = (name: string, content = 'samples') => {
    const place = path.join(folder, name);
    writeFileSync(place, content);
    return place;
  };
  const detectionIn = (recording: string, sweep: number | null = null) => {
    const detection = someDetection();
    return { ...detection, source: { ...detection.source, path: recording, sweep } };
  };
  const keep = async (recording: string, sweep: number | null = null) =>
    keepDetection(store, detectionIn(recording, sweep), (await recordingStamp(recording))!);
  const statesOf = (...paths: string[]) => recordingStates({ paths, store }, silentTask());
  return { folder, file, detectionIn, keep, statesOf, log };
}

test('a recording has the counts, the parameters and the model of its kept detections', async () => {
  const { file, keep, statesOf } = setUp();
  const [cell, other] = [file('cell.abf'), file('other.abf')];
  await keep(cell, 1);
  await keep(cell);
  const [ofCell, ofOther] = await statesOf(cell, other);
  const { events, parameters, model, rate_hz } = someDetection();
  assert.deepEqual(
    ofCell!.detections.map((d) => [d.events, d.sweep, d.rate_hz, d.model_sha256]),
    [
      [events.length, null, rate_hz, model.sha256],
      [events.length, 1, rate_hz, model.sha256],
    ],
  );
  assert.equal(ofCell!.detections[0].parameters!.win_size, parameters.win_size);
  assert.equal(ofCell!.recordingChanged, false);
  assert.deepEqual(ofOther, { kind: 'recording', detections: [], recordingChanged: false, exported: null });
});

test('a recording that was written to after its detection has changed', async () => {
  const { file, keep, statesOf } = setUp();
  const cell = file('cell.abf');
  await keep(cell);
  utimesSync(cell, 1, 1);
  const [state] = await statesOf(cell);
  assert.equal(state!.recordingChanged, true);
  assert.equal(state!.detections.length, 1);
});

test('results beside a recording count where no detection is kept', async () => {
  const { folder, file, detectionIn, statesOf } = setUp();
  const cell = file('cell.abf');
  await writeResults(detectionIn(cell), {
    folder,
    stem: 'cell',
    overwrite: false,
    formats: ['h5'],
    prediction: false,
  });
  const [state] = await statesOf(cell);
  assert.equal(state!.exported, path.join(folder, 'cell_results.h5'));
  assert.equal(state!.detections[0].events, someDetection().events.length);
  const [results] = await statesOf(state!.exported!);
  assert.equal(results!.kind, 'results');
});

test('a damaged results file is no detection, and other .dat files are no recordings', async () => {
  const { file, statesOf, log } = setUp();
  const [cell, table, gone] = [file('cell.abf'), file('table.dat', '1 2 3'), '/nowhere/cell.abf'];
  file('cell_results.h5', 'no HDF5');
  const states = await statesOf(cell, table, gone);
  assert.deepEqual(
    states.map(({ kind, detections }) => [kind, detections.length]),
    [
      ['recording', 0],
      [null, 0],
      [null, 0],
    ],
  );
  assert.equal(log.length, 1);
});
