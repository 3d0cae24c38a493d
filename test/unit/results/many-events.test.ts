import assert from 'node:assert/strict';
import path from 'node:path';
import { test } from 'node:test';
import { WRITTEN_BY } from '../../../src/common/version';
import { type Hdf5Group, withHdf5, writeHdf5 } from '../../../src/engine/files/hdf5/hdf5';
import { edited, editsOf } from '../../../src/engine/results/edits';
import { readEvents, writeEvents } from '../../../src/engine/results/events-h5';
import { measuresInFile } from '../../../src/engine/results/remeasure';
import { untouched } from '../../../src/engine/results/results-file';
import { eventAt, someDetection } from '../../support/detection';
import { temporaryFolder } from '../../support/folder';

const folder = temporaryFolder();

test('a table of events is read column by column: HDF5 is asked as often for many events as for few', async (t) => {
  const lookUps = async (rows: number) => {
    const file = path.join(folder, `${rows}.h5`);
    const events = Array.from({ length: rows }, (_, i) => eventAt(1000 + 10 * i));
    await writeHdf5(file, (open) => writeEvents(open, 'events', events));
    return withHdf5(file, (open) => {
      const groups = Object.getPrototypeOf(open.get('events')) as Hdf5Group;
      const asked = t.mock.method(groups, 'get');
      assert.deepEqual(readEvents(file, open, 'events'), events);
      asked.mock.restore();
      return asked.mock.callCount();
    });
  };
  const few = await lookUps(2);
  assert.ok(few > 0);
  assert.equal(await lookUps(500), few);
});

test('results without edits share the table of the file, an added event has a stretch of its own', () => {
  const detection = someDetection();
  detection.events[0] = { ...detection.events[0], added: true };
  const base = untouched(detection, WRITTEN_BY);
  const edits = editsOf(base);
  assert.equal(edits.added[0].snippet.buffer.byteLength, edits.added[0].snippet.byteLength);
  const none = { deleted: [], excluded: [], added: [] };
  const plain = untouched(someDetection(), WRITTEN_BY);
  const opened = edited(plain, none, measuresInFile(plain, none));
  assert.equal(opened.detection.snippets, plain.detection.snippets);
  const shorter = edited(plain, { ...none, deleted: [9990] }, new Map());
  assert.deepEqual(shorter.detection.snippets, plain.detection.snippets.slice(0, 3 * 8));
});
