import { fork } from 'node:child_process';
import { writeSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import type { TrainingSetContents } from '../../src/common/api/engine/training';
import type { ConflictAnswer } from '../../src/common/api/views/document';
import { connectEngine } from '../../src/engine/rpc/client';
import { Random } from '../../src/engine/signal/random';
import { FileEdits } from '../../src/extension/editing/file-edits';
import type { Engine } from '../../src/extension/engine/engine';
import { type ScoreEdit, scoreEdit, scoreEditing } from '../../src/extension/scoring/score-editing';

/** How a process scores. */
export interface Scorer {
  engine: string;
  file: string;
  journals: string[];
  seed: number;
  /** Scores the windows i with i % `of` === `part`. */
  part: number;
  of: number;
  /** How far its clock is ahead; the clock turns around while it runs. */
  clockMs: number;
  /** Saves after so many edits; 0: never. */
  saveEvery: number;
  /** Ends after so many edits with a save; null: scores until it is killed. */
  edits: number | null;
}

/** What it prints, a JSON document a line. */
export type Said =
  | { kind: 'open'; scores: number[]; conflict: string | null; engine: number }
  | { kind: 'try' | 'did'; window: number; score: number }
  | { kind: 'saved' | 'refused'; reason?: string }
  | { kind: 'unsafe'; reason: string | null };

/** Scores windows of a training set as the extension does, with an engine of its own, as fast as it can. */
async function score(scorer: Scorer): Promise<void> {
  const random = new Random(scorer.seed);
  setClock(scorer.clockMs);
  const child = fork(scorer.engine, ['--serve'], { serialization: 'advanced', execArgv: [] });
  const client = connectEngine(child, () => {});
  const engine = { request: client.request } as Pick<Engine, 'request'> as Engine;
  const edits = new FileEdits<TrainingSetContents, Int8Array, ScoreEdit>(
    { file: scorer.file, journals: scorer.journals, backup: undefined },
    scoreEditing(engine, scorer.file),
    { watch: () => ({ dispose() {} }), askAboutConflict: async (): Promise<ConflictAnswer> => 'keepMine' },
    () => {},
  );
  await edits.opened;
  const { conflict } = edits.status;
  say({ kind: 'open', scores: [...edits.state], conflict, engine: child.pid! });
  const save = () =>
    edits.save().then(
      () => say({ kind: 'saved' }),
      (thrown: Error) => say({ kind: 'refused', reason: thrown.message }),
    );
  const windows = [...edits.state.keys()].filter((i) => i % scorer.of === scorer.part);
  let unsafe: string | null = null;
  for (let done = 0; scorer.edits === null || done < scorer.edits; done++) {
    const window = windows[Math.floor(random.uniform(0, windows.length))];
    const value = Math.floor(random.uniform(0, 3)) as 0 | 1 | 2;
    const edit = scoreEdit(edits.state, Int32Array.of(window), value);
    if (edit) {
      say({ kind: 'try', window, score: value });
      edits.edit(edit, undefined);
      if (edits.status.unsafe !== unsafe) {
        unsafe = edits.status.unsafe;
        say({ kind: 'unsafe', reason: unsafe });
      }
      say({ kind: 'did', window, score: value });
    }
    if (scorer.saveEvery > 0 && done % scorer.saveEvery === scorer.saveEvery - 1) void save();
    await setTimeout(random.uniform(0, 4));
    if (done === 40) setClock(-scorer.clockMs);
  }
  await save();
  edits.dispose();
  child.kill();
}

const now = Date.now;

function setClock(aheadMs: number): void {
  Date.now = () => now() + aheadMs;
}

/** At once: what is said has happened, also if the process is killed next. */
function say(said: Said): void {
  writeSync(1, `${JSON.stringify(said)}\n`);
}

void score(JSON.parse(process.argv[2]) as Scorer);
