import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { miniml } from '../support/command-line';
import { projectRoot } from '../support/project';

const folder = path.resolve(projectRoot, '../shared/data/hostile');
const skip = !existsSync(folder) && 'needs ../shared/data/hostile';
const file = (name: string) => path.join(folder, name);

/** Each ended the process, or never did, or showed what it must not. */
const calls: [args: string[], sentence: RegExp][] = [
  [
    ['read', file('heka-wide-negative-run.dat')],
    /is damaged: trace "I-mon" has its samples in overlapping pieces/,
  ],
  [['info', file('hdf5-hang-model.h5')], /is damaged: /],
  [['info', file('hdf5-2GB-8s.h5')], /claims more data than its 9968 bytes can hold/],
  [['info', file('model-fill-100M-x6.h5')], /claims more data than its 27392 bytes can hold/],
  [['read', file('external-storage.h5')], /keeps data in \/etc\/passwd, which is outside its folder/],
];

for (const [args, sentence] of calls)
  test(`${args[0]} ${path.basename(args[1] ?? '')} ends in one sentence`, { skip }, async () => {
    const { code, stdout, stderr } = await miniml(...args);
    assert.equal(code, 1);
    assert.equal(stdout, '');
    assert.match(stderr, sentence);
    assert.equal(stderr.trim().split('\n').length, 1, stderr);
  });
