import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { temporaryFolder } from '../../support/folder';
import { projectRoot } from '../../support/project';
import { describeNotRun, parseSkipped } from '../../support/runner/not-run';

const TESTS = `
const { describe, test } = require('node:test');
describe('a suite', { skip: 'no recordings' }, () => test('inside', () => {}));
describe('another suite', () => {
  test('skipped by option', { skip: 'no recordings' }, () => {});
  test('skipped while it runs', (t) => t.skip('no browser'));
  test('skipped without a reason', { skip: true }, () => {});
  test('run', () => {});
  test('not skipped', { skip: false }, () => {});
});
`;

test('the reporter writes skipped tests and skipped suites, with their reasons', () => {
  const folder = path.join(mkdtempSync(path.join(temporaryFolder(), 'skip-')), 'dist/test/golden');
  mkdirSync(folder, { recursive: true });
  const file = path.join(folder, 'abf.test.js');
  writeFileSync(file, TESTS);
  const report = path.join(folder, 'report.jsonl');
  const reporter = path.join(projectRoot, 'test/support/runner/skip-reporter.mjs');
  const { NODE_TEST_CONTEXT: _, ...env } = process.env;
  const run = spawnSync(
    process.execPath,
    [
      '--test',
      `--test-reporter=${pathToFileURL(reporter).href}`,
      `--test-reporter-destination=${report}`,
      file,
    ],
    { env, encoding: 'utf8' },
  );
  assert.equal(run.status, 0, run.stderr);
  assert.deepEqual(parseSkipped(readFileSync(report, 'utf8')), [
    { file: 'golden/abf.test.ts', name: 'a suite', reason: 'no recordings' },
    { file: 'golden/abf.test.ts', name: 'skipped by option', reason: 'no recordings' },
    { file: 'golden/abf.test.ts', name: 'skipped while it runs', reason: 'no browser' },
    { file: 'golden/abf.test.ts', name: 'skipped without a reason', reason: 'no reason given' },
  ]);
});

test('bundles and sources are named by their source, on Windows too', () => {
  const files = ['/home/me/test/dist/test/unit/a.test.js', 'C:\\test\\miniml\\test\\golden\\b.test.ts'];
  const lines = files.map((file) => JSON.stringify({ file, name: 'a', reason: 'b' }));
  assert.deepEqual(
    parseSkipped(lines.join('\n')).map(({ file }) => file),
    ['unit/a.test.ts', 'golden/b.test.ts'],
  );
});

test('what was not run is listed by reason', () => {
  assert.deepEqual(
    describeNotRun([
      { file: 'golden/abf.test.ts', name: 'values', reason: 'there are no recordings' },
      { file: 'workbench/tour.test.ts', reason: 'there is no browser' },
      { file: 'golden/heka.test.ts', name: 'sweeps', reason: 'there are no recordings' },
    ]),
    [
      'Not run, because there are no recordings:',
      '  golden/abf.test.ts: values',
      '  golden/heka.test.ts: sweeps',
      'Not run, because there is no browser:',
      '  workbench/tour.test.ts',
    ],
  );
  assert.deepEqual(describeNotRun([]), []);
});
