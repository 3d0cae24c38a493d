import assert from 'node:assert/strict';
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import type { ConflictAnswer } from '../../../src/common/api/views/document';
import { CancelledError } from '../../../src/common/errors';
import { saveOver } from '../../../src/engine/files/save-over';
import type { DocumentEdit, Editing } from '../../../src/extension/editing/edit-operations';
import { FileEdits } from '../../../src/extension/editing/file-edits';
import { editsHost, journaledIn, journalsIn } from '../../support/edits-host';
import { temporaryFolder } from '../../support/folder';

const temporary = temporaryFolder();

interface Text {
  about: string;
  words: readonly string[];
}
type Word = { add: string } | { remove: string };

interface Bench {
  file: string;
  journals: string;
  backup?: string;
  edits: FileEdits<Text, readonly string[], Word>;
  steps: DocumentEdit[];
  /** What stood in the journal whenever somebody was told of an edit. */
  journaled: string[];
  answer: ConflictAnswer | undefined;
  asked: number;
  /** Called when the file has been read; what comes of it waits for what it returns. */
  read(): Promise<void>;
  /** How long the file is written. */
  writing_ms: number;
  /** Called when the file is written, before anybody is told. */
  written(): Promise<void>;
}

/** A list of words in a JSON file, which can be added and removed. */
function wordEditing(
  file: string,
  bench: Pick<Bench, 'read' | 'written' | 'writing_ms'>,
): Editing<Text, readonly string[], Word> {
  const applied = (words: readonly string[], edit: Word) =>
    'add' in edit ? [...new Set([...words, edit.add])] : words.filter((word) => word !== edit.remove);
  return {
    async read() {
      const text = JSON.parse(readFileSync(file, 'utf8')) as Text;
      await bench.read();
      return text;
    },
    async write(words, target, expected) {
      const { stamp } = await saveOver(target, expected, async (requireUnchanged) => {
        const text = JSON.parse(readFileSync(file, 'utf8')) as Text;
        await setTimeout(bench.writing_ms);
        const temporary = `${target}.${Math.random()}`;
        writeFileSync(temporary, JSON.stringify({ ...text, words }));
        requireUnchanged();
        renameSync(temporary, target);
      });
      await bench.written();
      return stamp;
    },
    fingerprint: (words) => [...words].sort().join(),
    keyOf: ({ about }) => about,
    subject: 'words',
    stateOf: ({ words }) => words,
    applied,
    inverse: (edit) => ('add' in edit ? { remove: edit.add } : { add: edit.remove }),
    between: (before, after) => [
      ...before.filter((word) => !after.includes(word)).map((remove) => ({ remove })),
      ...after.filter((word) => !before.includes(word)).map((add) => ({ add })),
    ],
    labelOf: (edit) => Object.keys(edit)[0],
    sizeOf: () => 1,
    written: (edit) => edit,
    replayed: (words, written) => applied(words, written as Word),
    conflictOf: ({ theirs }) => `They have ${theirs.join()}.`,
  };
}

async function opened(place: Pick<Bench, 'file' | 'journals' | 'backup'>): Promise<Bench> {
  const bench = { ...place, steps: [], journaled: [], answer: undefined, asked: 0 } as unknown as Bench;
  bench.read = async () => {};
  bench.written = async () => {};
  bench.writing_ms = 0;
  bench.edits = new FileEdits(
    { file: place.file, journals: [place.journals], backup: place.backup },
    wordEditing(place.file, bench),
    editsHost(place.journals, () => {
      bench.asked++;
      return bench.answer;
    }),
    ({ kind }) =>
      kind === 'edited' && statSync(bench.journals).isDirectory() && bench.journaled.push(journalOf(bench)),
  );
  bench.edits.onEdit((step) => bench.steps.push(step));
  await bench.edits.opened;
  return bench;
}

function fresh(words: string[]): Promise<Bench> {
  const folder = mkdtempSync(path.join(temporary, 'd-'));
  const file = path.join(folder, 'words.json');
  write(file, words);
  return opened({ file, journals: path.join(folder, 'journals') });
}

/** As another program does. */
function write(file: string, words: string[], about = 'animals'): void {
  writeFileSync(`${file}.other`, JSON.stringify({ about, words }));
  renameSync(`${file}.other`, file);
}

const wordsIn = (file: string) => (JSON.parse(readFileSync(file, 'utf8')) as Text).words;

/** The next reading has the file's bytes, and goes no further until `end`. */
function holdReading(bench: Bench): { begun: Promise<void>; end(): void } {
  let begin = () => {};
  let end = () => {};
  const begun = new Promise<void>((resolve) => {
    begin = resolve;
  });
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  bench.read = () => {
    bench.read = async () => {};
    begin();
    return ended;
  };
  return { begun, end: () => end() };
}

function journalOf({ journals }: Pick<Bench, 'journals'>): string {
  return journaledIn(journals);
}

test('an edit is in the journal before anybody is told, and so is its undo', async () => {
  const bench = await fresh(['ant']);
  bench.edits.edit({ add: 'bee' }, 'view');
  bench.steps[0].undo();
  assert.deepEqual(bench.journaled, ['{"add":"bee"}\n', '{"add":"bee"}\n{"remove":"bee"}\n']);
  assert.equal(bench.edits.unsaved, 0);
});

test('several edits come back after a sudden end, each a step, until they are saved', async () => {
  const bench = await fresh(['ant', 'bee']);
  bench.edits.edit({ remove: 'ant' }, 'view');
  bench.edits.edit({ add: 'cat' }, 'view');
  const again = await opened(bench);
  assert.equal(again.edits.status.recovered, 2);
  assert.equal(journalOf(again), '{"remove":"ant"}\n{"add":"cat"}\n');
  again.edits.shown();
  again.edits.shown();
  assert.deepEqual(
    again.steps.map(({ label }) => label),
    ['remove', 'add'],
  );
  await again.edits.save();
  assert.deepEqual(wordsIn(bench.file), ['bee', 'cat']);
  assert.deepEqual(again.edits.status, { recovered: 0, conflict: null, unsafe: null });
  assert.deepEqual(journalsIn(bench.journals), []);
});

test('a backup goes on top of what the file holds by then', async () => {
  const bench = await fresh(['ant']);
  bench.edits.edit({ add: 'bee' }, 'view');
  // VS Code names a place in a folder that is not there yet.
  const backup = path.join(bench.journals, '..', 'storage', 'backup');
  await bench.edits.backUp(backup);
  await bench.edits.revert();
  write(bench.file, ['ant', 'cat']);
  const again = await opened({ ...bench, backup });
  assert.deepEqual(again.edits.state, ['ant', 'cat', 'bee']);
  assert.equal(again.edits.unsaved, 1);
  write(bench.file, ['oak'], 'trees');
  assert.deepEqual((await opened({ ...bench, backup })).edits.state, ['oak']);
});

test('what another program writes is taken where nothing is unsaved, else asked about', async () => {
  const bench = await fresh(['ant']);
  write(bench.file, ['ant', 'bee']);
  await bench.edits.checkDisk();
  assert.deepEqual(bench.edits.state, ['ant', 'bee']);
  bench.edits.edit({ add: 'cat' }, 'view');
  write(bench.file, ['dog']);
  await assert.rejects(bench.edits.save(), CancelledError);
  assert.equal(bench.edits.status.conflict, 'They have dog.');
  assert.deepEqual(wordsIn(bench.file), ['dog']);
  bench.answer = 'keepMine';
  await bench.edits.save();
  assert.deepEqual(wordsIn(bench.file), ['dog', 'cat']);
});

test('a conflict that is over is not asked about any more', async () => {
  const bench = await fresh(['ant']);
  bench.edits.edit({ add: 'bee' }, 'view');
  renameSync(bench.file, `${bench.file}.away`);
  await bench.edits.checkDisk();
  assert.match(bench.edits.status.conflict!, /moved or deleted.*are kept/);
  await assert.rejects(bench.edits.save(), CancelledError);
  renameSync(`${bench.file}.away`, bench.file);
  await bench.edits.save();
  assert.deepEqual([bench.asked, bench.edits.status.conflict], [1, null]);
  assert.deepEqual(wordsIn(bench.file), ['ant', 'bee']);
});

test('edits never go into a file that is about something else by now', async () => {
  const bench = await fresh(['ant']);
  bench.edits.edit({ add: 'bee' }, 'view');
  write(bench.file, ['oak'], 'trees');
  await bench.edits.checkDisk();
  assert.match(bench.edits.status.conflict!, /now contains other words/);
  bench.answer = 'keepMine';
  await assert.rejects(bench.edits.save(), /now contains other words/);
  await assert.rejects(bench.edits.saveAs(`${bench.file}.copy`), /now contains other words/);
  assert.deepEqual(wordsIn(bench.file), ['oak']);
  assert.equal(journalOf(bench), '{"add":"bee"}\n');
});

test('an edit made while the file is read again is kept', async () => {
  const bench = await fresh(['ant']);
  bench.edits.edit({ add: 'bee' }, 'view');
  write(bench.file, ['cat']);
  const held = holdReading(bench);
  const resolved = bench.edits.resolve('keepMine');
  await held.begun;
  bench.edits.edit({ add: 'dog' }, 'view');
  held.end();
  await resolved;
  assert.deepEqual(bench.edits.state, ['cat', 'bee', 'dog']);
  assert.equal(journalOf(bench), '{"add":"bee"}\n{"add":"dog"}\n');
});

test('what was read before a save is not taken for what the file holds after it', async () => {
  const bench = await fresh(['ant']);
  write(bench.file, ['ant', 'bee']);
  const held = holdReading(bench);
  const looked = bench.edits.checkDisk();
  await held.begun;
  bench.edits.edit({ add: 'cat' }, 'view');
  bench.answer = 'keepMine';
  await bench.edits.save();
  held.end();
  await looked;
  assert.deepEqual(bench.edits.state, ['ant', 'bee', 'cat']);
  assert.deepEqual(wordsIn(bench.file), ['ant', 'bee', 'cat']);
});

test('edits that were put back are journaled as one file, never a part of them', async () => {
  const bench = await fresh([]);
  for (const add of ['ant', 'bee', 'cat']) bench.edits.edit({ add }, 'view');
  bench.steps[1].undo();
  await bench.edits.resolve('keepMine');
  assert.equal(journalOf(bench), '{"add":"ant"}\n{"add":"cat"}\n');
  bench.edits.dispose();
  assert.equal((await opened(bench)).edits.status.recovered, 2);
});

/** Another window with the same file. */
const elsewhere = (bench: Bench) =>
  opened({ file: bench.file, journals: path.join(bench.journals, '..', 'other') });

test('an edit made while a copy is written is in the copy, or found with it', async () => {
  const bench = await fresh(['ant']);
  const copy = path.join(path.dirname(bench.file), 'copy.json');
  bench.writing_ms = 60;
  bench.edits.edit({ add: 'bee' }, 'view');
  const saving = bench.edits.saveAs(copy);
  await setTimeout(30);
  bench.edits.edit({ add: 'cat' }, 'view');
  await saving;
  assert.deepEqual(wordsIn(copy), ['ant', 'bee', 'cat']);
  assert.deepEqual(wordsIn(bench.file), ['ant']);

  const second = path.join(path.dirname(bench.file), 'second.json');
  const busy = bench.edits.saveAs(second);
  let isBusy = true;
  void busy.then(() => {
    isBusy = false;
  });
  for (let i = 0; isBusy; i++) {
    bench.edits.edit({ add: `word${i}` }, 'view');
    await setTimeout(10);
  }
  const { state } = bench.edits;
  const there = await opened({ file: second, journals: bench.journals });
  assert.ok(there.edits.unsaved > 0);
  assert.ok(wordsIn(second).includes('cat'));
  assert.deepEqual(there.edits.state, state);
});

test('two windows that save at once: one is asked, and nothing of either is lost', async () => {
  for (let round = 0; round < 5; round++) {
    const one = await fresh(['ant']);
    const two = await elsewhere(one);
    for (const bench of [one, two]) {
      bench.answer = 'keepMine';
      bench.writing_ms = 20;
    }
    one.edits.edit({ add: 'bee' }, 'view');
    two.edits.edit({ add: 'cat' }, 'view');
    await Promise.all([one.edits.save(), two.edits.save()]);
    assert.equal(one.asked + two.asked, 1);
    assert.deepEqual([...wordsIn(one.file)].sort(), ['ant', 'bee', 'cat']);
  }
});

test('what another window saves between a save and the look at it is not taken for ours', async () => {
  const bench = await fresh(['ant']);
  bench.answer = 'keepMine';
  bench.edits.edit({ add: 'bee' }, 'view');
  bench.written = async () => write(bench.file, ['ant', 'bee', 'theirs']);
  await bench.edits.save();
  bench.written = async () => {};
  bench.edits.edit({ add: 'cat' }, 'view');
  await bench.edits.save();
  assert.deepEqual(wordsIn(bench.file), ['ant', 'bee', 'theirs', 'cat']);
});

test('an edit or an undo during a save is told to VS Code again, which takes it for saved', async () => {
  const bench = await fresh(['ant']);
  let told = 0;
  bench.edits.onLeftUnsaved(() => told++);
  bench.writing_ms = 60;
  for (const during of [() => bench.edits.edit({ add: 'cat' }, 'view'), () => bench.steps[0]?.undo()]) {
    bench.edits.edit({ add: `bee${told}` }, 'view');
    const before = told;
    const saving = bench.edits.save();
    await setTimeout(30);
    during();
    await saving;
    assert.equal(told, before, 'not before VS Code has its save point');
    assert.equal(bench.edits.unsaved, 1);
    await setTimeout(400);
    assert.equal(told, before + 1);
    await bench.edits.save();
  }
  await setTimeout(400);
  assert.equal(told, 2);
});

test('an old backup is not replayed over what another window saved since without a question', async () => {
  const bench = await fresh(['ant', 'bee']);
  bench.edits.edit({ remove: 'ant' }, 'view');
  const backup = path.join(bench.journals, 'backup');
  await bench.edits.backUp(backup);
  // Another window takes the edits over, changes its mind, and saves.
  const other = await opened(bench);
  other.edits.edit({ add: 'ant' }, 'view');
  other.edits.edit({ add: 'cat' }, 'view');
  await other.edits.save();
  const again = await opened({ ...bench, backup });
  const sentence = /was saved by another window or program after the recovered edits were made/;
  assert.match(again.edits.status.conflict!, sentence);
  await again.edits.checkDisk();
  await assert.rejects(again.edits.save(), CancelledError);
  assert.deepEqual([...wordsIn(bench.file)].sort(), ['ant', 'bee', 'cat']);
  // It is not forgotten when this window ends without an answer, either.
  const third = await opened(bench);
  assert.match(third.edits.status.conflict!, sentence);
  third.answer = 'takeTheirs';
  await third.edits.save();
  assert.deepEqual([...wordsIn(bench.file)].sort(), ['ant', 'bee', 'cat']);
  assert.equal((await opened(bench)).edits.status.conflict, null);
});

test('edits that are in the file already, since their process ended while it saved, are no question', async () => {
  const bench = await fresh(['ant']);
  bench.edits.edit({ add: 'bee' }, 'view');
  bench.written = () => new Promise(() => {});
  void bench.edits.save();
  await setTimeout(50);
  bench.edits.edit({ add: 'cat' }, 'view');
  // The process is gone.
  assert.deepEqual(wordsIn(bench.file), ['ant', 'bee']);
  const again = await opened(bench);
  assert.deepEqual([again.edits.state, again.edits.status.conflict], [['ant', 'bee', 'cat'], null]);
});

test('an engine that ends between writing and answering has saved', async () => {
  const bench = await fresh(['ant']);
  bench.edits.edit({ add: 'bee' }, 'view');
  bench.written = () => Promise.reject(new Error('The engine ended.'));
  await bench.edits.save();
  assert.deepEqual([bench.edits.unsaved, bench.edits.status.conflict, bench.asked], [0, null, 0]);

  // The file is looked at by itself before the answer is missed, and has more edits by then.
  bench.edits.edit({ add: 'cat' }, 'view');
  bench.written = async () => {
    bench.edits.edit({ add: 'dog' }, 'view');
    throw new Error('The engine ended.');
  };
  await assert.rejects(bench.edits.save(), /The engine ended/);
  assert.deepEqual([bench.edits.unsaved, bench.edits.status.conflict], [1, null]);
  bench.written = async () => {};
  await bench.edits.save();
  assert.deepEqual(wordsIn(bench.file), ['ant', 'bee', 'cat', 'dog']);
  assert.equal(bench.asked, 0);
});

test('edits follow a file that is renamed while they are unsaved', async () => {
  const bench = await fresh(['ant']);
  const renamed = path.join(path.dirname(bench.file), 'renamed.json');
  copyFileSync(bench.file, `${bench.file}.before`);
  bench.edits.edit({ add: 'bee' }, 'view');
  renameSync(bench.file, renamed);
  bench.edits.dispose();
  const there = await opened({ file: renamed, journals: bench.journals });
  assert.deepEqual(there.edits.state, ['ant', 'bee']);
  await there.edits.save();
  renameSync(`${bench.file}.before`, bench.file);
  assert.deepEqual((await opened(bench)).edits.state, ['ant']);
});

test('edits that are discarded while their file is gone do not return with it', async () => {
  const bench = await fresh(['ant']);
  bench.edits.edit({ add: 'bee' }, 'view');
  renameSync(bench.file, `${bench.file}.away`);
  await bench.edits.revert();
  assert.deepEqual(bench.edits.state, ['ant']);
  renameSync(`${bench.file}.away`, bench.file);
  assert.deepEqual((await opened(bench)).edits.state, ['ant']);
});

test('without room for a journal, edits and undo go on, which is said once, and saving keeps them', async () => {
  const bench = await fresh(['ant']);
  rmSync(bench.journals, { recursive: true, force: true });
  writeFileSync(bench.journals, '');
  bench.edits.edit({ add: 'bee' }, 'view');
  bench.edits.edit({ add: 'cat' }, 'view');
  bench.steps[1]?.undo();
  assert.deepEqual(bench.edits.state, ['ant', 'bee']);
  const { unsafe } = bench.edits.status;
  assert.match(unsafe!, /^The latest edits are only in memory, since .*\. Save words\.json to keep them\.$/);
  await bench.edits.save();
  assert.equal(bench.edits.status.unsafe, null);
  assert.deepEqual(wordsIn(bench.file), ['ant', 'bee']);
  rmSync(bench.journals);
  mkdirSync(bench.journals);
});

test('edits of a window on another machine are found when it is known to have ended', {
  timeout: 60_000,
}, async () => {
  const bench = await fresh(['ant']);
  bench.edits.edit({ add: 'bee' }, 'view');
  bench.edits.dispose();
  const [journal = ''] = journalsIn(bench.journals);
  const foreign = journal.replace(/\.m\w+\.\d+\./, '.m1.7.');
  renameSync(path.join(bench.journals, journal), path.join(bench.journals, foreign));
  const again = await opened(bench);
  again.edits.shown();
  assert.deepEqual(again.edits.state, ['ant']);
  for (let waited = 0; waited < 40 && again.edits.unsaved === 0; waited++) await setTimeout(1000);
  assert.deepEqual(again.edits.state, ['ant', 'bee']);
  assert.equal(again.edits.status.recovered, 1);
  assert.equal(again.steps.length, 1);
  again.edits.dispose();
});
