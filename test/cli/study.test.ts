import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';
import { emptyFolder } from '../support/command-line';
import { projectRoot } from '../support/project';

test('a study of 24 simulated recordings, from nothing to the comparison of its groups', async (t) => {
  const folder = await emptyFolder(t);
  const script = path.join(projectRoot, 'scripts/study.mjs');
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [script, '--out', folder, '--duration', '2'],
    {
      encoding: 'utf8',
    },
  );
  assert.equal(status, 0, stderr);
  const rows = [
    ...stdout.matchAll(/^ {2}cell\d_\d\.h5 +cell\d {2}animal\d {2}(control|treated) +(\d+) events/gm),
  ];
  assert.equal(rows.length, 24, stdout);
  const eventsOf = (group: string) =>
    rows.filter((row) => row[1] === group).reduce((sum, row) => sum + Number(row[2]), 0);
  const [, difference] = /^ {2}frequency {2}treated − control ([\d.-]+) Hz \(95 %: /m.exec(stdout)!;
  const seconds = 12 * 2;
  assert.ok(
    Math.abs(Number(difference) - (eventsOf('treated') - eventsOf('control')) / seconds) < 0.05,
    stdout,
  );
  assert.match(stdout, /^ {2}amplitude {2}treated − control /m);
  const summary = await readFile(path.join(folder, 'study results/summary.csv'), 'utf8');
  assert.equal(summary.trim().split('\r\n').length, 25);
  const figures = path.join(folder, 'study results/figures');
  const superplot = await readFile(path.join(figures, 'superplot-frequency.svg'), 'utf8');
  assert.match(
    superplot,
    /<desc>Frequency \(Hz\) of control \(4 cells, 2 animals\), treated \(4 cells, 2 animals\)\./,
  );
  for (const name of ['cumulative-amplitude', 'time-course', 'average-events'])
    assert.doesNotMatch(await readFile(path.join(figures, `${name}.svg`), 'utf8'), /NaN|Infinity|undefined/);
  const methods = await readFile(path.join(figures, 'methods.md'), 'utf8');
  assert.match(methods, /detected in 24 recordings .* and the model .* \(SHA-256 [\da-f]{16}…\)/);
  assert.match(methods, new RegExp(`${eventsOf('control') + eventsOf('treated')} events were counted`));
});
