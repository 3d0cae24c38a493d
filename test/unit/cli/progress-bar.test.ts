import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { WriteStream } from 'node:tty';
import { progressBar } from '../../../src/cli/progress-bar';

function terminal(isTTY: boolean, columns = 60) {
  const written: string[] = [];
  const stream = { isTTY, columns, write: (text: string) => written.push(text) } as unknown as WriteStream;
  return { written, stream };
}

test('a bar fits on its line and is taken away again', () => {
  const { written, stream } = terminal(true);
  let now = 0;
  const bar = progressBar(stream, () => now);
  bar.report({ phase: 'predicting', done: 0, total: 1000, unit: 'windows' });
  now = 400;
  bar.report({ phase: 'predicting', done: 500, total: 1000, unit: 'windows' });
  now = 450;
  bar.report({ phase: 'predicting', done: 501, total: 1000, unit: 'windows' });
  assert.equal(written.length, 2, 'reports that come too fast are not drawn');
  assert.match(written[1], /predicting █{12}░{12} 50 % · 1250 windows/);
  for (const line of written) assert.ok(line.replace('\r\x1b[2K', '').length < 60);
  bar.clear();
  bar.clear();
  assert.deepEqual(written.slice(2), ['\r\x1b[2K']);
});

test('where there is no terminal nothing is written', () => {
  const { written, stream } = terminal(false);
  const bar = progressBar(stream);
  bar.report({ phase: 'predicting', done: 1, total: 1, unit: 'windows' });
  bar.clear();
  assert.deepEqual(written, []);
});
