import { mkdir, rmdir } from 'node:fs/promises';
import path from 'node:path';
import type { NwbRow } from '../../common/api/engine/experiments';
import { messageOf, UserError } from '../../common/errors';
import { type Task, throwIfCancelled } from '../../common/task';
import { analysed, type Notes, type Subject } from '../export-recording/content';
import { exportRecording } from '../export-recording/export';
import { recordingOfResults } from '../export-recording/recording-of-results';
import { requireOutputs } from '../files/outputs';
import { openRecording } from '../recordings/open';
import { readResults } from '../results/read-h5';
import type { Experiment, ExperimentRow } from './experiment';
import { rowsWithResults } from './experiment-events';

export interface NwbOptions {
  /** Results folder of the experiment. */
  results: string;
  /** Folder to write to, created if need be. */
  out: string;
  /** Start of recordings that have none; see {@link import('../export-recording/content').Content}. */
  start: string | undefined;
  /** About all animals; their identities are those of the table. */
  subject: Omit<Subject, 'subject_id'>;
  overwrite: boolean;
  /** Files that must not be replaced, beside the recordings and results of the experiment. */
  inputs: readonly string[];
}

/**
 * Writes an NWB file for each included row that has results: the recording with its events, the animal as subject, the
 * cell at its electrodes, group and condition in words. One file per recording is what NWB means by a session, and what
 * archives such as DANDI take. A row that fails does not affect others.
 *
 * @throws UserError when no row has results, or a file exists and must not be replaced
 * @throws CancelledError; files that are written stay
 */
export async function writeExperimentNwb(
  experiment: Experiment,
  { results, out, overwrite, inputs, ...facts }: NwbOptions,
  task: Task,
): Promise<NwbRow[]> {
  const done = rowsWithResults(experiment, results).map(({ row, stem, file: from }) => ({
    row,
    from,
    file: path.join(out, `${stem}.nwb`),
  }));
  const recordings = experiment.rows.map(({ recording }) => recording);
  const created = await mkdir(out, { recursive: true });
  await requireOutputs(
    done.map(({ file }) => ({ file, kind: 'recording' })),
    { overwrite, inputs: [...inputs, ...recordings, ...done.map(({ from }) => from)] },
  );
  const written: NwbRow[] = [];
  for (const { row, from, file } of done) {
    throwIfCancelled(task);
    task.report({ phase: 'writing NWB', done: written.length, total: done.length, unit: 'recordings' });
    const of = { line: row.line, recording: row.recording };
    try {
      written.push({
        ...of,
        file,
        error: null,
        ...(await writeRow(row, { from, file, overwrite, ...facts }, task)),
      });
    } catch (thrown) {
      if (!(thrown instanceof UserError)) throw thrown;
      written.push({ ...of, file: null, events: null, error: messageOf(thrown), notes: [] });
    }
  }
  if (created !== undefined && written.every(({ file }) => file === null)) await rmdir(out);
  return written;
}

async function writeRow(
  row: ExperimentRow,
  {
    from,
    file,
    start,
    subject,
    overwrite,
  }: Pick<NwbOptions, 'start' | 'subject' | 'overwrite'> & { from: string; file: string },
  task: Task,
): Promise<{ events: number; notes: Notes }> {
  const results = await readResults(from);
  const source = await recordingOfResults(results, from);
  const recording = await openRecording(source.path, source.open);
  try {
    const content = {
      recording: analysed(recording),
      results,
      start,
      subject: { ...subject, ...(row.animal !== '' && { subject_id: row.animal }) },
      cell: row.cell,
      about: aboutRow(row),
    };
    // Its phases are parts of one row.
    const notes = await exportRecording(file, content, { overwrite }, { ...task, report() {} });
    return { events: results.detection.events.length, notes };
  } finally {
    recording.close();
  }
}

/** "Group: ctl", "Condition: TTX": what NWB has no fields for. */
function aboutRow({ group, condition, note }: ExperimentRow): [name: string, value: string][] {
  return (
    [
      ['Group', group],
      ['Condition', condition],
      ['Note', note],
    ] as [string, string][]
  ).filter(([, value]) => value !== '');
}
