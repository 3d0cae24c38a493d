import assert from 'node:assert/strict';
import { appendFileSync, copyFileSync, mkdtempSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, test } from 'node:test';
import { CancelledError, UserError } from '../../../src/common/errors';
import { defaultParameters, type Parameters } from '../../../src/common/parameters/parameters';
import { readTrainingSet } from '../../../src/engine/training/read-training-set';
import { saveScores } from '../../../src/engine/training/write-training-set';
import type { DocumentEdit } from '../../../src/extension/editing/edit-operations';
import { ScoringDocument } from '../../../src/extension/scoring/scoring-document';
import { editsHost, journalsIn } from '../../support/edits-host';
import { temporaryFolder } from '../../support/folder';
import { inProcessEngine } from '../../support/in-process-engine';
import { shared, withoutShared } from '../../support/shared';

const temporary = temporaryFolder();
const engine = inProcessEngine();

interface Bench {
  file: string;
  journals: string;
  parameters?: () => Parameters;
  twosExcluded?: { get(): boolean; set(): void };
  document: ScoringDocument;
  edits: DocumentEdit[];
  answer: 'keepMine' | 'takeTheirs' | undefined;
}

function opened(
  bench: Pick<Bench, 'file' | 'journals' | 'parameters' | 'twosExcluded'>,
  backup?: string,
): Promise<Bench> {
  const edits: DocumentEdit[] = [];
  let bookmarks: number[] = [];
  const document = new ScoringDocument(
    bench.file,
    {
      engine,
      ...editsHost(bench.journals, () => made.answer),
      parameters: bench.parameters ?? defaultParameters,
      computing: () => ({ backend: 'cpu' }),
      twosExcluded: bench.twosExcluded ?? { get: () => false, set: () => {} },
      bookmarks: {
        get: () => bookmarks,
        set: (windows) => {
          bookmarks = windows;
        },
      },
    },
    backup,
  );
  document.edits.onEdit((edit) => edits.push(edit));
  const made: Bench = { ...bench, document, edits, answer: undefined };
  return document.edits.opened.then(() => made);
}

function fresh(): Promise<Bench> {
  const folder = mkdtempSync(path.join(temporary, 'd-'));
  const file = path.join(folder, 'set.h5');
  copyFileSync(shared('training', 'B_2020-06-09_002_example_training_data.h5'), file);
  return opened({ file, journals: path.join(folder, 'journals') });
}

const scoresOf = ({ document }: Bench) => {
  const snapshot = document.snapshot();
  assert.equal(snapshot.kind, 'ready');
  return snapshot.kind === 'ready' ? snapshot.scores : new Int8Array();
};
const inFile = async ({ file }: Bench) => (await readTrainingSet(file)).scores;
const score = ({ document }: Bench, window: number, value: -1 | 0 | 1 | 2) =>
  document.score(Int32Array.of(window), value, undefined);

describe('a training set as a document', { skip: withoutShared }, () => {
  test('a score is one step of undo; the same score again is none', async () => {
    const bench = await fresh();
    score(bench, 3, 0);
    score(bench, 3, 0);
    assert.equal(bench.edits.length, 1);
    assert.equal(bench.edits[0].label, 'Score 0, window 4');
    bench.edits[0].undo();
    assert.equal(scoresOf(bench)[3], 1);
    assert.equal(bench.document.edits.unsaved, 0);
    bench.edits[0].redo();
    assert.equal(scoresOf(bench)[3], 0);
    bench.document.score(Int32Array.of(1, 2, 3), 0, undefined);
    assert.equal(bench.edits[1].label, 'Score 0, 2 windows');
  });

  test('what a 2 means in a file of another program is asked once', async () => {
    const asks = ({ document }: Bench) => {
      const snapshot = document.snapshot();
      return snapshot.kind === 'ready' && snapshot.asksTwos;
    };
    let said = false;
    const twosExcluded = {
      get: () => said,
      set: () => {
        said = true;
      },
    };
    const { file, journals } = await fresh();
    const bench = await opened({ file, journals, twosExcluded });
    assert.equal(asks(bench), true);
    bench.document.twosAreExcluded();
    assert.equal(asks(await opened({ file, journals, twosExcluded })), false);
  });

  test('the windows that are scored first come with the scores, journal and all', async () => {
    const bench = await fresh();
    const first = ({ document }: Bench) => {
      const snapshot = document.snapshot();
      assert.ok(snapshot.kind === 'ready' && snapshot.first);
      return snapshot.first;
    };
    assert.deepEqual([...first(bench).windows], [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    score(bench, 300, -1);
    score(bench, 301, -1);
    // No save, no dispose: the process is gone.
    const { windows, samples } = first(await opened(bench));
    assert.deepEqual([windows[0], windows.at(-1)], [290, 310]);
    assert.deepEqual(samples, await bench.document.readWindows(windows));
  });

  test('what is not saved comes back after a sudden end, as a step that can be undone', async () => {
    const bench = await fresh();
    score(bench, 0, 2);
    score(bench, 1, 0);
    score(bench, 1, 2);
    bench.edits[0].undo();
    score(bench, 7, -1);
    // No save, no dispose: the process is gone.
    const again = await opened(bench);
    assert.deepEqual([...scoresOf(again).slice(0, 8)], [1, 2, 1, 1, 1, 1, 1, -1]);
    assert.equal(again.document.edits.status.recovered, 2);
    again.document.edits.shown();
    assert.equal(again.edits.length, 1);
    again.edits[0].undo();
    assert.deepEqual(scoresOf(again), await inFile(again));
    again.edits[0].redo();
    await again.document.edits.save();
    assert.equal((await inFile(again))[7], -1);
    const last = await opened(bench);
    assert.equal(last.document.edits.status.recovered, 0);
    assert.deepEqual(journalsIn(bench.journals), []);
  });

  test('a line that was cut short costs that line alone', async () => {
    const bench = await fresh();
    score(bench, 0, 2);
    const [journal] = journalsIn(bench.journals);
    appendFileSync(path.join(bench.journals, journal!), '{"w":[1,2],"s"');
    const again = await opened(bench);
    assert.equal(again.document.edits.status.recovered, 1);
  });

  test('scores of another process that has ended are taken over, those of one that runs are not', async () => {
    const bench = await fresh();
    score(bench, 0, 2);
    const [journal] = journalsIn(bench.journals);
    const of = (pid: number) => path.join(bench.journals, journal!.replace(/\.\d+\./, `.${pid}.`));
    renameSync(of(process.pid), of(1));
    assert.equal((await opened(bench)).document.edits.status.recovered, 0);
    renameSync(of(1), of(2 ** 22 + 7));
    assert.equal((await opened(bench)).document.edits.status.recovered, 1);
    assert.deepEqual(journalsIn(bench.journals), [path.basename(of(process.pid))]);
  });

  test('reverting forgets the edits, and their journal', async () => {
    const bench = await fresh();
    score(bench, 0, 2);
    await bench.document.edits.revert();
    assert.deepEqual(scoresOf(bench), await inFile(bench));
    assert.equal((await opened(bench)).document.edits.status.recovered, 0);
  });

  test('scores given while a save is on its way stay unsaved', async () => {
    const bench = await fresh();
    score(bench, 0, 2);
    const saving = bench.document.edits.save();
    await new Promise((resolve) => setTimeout(resolve, 20));
    score(bench, 1, 2);
    await saving;
    const [first, second] = await inFile(bench);
    assert.equal(first, 2);
    assert.equal(bench.document.edits.unsaved, second === 2 ? 0 : 1);
    const again = await opened(bench);
    assert.equal(scoresOf(again)[1], 2);
  });

  test('a backup brings the scores back, also without a journal', async () => {
    const bench = await fresh();
    score(bench, 0, 2);
    const backup = path.join(temporary, 'backup');
    await bench.document.edits.backUp(backup);
    await bench.document.edits.revert();
    const again = await opened(bench, backup);
    assert.equal(scoresOf(again)[0], 2);
    assert.equal(again.document.edits.unsaved, 1);
  });

  test('a copy has the scores, the file keeps its own', async () => {
    const bench = await fresh();
    const before = await inFile(bench);
    score(bench, 0, 2);
    const copy = path.join(path.dirname(bench.file), 'copy.h5');
    await bench.document.edits.saveAs(copy);
    assert.equal((await readTrainingSet(copy)).scores[0], 2);
    assert.deepEqual(await inFile(bench), before);
    assert.equal((await opened(bench)).document.edits.status.recovered, 0);
  });

  test('without edits, what another program writes is taken', async () => {
    const bench = await fresh();
    const theirs = await inFile(bench);
    theirs[9] = 0;
    await saveScores(bench.file, theirs);
    await bench.document.edits.checkDisk();
    assert.equal(scoresOf(bench)[9], 0);
    assert.equal(bench.document.edits.status.conflict, null);
    assert.equal(bench.document.edits.unsaved, 0);
  });

  test('with edits, nothing of either is lost without an answer', async () => {
    const bench = await fresh();
    score(bench, 0, 2);
    score(bench, 1, 2);
    const theirs = await inFile(bench);
    theirs[1] = 0;
    theirs[9] = 0;
    await saveScores(bench.file, theirs);
    await assert.rejects(bench.document.edits.save(), CancelledError);
    assert.match(bench.document.edits.status.conflict!, /changed 2 scores.*You scored 1 of them differently/);
    assert.deepEqual(await inFile(bench), theirs);
    bench.answer = 'keepMine';
    await bench.document.edits.save();
    assert.deepEqual([...(await inFile(bench)).slice(0, 10)], [2, 2, 1, 1, 1, 1, 1, 1, 1, 0]);
    assert.equal(bench.document.edits.status.conflict, null);
  });

  test('another program’s scores can be taken instead', async () => {
    const bench = await fresh();
    score(bench, 0, 2);
    const theirs = await inFile(bench);
    theirs[9] = 0;
    await saveScores(bench.file, theirs);
    bench.answer = 'takeTheirs';
    await bench.document.edits.save();
    assert.deepEqual(await inFile(bench), theirs);
    assert.deepEqual(scoresOf(bench), theirs);
  });

  test('other windows in the file are never overwritten', async () => {
    const bench = await fresh();
    score(bench, 0, 2);
    copyFileSync(shared('training', 'nice_events_complete.h5'), bench.file);
    await bench.document.edits.checkDisk();
    assert.match(bench.document.edits.status.conflict!, /other windows/);
    bench.answer = 'keepMine';
    await assert.rejects(bench.document.edits.save(), /now contains other windows/);
    assert.equal((await inFile(bench)).length, 299);
  });

  test('a file of another kind in its place is said, and never overwritten', async () => {
    const bench = await fresh();
    const windows = readFileSync(bench.file);
    score(bench, 0, 2);
    writeFileSync(bench.file, 'a recording');
    await bench.document.edits.checkDisk();
    assert.match(bench.document.edits.status.conflict!, /set\.h5 .* Your edits are kept\.$/);
    bench.answer = 'keepMine';
    await assert.rejects(bench.document.edits.save(), /set\.h5 /);
    assert.equal(readFileSync(bench.file, 'utf8'), 'a recording');

    writeFileSync(bench.file, windows);
    await bench.document.edits.save();
    assert.equal(bench.document.edits.status.conflict, null);
    assert.equal((await inFile(bench))[0], 2);
  });

  test('a setting that is wrong keeps nobody from scoring', async () => {
    const { file, journals } = await fresh();
    const parameters = () => {
      throw new UserError('Setting miniml.model_path is [1] but must be the path of a file.');
    };
    const bench = await opened({ file, journals, parameters });
    score(bench, 0, 2);
    const snapshot = bench.document.snapshot();
    assert.equal(snapshot.kind === 'ready' && snapshot.direction, 'negative');
    await bench.document.edits.save();
    assert.equal((await inFile(bench))[0], 2);
  });

  test('a file that is no training set is a sentence, not a crash', async () => {
    const folder = mkdtempSync(path.join(temporary, 'd-'));
    const bench = await opened({ file: path.join(folder, 'none.h5'), journals: folder });
    const snapshot = bench.document.snapshot();
    assert.equal(snapshot.kind, 'failed');
    assert.match(snapshot.kind === 'failed' ? snapshot.message : '', /none\.h5 does not exist/);
  });
});
