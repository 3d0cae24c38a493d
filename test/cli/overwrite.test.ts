import assert from 'node:assert/strict';
import { copyFileSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { emptyFolder, miniml } from '../support/command-line';

/** The base model serves as any file that is read: each call is refused before it is looked into. */
const base = path.resolve('models/base.h5');

test('no verb writes over what it reads, or two outputs to one name, even with --force', async (t) => {
  const folder = await emptyFolder(t);
  const inFolder = (name: string) => path.join(folder, name);
  for (const name of ['a.h5', 'a_results.h5', 'T.h5', 'model.md']) copyFileSync(base, inFolder(name));
  const before = readFileSync(base);
  const read = /is an input and would be replaced/;
  const calls: [args: string[], refusal: RegExp][] = [
    [['detect', inFolder('a.h5'), inFolder('a_results.h5'), '--out', folder], read],
    [['detect', inFolder('a.h5'), '--model', inFolder('a_results.h5'), '--out', folder], read],
    [['train', inFolder('T.h5'), '--out', inFolder('T.h5')], read],
    [['train', inFolder('a.h5'), '--base', inFolder('T.h5'), '--out', inFolder('T.h5')], read],
    [['train', inFolder('T.h5'), '--out', inFolder('model.md')], /would be the same file/],
    [['train', inFolder('T.h5'), '--out', inFolder('model.h5')], /model\.md is a model and is not replaced/],
    [['extract', inFolder('a.h5'), '--out', inFolder('T.h5')], /T\.h5 is a model and is not replaced/],
    [['simulate', '--noise', inFolder('a.h5'), '--out', inFolder('a.h5')], read],
  ];
  for (const [args, refusal] of calls) {
    const { code, stderr } = await miniml(...args, '--force');
    assert.equal(code, 1, args.join(' '));
    assert.match(stderr, refusal, args.join(' '));
    for (const name of ['a.h5', 'a_results.h5', 'T.h5', 'model.md'])
      assert.deepEqual(readFileSync(inFolder(name)), before, `${args.join(' ')}: ${name}`);
  }
});
