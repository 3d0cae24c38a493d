import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PARAMETER_NAMES } from '../../../src/common/parameters/parameters';
import { resolveParameters } from '../../../src/common/parameters/resolve';
import { parameterRows } from '../../../src/extension/parameter-files/parameter-rows';

test('the list of parameters says of each value where it comes from, what is set before the defaults', () => {
  const rows = parameterRows(
    resolveParameters([
      { kind: 'user', values: { win_size: 700, model_threshold: 0.7 } },
      { kind: 'workspace', values: { win_size: 800 } },
      { kind: 'folder', values: { stride: null } },
      { kind: 'parameter file', path: '/data/cell 7.miniml.json', values: { win_size: 900 } },
    ]),
  );
  assert.deepEqual(rows.map(({ label }) => label).sort(), [...PARAMETER_NAMES].sort());
  assert.deepEqual(
    rows.slice(0, 4).map(({ label, description, detail }) => [label, description, detail]),
    [
      ['win_size', '900 samples', '$(circle-filled) parameter file, cell 7.miniml.json'],
      ['model_threshold', '0.7', '$(circle-filled) user settings'],
      ['stride', 'null: win_size / 30, rounded', '$(circle-filled) folder settings'],
      ['model_path', 'null: the base model that comes with miniML', '$(circle-outline) default'],
    ],
  );
});

test('channels and sweeps, which parameters count from 0, are named as in the editor', () => {
  const rows = parameterRows(
    resolveParameters([
      { kind: 'parameter file', path: '/data/a.miniml.json', values: { channel: 0, sweep: 2 } },
    ]),
  );
  assert.deepEqual(
    rows.slice(0, 2).map(({ description }) => description),
    ['0 (channel 1 in the editor)', '2 (sweep 3 in the editor)'],
  );
});
