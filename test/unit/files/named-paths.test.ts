import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, describe, test } from 'node:test';
import { mayOpenNamed, UNTRUSTED_VARIABLE } from '../../../src/engine/files/named-paths';
import { factsOfFiles } from '../../../src/engine/parameter-files/diagnostics/facts';
import { originOf } from '../../../src/engine/training/window-origin';
import { temporaryFolder } from '../../support/folder';

const base = mkdtempSync(path.join(temporaryFolder(), 'trust-'));
const workspace = path.join(base, 'workspace');
const outside = path.join(base, 'elsewhere');
const secret = path.join(outside, 'secret.abf');
const beside = path.join(workspace, 'cells', 'cell.abf');
const by = path.join(workspace, 'cells', 'cell_results.h5');
for (const file of [secret, beside]) {
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, 'ABF2');
}

describe('a path that a file names', () => {
  test('may lead anywhere in a trusted workspace', () => {
    assert.ok(mayOpenNamed(secret, by, undefined));
  });

  test('must lead into the folders of an untrusted one', () => {
    assert.ok(mayOpenNamed(beside, by, [workspace]));
    assert.ok(!mayOpenNamed(secret, by, [workspace]));
    assert.ok(!mayOpenNamed(path.join(workspace, '..', 'elsewhere', 'secret.abf'), by, [workspace]));
    assert.ok(
      !mayOpenNamed(`${workspace}-2/cell.abf`, by, [workspace]),
      'a folder of a longer name is another one',
    );
    assert.ok(mayOpenNamed(path.join(workspace, '..cell.abf'), by, [workspace]));
  });

  test('may lead beside its file where no folder is open', () => {
    assert.ok(mayOpenNamed(beside, by, []));
    assert.ok(!mayOpenNamed(secret, by, []));
    assert.ok(!mayOpenNamed(beside, undefined, []));
  });

  test('does not leave them by a symbolic link', () => {
    const link = path.join(workspace, 'cells', 'link.abf');
    symlinkSync(secret, link);
    assert.ok(!mayOpenNamed(link, by, [workspace]));
    const folder = path.join(base, 'link-to-workspace');
    symlinkSync(workspace, folder);
    assert.ok(
      mayOpenNamed(path.join(folder, 'cells', 'cell.abf'), undefined, [folder]),
      'a workspace may be one',
    );
  });
});

describe('in an untrusted workspace', () => {
  const distrust = () => {
    process.env[UNTRUSTED_VARIABLE] = JSON.stringify([workspace]);
  };
  afterEach(() => {
    delete process.env[UNTRUSTED_VARIABLE];
  });
  const notOpened = `${secret} is not opened, because the workspace is not trusted. Trust the workspace, or copy the file into it.`;

  test('the model and the recording of a parameter file elsewhere are not looked at', async () => {
    const parameterFile = path.join(workspace, 'cell.miniml.json');
    distrust();
    assert.equal(await factsOfFiles().model(secret, parameterFile), notOpened);
    const options = { rateHz: undefined, series: undefined } as never;
    assert.equal(await factsOfFiles().recording(secret, parameterFile, options), notOpened);
    delete process.env[UNTRUSTED_VARIABLE];
    assert.notEqual(await factsOfFiles().model(secret, parameterFile), notOpened);
  });

  test('the recording of a training set elsewhere is not opened, one beside it is', () => {
    const set = (recording: string) =>
      ({
        path: path.join(workspace, 'cells', 'windows.h5'),
        length: 100,
        starts: Float64Array.of(5),
        labels: [recording],
        sources: null,
        facts: { rate_hz: 10_000, unit: 'pA', win_size: 100, sources: [] },
      }) as unknown as Parameters<typeof originOf>[0];
    distrust();
    assert.equal(originOf(set(secret), 0), notOpened);
    const found = originOf(set('/home/somebody/cell.abf'), 0);
    assert.equal(typeof found === 'object' && found.recipe.path, beside);
  });
});
