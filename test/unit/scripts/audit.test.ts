import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { temporaryFolder } from '../../support/folder';
import { projectRoot } from '../../support/project';

const folder = temporaryFolder();

const lock = path.join(folder, 'package-lock.json');
const packages = {
  '': { name: 'x' },
  'node_modules/a': { version: '1.2.3' },
  'node_modules/b/node_modules/@s/a': { version: '2.0.0-beta.2', dev: true },
};
writeFileSync(lock, JSON.stringify({ lockfileVersion: 3, packages }));

function audit(advisories: unknown): { status: number | null; stdout: string; stderr: string } {
  const file = path.join(folder, 'advisories.json');
  writeFileSync(file, typeof advisories === 'string' ? advisories : JSON.stringify(advisories));
  const script = path.join(projectRoot, 'scripts/audit.mjs');
  return spawnSync(process.execPath, [script, '--lock', lock, '--advisories', file], { encoding: 'utf8' });
}

function advisory(name: string, events: Record<string, string>[], more: object = {}) {
  const affected = [{ package: { ecosystem: 'npm', name }, ranges: [{ type: 'SEMVER', events }] }];
  return { id: `OSV-${name}`, summary: 'It is bad.', affected, ...more };
}

test('versions within the range of an advisory are found, others are not', () => {
  for (const [name, events, found] of [
    ['a', [{ introduced: '0' }, { fixed: '1.2.4' }], true],
    ['a', [{ introduced: '0' }, { fixed: '1.2.3' }], false],
    ['a', [{ introduced: '1.10.0' }], false],
    ['a', [{ introduced: '1.0.0' }, { last_affected: '1.2.3' }], true],
    ['a', [{ fixed: '1.1.0' }, { introduced: '0' }, { introduced: '1.2.0' }, { fixed: '1.3.0' }], true],
    ['@s/a', [{ introduced: '2.0.0-beta.1' }, { fixed: '2.0.0' }], true],
    ['@s/a', [{ introduced: '2.0.0-beta.10' }], false],
    ['other', [{ introduced: '0' }], false],
  ] as [string, Record<string, string>[], boolean][]) {
    const { status, stdout } = audit([advisory(name, events)]);
    assert.equal(status, found ? 1 : 0, `${name} ${JSON.stringify(events)}: ${stdout}`);
    assert.equal(stdout.includes(`OSV-${name}: ${name} `), found);
  }
  const everywhere = [{ introduced: '0' }];
  assert.equal(audit([advisory('a', everywhere, { withdrawn: '2024-01-01T00:00:00Z' })]).status, 0);
  const lines = [advisory('a', everywhere), advisory('@s/a', everywhere)].map((one) => JSON.stringify(one));
  assert.match(audit(lines.join('\n')).stdout, /2 packages, 2 advisories, 2 findings/);
});

test('a list that cannot be read is said, not taken for one without findings', () => {
  const { status, stderr } = audit('not a list');
  assert.equal(status, 2);
  assert.match(stderr, /^The audit could not run: /);
});
