import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import type { ConflictAnswer } from '../../../src/common/api/views/document';
import { CancelledError } from '../../../src/common/errors';
import type { DocumentEdit, Editing } from '../../../src/extension/editing/edit-operations';
import { FileEdits } from '../../../src/extension/editing/file-edits';
import { editsHost } from '../../support/edits-host';
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
}

/** A list of words in a JSON file, which can be added and removed. */
function wordEditing(file: string, bench: Pick<Bench, 'read'>): Editing<Text, readonly string[], Word> {
  const applied = (words: readonly string[], edit: Word) =>
    'add' in edit ? [...new Set([...words, edit.add])] : words.filter((word) => word !== edit.remove);
  return {
    async read() {
      const text = JSON.parse(readFileSync(file, 'utf8')) as Text;
      await bench.read();
      return text;
    },
    async write(words, target) {
      const text = JSON.parse(readFileSync(file, 'utf8')) as Text;
      writeFileSync(`${target}.new`, JSON.stringify({ ...text, words }));
      renameSync(`${target}.new`, target);
    },
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
  bench.edits = new FileEdits(
    { file: place.file, journals: place.journals, backup: place.backup },
    wordEditing(place.file, bench),
    editsHost(place.journals, () => {
      bench.asked++;
      return bench.answer;
    }),
    ({ kind }) => kind === 'edited' && bench.journaled.push(journalOf(bench)),
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
  return readdirSync(journals)
    .map((name) => readFileSync(path.join(journals, name), 'utf8'))
    .join('');
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
  assert.deepEqual(again.edits.status, { recovered: 0, conflict: null });
  assert.deepEqual(readdirSync(bench.journals), []);
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
