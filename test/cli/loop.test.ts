import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { emptyFolder, minimlJson } from '../support/command-line';
import { projectRoot } from '../support/project';

test('from raw recordings to a model that is held against the truth, by one script', async (t) => {
  const folder = await emptyFolder(t);
  const script = path.join(projectRoot, 'scripts/loop.mjs');
  const size = ['--recordings', '2', '--duration', '10', '--epochs', '2'];
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, '--out', folder, ...size], {
    encoding: 'utf8',
  });
  assert.equal(status, 0, stderr);
  const [base, ours] = ['base', 'your'].map((whose) => {
    const line = new RegExp(`^ *${whose} model +F1 ([\\d.]+), precision ([\\d.]+), recall ([\\d.]+)`, 'm');
    return line.exec(stdout)!.slice(1).map(Number);
  });
  for (const [f1, precision, recall] of [base!, ours!])
    assert.ok(Math.abs(f1! - (2 * precision! * recall!) / (precision! + recall!)) < 0.002, stdout);
  assert.ok(ours![0] > 0.5, stdout);
  assert.match(stdout, new RegExp(`^F1 ${base![0].toFixed(3)} → ${ours![0].toFixed(3)}, `, 'm'));

  const results = path.join(folder, 'results/unseen_results.h5');
  const found = await minimlJson<{ F1: number }>('compare', results, path.join(folder, 'unseen_truth.csv'));
  assert.equal(found.F1.toFixed(3), ours![0].toFixed(3));
  for (const name of ['cell1.h5', 'cell2_windows.h5', 'model.h5', 'model.md'])
    assert.ok(existsSync(path.join(folder, name)), name);
});
