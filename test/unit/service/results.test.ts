import assert from 'node:assert/strict';
import {
  appendFileSync,
  copyFileSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import type { ResultsEdits } from '../../../src/common/api/engine/results';
import type { DetectedEvent } from '../../../src/common/events/detection';
import { measuresOf } from '../../../src/common/events/event-columns';
import { silentTask } from '../../../src/common/task';
import { cutSnippets } from '../../../src/engine/detection/windows';
import { writeHdf5 } from '../../../src/engine/files/hdf5/hdf5';
import { UNTRUSTED_VARIABLE } from '../../../src/engine/files/named-paths';
import { isolatedEvents } from '../../../src/engine/measuring/average';
import { measureEvents } from '../../../src/engine/measuring/measure-events';
import { spansOf } from '../../../src/engine/measuring/spans';
import { measuringOf } from '../../../src/engine/results/analysed-trace';
import { writeResults } from '../../../src/engine/results/write';
import { engineHandlers } from '../../../src/engine/service/handlers';
import { eventAt, someDetection } from '../../support/detection';
import { temporaryFolder } from '../../support/folder';
import { syntheticTrace } from '../../support/synthetic-trace';

const temporary = temporaryFolder();
const engine = engineHandlers(() => {});
const task = silentTask();
const none: ResultsEdits = { deleted: [], excluded: [], added: [] };

const onsets = [4000, 9000, 9100, 9200, 9290, 15_000, 21_000];
const trace = syntheticTrace({
  samples: 30_000,
  events: onsets.map((onset, i) => ({ onset, amplitude: -20 - 3 * i })),
  noise: 0.2,
});
const base = someDetection();
const parameters = { ...base.parameters, win_size: 600, sampling: trace.rateHz, event_direction: 'negative' };
const blank = { ...base, parameters: parameters as typeof base.parameters, rate_hz: trace.rateHz };
const measuring = measuringOf({ ...blank, missing: [] }, trace);
const spans = spansOf(parameters, trace.rateHz);

/** Events at these samples as detection has them: measured together. */
async function found(locations: number[]): Promise<DetectedEvent[]> {
  const measures = await measureEvents(locations, measuring, task);
  const isolated = isolatedEvents(locations, 600);
  return locations.map((location, i) =>
    eventAt(location, { time_s: location / trace.rateHz, ...measures[i], isolated: isolated[i] }),
  );
}

/** Results of a detection that found events at these samples, beside their recording. */
async function resultsOf(locations: number[]): Promise<{ file: string; recording: string }> {
  const folder = mkdtempSync(path.join(temporary, 'r-'));
  const recording = path.join(folder, 'cell.h5');
  await writeHdf5(recording, (open) => {
    open.create_dataset({ name: 'mini_data', data: trace.read(0, trace.samples) });
  });
  const events = await found(locations);
  const [file] = await writeResults(
    {
      ...blank,
      source: { ...base.source, path: recording, channel: 0, sweep: null },
      parameters: { ...blank.parameters, unit: 'pA' },
      samples: trace.samples,
      missing: [],
      points_before: spans.before,
      points_after: spans.after,
      events,
      snippets: await cutSnippets(trace, events, spans, task),
    },
    { folder, stem: 'cell', overwrite: true, formats: ['h5'], prediction: false },
  );
  return { file: file!, recording };
}

const measuresIn = (events: readonly DetectedEvent[]) => events.map(measuresOf);

/** A sum of many samples may differ in the last digit with where blocks of it begin. */
const rounded = (events: readonly DetectedEvent[]) =>
  measuresIn(events).map((m) =>
    Object.fromEntries(Object.entries(m).map(([name, v]) => [name, Number(v.toPrecision(10))])),
  );

async function add(file: string, edits: ResultsEdits, sample: number): Promise<ResultsEdits> {
  const added = await engine.measureAdded({ path: file, edits, sample }, task);
  return { ...edits, added: [...edits.added, added] };
}

/** Where the detection's own search for the steepest rise puts the events. */
async function rises(): Promise<number[]> {
  const { file } = await resultsOf([4000]);
  const edits = await onsets
    .slice(1)
    .reduce(async (before, onset) => add(file, await before, onset + 8), Promise.resolve(none));
  return [4000, ...edits.added.map(({ event }) => event.location)];
}

test('an event that is added bends its neighbours as if it had been found with them', async () => {
  const all = await rises();
  // The second of four that overlap was missed.
  const missed = all[2];
  const { file } = await resultsOf(all.filter((location) => location !== missed));
  const before = await engine.results({ path: file }, task);
  const edits = await add(file, none, missed);
  assert.equal(edits.added[0].event.location, missed);
  const after = await engine.editedResults({ path: file, edits }, task);
  const together = await found(all);
  assert.deepEqual(rounded(after.events), rounded(together));
  assert.deepEqual(
    after.events.map(({ isolated }) => isolated),
    together.map(({ isolated }) => isolated),
  );
  const changed = before.events.filter((event) => {
    const now = after.events.find(({ location }) => location === event.location)!;
    return now.charge !== event.charge;
  });
  assert.ok(changed.length >= 2, 'the charge that overlapping events share is shared anew');
  // Stretches are drawn from their own baselines.
  const snippets = await engine.resultSnippets(
    { path: file, edits, locations: Float64Array.from(all) },
    task,
  );
  const cut = await cutSnippets(trace, together, spans, task);
  snippets.forEach((value, i) => {
    assert.ok(Math.abs(value - cut[i]) < 1e-4, `sample ${i}: ${value} for ${cut[i]}`);
  });

  const withdrawn = await engine.editedResults({ path: file, edits: none }, task);
  assert.deepEqual(withdrawn.events, before.events);
  const deletedAgain = await engine.editedResults(
    { path: file, edits: { ...edits, deleted: [missed] } },
    task,
  );
  assert.deepEqual(deletedAgain.events, before.events);
});

test('what an added event has bent is in the file, and comes back when it is taken out there', async () => {
  const all = await rises();
  const missed = all[2];
  const { file, recording } = await resultsOf(all.filter((location) => location !== missed));
  const before = await engine.results({ path: file }, task);
  const edits = await add(file, none, missed);
  const shown = await engine.editedResults({ path: file, edits }, task);
  await engine.saveResults({ path: file, edits, target: file }, task);

  const reopened = await engine.results({ path: file }, task);
  assert.deepEqual(reopened.events, shown.events);
  renameSync(recording, `${recording}.away`);
  const away = engineHandlers(() => {});
  const without = await away.editedResults({ path: file, edits: none }, task);
  assert.deepEqual(rounded(without.events), rounded(before.events));
  const other = { ...reopened.edits, deleted: [all[5]] };
  const kept = await away.editedResults({ path: file, edits: other }, task);
  assert.deepEqual(
    measuresIn(kept.events.slice(0, 5)),
    measuresIn(reopened.events.slice(0, 5)),
    'without the recording the file is believed',
  );
  renameSync(`${recording}.away`, recording);
  const measured = await engineHandlers(() => {}).editedResults({ path: file, edits: other }, task);
  assert.deepEqual(rounded(measured.events.slice(0, 5)), rounded(kept.events.slice(0, 5)));
});

test('an event in the place of a deleted one is measured as if that had never been found', async () => {
  const all = await rises();
  const wrong = all[2] + 40;
  const { file } = await resultsOf(all.with(2, wrong));
  const edits = await add(file, { ...none, deleted: [wrong] }, all[2]);
  const after = await engine.editedResults({ path: file, edits }, task);
  assert.deepEqual(rounded(after.events), rounded(await found(all)));
});

test('an event that is deleted leaves the measures of the others as they were found', async () => {
  const all = await rises();
  const { file } = await resultsOf(all);
  const before = await engine.results({ path: file }, task);
  const after = await engine.editedResults({ path: file, edits: { ...none, deleted: [all[2]] } }, task);
  const others = before.events.filter(({ location }) => location !== all[2]);
  const still = (events: readonly DetectedEvent[]) =>
    measuresIn(events).map(({ interval_s: _, ...measures }) => measures);
  assert.deepEqual(still(after.events), still(others));
});

test('saving results brings the exports up to date that came from them, and names those that did not', async () => {
  const { file } = await resultsOf(await rises());
  const folder = path.dirname(file);
  const stem = path.basename(file).replace(/_results\.h5$/, '');
  const named = (ending: string) => path.join(folder, `${stem}_${ending}`);
  const formats = ['csv', 'table', 'xlsx'] as const;
  const exportAll = (edits: ResultsEdits, into: string) =>
    engine.exportEditedResults(
      { path: file, edits, folder: into, stem, formats: [...formats], overwrite: true },
      task,
    );
  const [first, second] = (await engine.results({ path: file }, task)).events;
  const once = { ...none, deleted: [first.location] };
  const twice = { ...none, deleted: [first.location, second.location] };
  const save = async (edits: ResultsEdits) =>
    (await engine.saveResults({ path: file, edits, target: file }, task)).exports;

  await exportAll(none, folder);
  const all = ['individual.csv', 'avgs.csv', 'events.csv', 'results.xlsx'].map((e) => `${stem}_${e}`);
  // Another process has written them: only what they hold tells where they came from.
  const elsewhere = engineHandlers(() => {});
  assert.deepEqual((await elsewhere.saveResults({ path: file, edits: once, target: file }, task)).exports, {
    updated: all,
    outdated: [],
  });
  const expected = path.join(folder, 'expected');
  const { files } = await exportAll(once, expected);
  for (const one of files)
    assert.deepEqual(readFileSync(path.join(folder, path.basename(one))), readFileSync(one), one);

  // Exported with edits that are saved later, together with others.
  await exportAll(twice, folder);
  appendFileSync(named('events.csv'), 'my own line\n');
  rmSync(named('results.xlsx'));
  const mine = readFileSync(named('events.csv'));
  assert.deepEqual(await save(none), {
    updated: [`${stem}_individual.csv`, `${stem}_avgs.csv`],
    outdated: [`${stem}_events.csv`],
  });
  assert.deepEqual(readFileSync(named('events.csv')), mine);
  assert.ok(!existsSync(named('results.xlsx')));
  const copy = path.join(expected, path.basename(file));
  assert.deepEqual((await engine.saveResults({ path: file, edits: once, target: copy }, task)).exports, {
    updated: [],
    outdated: [],
  });
});

test('results are compared with a table of times of another program', async () => {
  const { file } = await resultsOf([4000, 9000, 21_000]);
  const times = path.join(path.dirname(file), 'clampfit.csv');
  const [first, later, missed] = [4000, 21_020, 15_000].map((sample) => sample / trace.rateHz);
  writeFileSync(times, `Event;Time (ms)\n1;${1000 * first}\n2;${1000 * missed}\n3;${1000 * later}\n`);
  const comparison = await engine.compareResults(
    { path: file, edits: none, other: times, tolerance_s: null },
    task,
  );
  assert.equal(comparison.matched, 2);
  assert.deepEqual(comparison.gained, [9000]);
  assert.deepEqual(comparison.lost, [{ location: 15_000, time_s: missed, amplitude: Number.NaN }]);
  assert.deepEqual(comparison.moved, [], 'another program marks another point of an event');
});

test('what holds no times is named when it is compared', async () => {
  const { file } = await resultsOf([4000]);
  const other = path.join(path.dirname(file), 'notes.txt');
  writeFileSync(other, 'cell 3, good seal\n');
  await assert.rejects(
    Promise.resolve(engine.compareResults({ path: file, edits: none, other, tolerance_s: null }, task)),
    { name: 'UserError' },
  );
});

test('in an untrusted workspace, the recording of results is not opened elsewhere', async () => {
  const { file, recording } = await resultsOf([4000]);
  const workspace = mkdtempSync(path.join(temporary, 'w-'));
  const copy = path.join(workspace, 'cell_results.h5');
  copyFileSync(file, copy);
  process.env[UNTRUSTED_VARIABLE] = JSON.stringify([workspace]);
  try {
    assert.deepEqual(await engine.resultSource({ path: copy }, task), {
      reason: `${recording} is not opened, because the workspace is not trusted. Trust the workspace, or copy the file into it.`,
    });
    copyFileSync(recording, path.join(workspace, path.basename(recording)));
    assert.ok('recipe' in (await engine.resultSource({ path: copy }, task)));
  } finally {
    delete process.env[UNTRUSTED_VARIABLE];
  }
});
