import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, test } from 'node:test';
import { projectRoot } from '../../support/project';

const read = (file: string) => readFileSync(path.join(projectRoot, file), 'utf8');
const { version } = JSON.parse(read('package.json')) as { version: string };

describe('a release', () => {
  test('has one version in package.json, its lock, CITATION.cff and the changelog', () => {
    assert.equal((JSON.parse(read('package-lock.json')) as { version: string }).version, version);
    assert.match(read('CITATION.cff'), new RegExp(`^version: ${version}$`, 'm'));
    assert.match(
      read('CHANGELOG.md'),
      new RegExp(`^## \\[${version}\\] - (unreleased|\\d{4}-\\d\\d-\\d\\d)$`, 'm'),
    );
  });

  test('of a version that the files do not have is refused with the file that differs', () => {
    const { status, stderr, stdout } = spawnSync(
      process.execPath,
      [path.join(projectRoot, 'scripts/release-notes.mjs'), '99.0.0'],
      { encoding: 'utf8' },
    );
    assert.equal(status, 1);
    assert.equal(stdout, '');
    assert.match(stderr, new RegExp(`^package\\.json has version ${version}, not 99\\.0\\.0\\.`));
  });

  test('is packaged for every platform that onnxruntime has files for', () => {
    const folder = path.join(projectRoot, 'node_modules/onnxruntime-node/bin/napi-v6');
    const platforms = readdirSync(folder).flatMap((platform) =>
      readdirSync(path.join(folder, platform)).map((arch) => `${platform}-${arch}`),
    );
    const [, targets] = /target: \[(.+)\]/.exec(read('.github/workflows/package.yml'))!;
    assert.deepEqual(targets!.split(', ').sort(), platforms.sort());
  });
});

test('workflows take actions at a commit, with its version beside it, and permissions job by job', () => {
  const folder = '.github/workflows';
  for (const file of readdirSync(path.join(projectRoot, folder))) {
    const text = read(`${folder}/${file}`);
    for (const [line] of text.matchAll(/^.*uses: .*$/gm))
      assert.match(line, /uses: (\.\/|[\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$)/, file);
    assert.match(text, /^permissions: \{\}$/m, file);
  }
});
