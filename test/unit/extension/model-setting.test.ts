import assert from 'node:assert/strict';
import path from 'node:path';
import { test } from 'node:test';
import { modelSetting } from '../../../src/extension/models/model-setting';

const folder = path.resolve('/lab/cells');
const model = path.join(folder, 'models', 'mine.h5');
const silent = { user: undefined, workspace: undefined, folder: undefined };

test('a model of the workspace is named by its relative path', () => {
  assert.deepEqual(modelSetting(model, [folder], folder, silent), {
    scope: 'workspace',
    value: 'models/mine.h5',
  });
});

test('a model from elsewhere, for several folders or all workspaces, by its whole path', () => {
  const whole = { scope: 'workspace', value: model };
  assert.deepEqual(modelSetting(model, [folder], undefined, silent), whole);
  assert.deepEqual(modelSetting(model, [folder, path.resolve('/other')], folder, silent), whole);
  assert.deepEqual(modelSetting(model, [], undefined, silent), { scope: 'user', value: model });
});

test('it is named where a model is named now, the strongest place first', () => {
  const user = { ...silent, user: '/old.h5' };
  assert.deepEqual(modelSetting(model, [folder], folder, user), { scope: 'user', value: model });
  const all = { user: '/old.h5', workspace: 'older.h5', folder: 'oldest.h5' };
  assert.deepEqual(modelSetting(model, [folder, '/other'], folder, all), {
    scope: 'folder',
    value: 'models/mine.h5',
  });
  // null is a value: the model that comes with miniML.
  assert.equal(modelSetting(model, [folder], folder, { ...all, folder: null }).scope, 'folder');
});
