import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import type { DetectionFacts, RecordingState } from '../../../src/common/api/engine/kept';
import { defaultParameters, type Parameters } from '../../../src/common/parameters/parameters';
import type { Engine } from '../../../src/extension/engine/engine';
import { findRecordings } from '../../../src/extension/side-bar/find-recordings';
import {
  type ListedRecording,
  needsDetection,
  rowOf,
} from '../../../src/extension/side-bar/listed-recording';
import { listRecordings, type RecordingList } from '../../../src/extension/side-bar/recording-list';
import { temporaryFolder } from '../../support/folder';

const limits = { recordings: 100, folders: 100, entries: 1000 };

function folderWith(...names: string[]): string {
  const folder = mkdtempSync(path.join(temporaryFolder(), 'f-'));
  for (const name of names) {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), '');
  }
  return folder;
}

const found = async (folder: string, most = limits) => {
  const { files, truncated } = await findRecordings(folder, most);
  return { names: files.map((file) => path.relative(folder, file)), truncated };
};

test('recordings are found by their names, the nearest first, and results beside them are none', async () => {
  const folder = folderWith(
    'day 2/cell10.abf',
    'day 2/cell2.ABF',
    'a.h5',
    'a_results.h5',
    'notes.txt',
    '.hidden/b.abf',
    'node_modules/c.abf',
    'day 1/deep/d.nwb',
  );
  assert.deepEqual(await found(folder), {
    names: ['a.h5', 'day 2/cell2.ABF', 'day 2/cell10.abf', 'day 1/deep/d.nwb'],
    truncated: false,
  });
});

test('a search ends at its limits, and says so', async () => {
  const names = Array.from({ length: 20 }, (_, i) => `f${i}/cell.abf`);
  const folder = folderWith(...names);
  for (const less of [{ recordings: 5 }, { folders: 5 }, { entries: 25 }]) {
    const { names, truncated } = await found(folder, { ...limits, ...less });
    assert.ok(truncated && names.length < 20, JSON.stringify(less));
  }
  assert.equal((await found(folder)).names.length, 20);
});

test('links to folders are not followed, and a folder that is gone holds nothing', async () => {
  const folder = folderWith('cell.abf');
  symlinkSync(folder, path.join(folder, 'again'));
  assert.deepEqual((await found(folder)).names, ['cell.abf']);
  assert.deepEqual(await found('/nowhere'), { names: [], truncated: false });
});

const detection: DetectionFacts = {
  events: 53,
  made_ms: 0,
  rate_hz: 20_000,
  channel: 0,
  sweep: 2,
  parameters: defaultParameters() as Parameters,
  model_sha256: 'ab',
};
const state: RecordingState = {
  kind: 'recording',
  detections: [detection],
  recordingChanged: false,
  exported: null,
};
const file = '/data/cell.abf';
const listed = { file, state, stale: [], running: undefined };

test('a row says how far a recording is', () => {
  const described = (more: Partial<ListedRecording>) => rowOf({ ...listed, ...more }).description;
  assert.equal(described({}), '53 events');
  assert.equal(
    described({ state: { ...state, exported: '/data/cell_results.h5' } }),
    '53 events, cell_results.h5',
  );
  assert.equal(described({ stale: ['window 600 → 900'] }), '53 events, stale');
  assert.equal(described({ running: '12 %' }), '12 %');
  assert.equal(described({ state: { ...state, detections: [] } }), 'not detected');
  assert.equal(described({ state: undefined }), '');
  assert.match(rowOf(listed).tooltip, /53 events in channel 1, sweep 3, /);
  assert.match(rowOf({ ...listed, stale: ['window 600 → 900'] }).tooltip, /window 600 → 900/);
});

test('text of a row is plain, whatever the file is called', () => {
  const row = rowOf({ ...listed, file: '/data/$(trash) [a](command:x).abf' });
  assert.ok(!row.label.includes('$(') && !row.tooltip.includes(']('), JSON.stringify(row));
});

test('a detection is missing where none was made or the last is stale', () => {
  assert.equal(needsDetection(listed), false);
  assert.equal(needsDetection({ ...listed, stale: ['the recording has changed'] }), true);
  assert.equal(needsDetection({ ...listed, state: { ...state, detections: [] } }), true);
  assert.equal(needsDetection({ ...listed, state: undefined, running: '1 %' }), false);
});

test('names are listed before states, and files of other kinds disappear', async () => {
  const folder = folderWith('a.abf', 'model.h5', 'recording.h5');
  const asked: string[][] = [];
  const engine = {
    request: async (method: string, { paths = [] }: { paths?: string[] }) => {
      if (method !== 'recordingStates') return true;
      asked.push(paths);
      return paths.map((one) => ({ ...state, kind: one.includes('model') ? 'model' : 'recording' }));
    },
  } as unknown as Engine;
  const shown: RecordingList[] = [];
  const values = { ...defaultParameters(), win_size: 900 };
  const list = await listRecordings(
    [folder],
    {
      engine,
      documents: { resolved: () => ({ values }) as never },
      kept: { store: () => ({ folder, limit_bytes: 0 }) },
    },
    (one) => shown.push(one),
  );
  const names = ({ recordings }: RecordingList) => recordings.map((one) => path.basename(one.file));
  assert.deepEqual(names(shown[0]), ['a.abf']);
  assert.deepEqual(names(list), ['a.abf', 'recording.h5']);
  assert.equal(asked.length, 1);
  assert.ok(list.recordings[0].stale.some((reason) => reason.startsWith('window')));
  assert.ok(
    list.recordings[0].stale.some((reason) => reason.startsWith('model') || reason.includes('the model')),
  );
});
