import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ResultsEdits } from '../../../src/common/api/engine/results';
import { WRITTEN_BY } from '../../../src/common/version';
import { edited as editedWith, editsOf, snippetAt } from '../../../src/engine/results/edits';
import { readResults } from '../../../src/engine/results/read-h5';
import { measuresInFile } from '../../../src/engine/results/remeasure';
import { type ResultsFile, untouched } from '../../../src/engine/results/results-file';
import { writeResults } from '../../../src/engine/results/write';
import { eventAt, someDetection } from '../../support/detection';
import { temporaryFolder } from '../../support/folder';

const none = { deleted: [], excluded: [], added: [] };
const base = (): ResultsFile => untouched(someDetection(), WRITTEN_BY);
/** As an editor has it that finds no recording. */
const edited = (file: ResultsFile, edits: ResultsEdits) =>
  editedWith(file, edits, measuresInFile(file, edits));
const locations = (results: ResultsFile) => results.detection.events.map(({ location }) => location);

test('deleting takes an event out of table, snippets and statistics; restoring puts all of it back', () => {
  const before = edited(base(), none);
  const after = edited(base(), { ...none, deleted: [2000] });
  assert.deepEqual(locations(after), [1000, 7000, 9990]);
  assert.equal(after.detection.statistics.events, 2);
  assert.equal(after.detection.snippets.length, 3 * 8);
  assert.deepEqual(
    after.deleted.events.map(({ location }) => location),
    [2000],
  );
  assert.deepEqual(snippetAt(after, 2000), snippetAt(before, 2000));
  assert.equal(after.deletedCount, 1);
  const reopened = edited(after, editsOf(after));
  assert.deepEqual(reopened, after);
  const restored = edited(after, none);
  assert.deepEqual(locations(restored), locations(before));
  assert.equal(restored.deletedCount, 0);
});

test('the interval of an event is counted from the one before it that is left', () => {
  const [, , third] = someDetection().events;
  const after = edited(base(), { ...none, deleted: [2000] });
  assert.equal(after.detection.events[1].interval_s, (third!.peak - (1000 + 12)) / 50_000);
  // Untouched neighbours keep theirs to the last digit.
  assert.equal(edited(base(), none).detection.events[2].interval_s, third!.interval_s);
  assert.ok(Number.isNaN(edited(base(), { ...none, deleted: [1000] }).detection.events[0].interval_s));
});

test('an event stands alone once its near neighbours are deleted', () => {
  const detection = someDetection();
  detection.events[1] = eventAt(1200, { isolated: false });
  const crowded = untouched(detection, WRITTEN_BY);
  const alone = (results: ResultsFile) => results.detection.events.map(({ isolated }) => isolated);
  assert.deepEqual(alone(edited(crowded, none)), [false, false, true, false]);
  assert.deepEqual(alone(edited(crowded, { ...none, deleted: [1200] })), [true, true, false]);
});

test('an event left out of the average counts in the statistics', () => {
  const all = edited(base(), none).detection;
  const one = edited(base(), { ...none, excluded: [1000, 2000] }).detection;
  assert.equal(all.average!.count, 2);
  assert.equal(one.average!.count, 1);
  assert.deepEqual(Array.from(one.average!.values), Array.from(snippetAt(base(), 7000)!));
  assert.equal(one.statistics.events, all.statistics.events);
  assert.equal(edited(base(), { ...none, excluded: [1000, 2000, 7000] }).detection.average, null);
});

test('what was added, deleted and left out is in the file that is saved', async () => {
  const added = { event: eventAt(4000, { added: true }), snippet: new Float64Array(8).fill(-2) };
  const edits = { deleted: [1000, 4000], excluded: [7000], added: [added] };
  const [file] = await writeResults(edited(base(), edits), {
    folder: temporaryFolder(),
    stem: 'edited',
    overwrite: true,
    formats: ['h5'],
    prediction: true,
  });
  const read = await readResults(file!);
  assert.deepEqual(editsOf(read), edits);
  const withAdded = edited(read, { ...edits, deleted: [1000] });
  assert.deepEqual(locations(withAdded), [2000, 4000, 7000, 9990]);
  assert.deepEqual(Array.from(snippetAt(withAdded, 4000)!), new Array(8).fill(-2));
  // Taken back, an added event is in no list any more.
  assert.deepEqual(locations(edited(read, none)), [1000, 2000, 7000, 9990]);
});
