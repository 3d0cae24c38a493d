import assert from 'node:assert/strict';
import path from 'node:path';
import { test } from 'node:test';
import { UserError } from '../../../src/common/errors';
import { experimentRows, resultsFolderOf } from '../../../src/engine/experiments/experiment';
import { changedInputs } from '../../../src/engine/experiments/row-outcome';

test('a wrong row keeps its reason, and the rows beside it are read', () => {
  const rows = experimentRows('/data/study.csv', 'recording;channel\r\na.h5;1\r\nb.h5;two\r\n;0\r\n');
  assert.deepEqual(
    rows.map((row) => ('error' in row ? row.error : path.basename(row.recording))),
    [
      'a.h5',
      '/data/study.csv has channel "two" in line 3. It must be a whole number from 0.',
      '/data/study.csv has no recording in line 4. Every row needs one.',
    ],
  );
});

test('a direction is one of the words of event_direction; no word leaves it to the parameters', () => {
  const rows = experimentRows('/data/study.csv', 'recording,direction\na.h5,Positive\nb.h5,\nc.h5,up\n');
  assert.deepEqual(
    rows.map((row) => ('error' in row ? row.error : row.direction)),
    [
      'positive',
      null,
      '/data/study.csv has direction "up" in line 4. It must be "negative", "positive" or "both".',
    ],
  );
});

test('a table without a column of recordings is refused as a whole', () => {
  assert.throws(() => experimentRows('/data/t.csv', 'time,amplitude\n1,2\n'), UserError);
});

test('results of study.csv and study.miniml.csv go to a folder of the same name', () => {
  assert.equal(resultsFolderOf('/data/study.csv'), path.resolve('/data/study results'));
  assert.equal(resultsFolderOf('/data/study.miniml.csv'), path.resolve('/data/study results'));
});

test('a stale row names what has changed', () => {
  const inputs = { recording: 'a', parameters: 'b', model: 'c', program: 'd' };
  const outcome = {
    key: 'k',
    inputs: { ...inputs, parameters: 'x', model: 'y' },
    status: 'done' as const,
    events: 1,
    frequency_hz: 1,
    duration_s: 1,
    flags: [],
    error: null,
    seconds: 1,
  };
  assert.deepEqual(changedInputs(outcome, inputs), ['parameters', 'model']);
  assert.deepEqual(changedInputs({ ...outcome, inputs: undefined }, inputs), []);
});
