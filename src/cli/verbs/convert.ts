import path from 'node:path';
import { UserError } from '../../common/errors';
import { DECLARATIONS, PARAMETER_NAMES } from '../../common/parameters/parameters';
import type { Resolved } from '../../common/parameters/resolve';
import type { Task } from '../../common/task';
import { count } from '../../common/text/numbers';
import { openOptionsOf } from '../../common/traces/recipe';
import { isExperiment, readExperiment, resultsFolderOf } from '../../engine/experiments/experiment';
import { writeExperimentNwb } from '../../engine/experiments/experiment-nwb';
import { cleanedRecording } from '../../engine/export-recording/cleaned';
import { analysed } from '../../engine/export-recording/content';
import { exportFormatOf, exportRecording, requireExportable } from '../../engine/export-recording/export';
import { recordingOfResults, requireSameRecording } from '../../engine/export-recording/recording-of-results';
import { kindOf } from '../../engine/files/kind';
import { openRecording } from '../../engine/recordings/open';
import { recipeTrace } from '../../engine/recordings/recipe-trace';
import { readResults } from '../../engine/results/read-h5';
import { forceFlag, recordingFlags } from '../flags';
import { verb } from '../verb';

export const convert = verb({
  name: 'convert',
  summary:
    'Convert a recording, or the recording of a results file with its events, to another format; all of an experiment that batch has run to NWB.',
  operands: { usage: 'FILE|EXPERIMENT', minimum: 1, maximum: 1 },
  flags: {
    out: {
      kind: 'text',
      value: 'X.nwb|X.h5|X.abf|DIR',
      doc: 'The file to write; its ending names the format. Of an experiment the folder of NWB files.',
      required: true,
    },
    results: {
      kind: 'text',
      value: 'DIR',
      doc: 'Folder of the results of an experiment, if batch was given one with --out.',
    },
    events: {
      kind: 'text',
      value: 'RESULTS.h5',
      reads: true,
      doc: 'Results of a detection in FILE: events, parameters and model go into the NWB file.',
    },
    start: {
      kind: 'text',
      value: 'TIME',
      doc: 'Start of the recording, as in 2024-05-31T14:30:00, if FILE has none; a time zone may follow.',
    },
    subject: {
      kind: 'text',
      value: 'ID',
      doc: 'The animal, for NWB; in an experiment it is that of the table.',
    },
    species: { kind: 'text', value: 'NAME', doc: 'Its species, for NWB: "Mus musculus".' },
    sex: { kind: 'choice', choices: ['F', 'M', 'U', 'O'], doc: 'Its sex, for NWB; U: unknown.' },
    age: { kind: 'text', value: 'P60D', doc: 'Its age, for NWB, as an ISO 8601 duration.' },
    cleaned: {
      kind: 'switch',
      doc: 'The trace as its events are measured: one channel, gaps and excluded intervals bridged, filtered by the parameters; of a results file as it was detected.',
    },
    ...recordingFlags,
    ...forceFlag,
  },
  parameters: ['recording', 'filters'],
  async run({ operands: [file], flags, parameters, resolved, inputs, task, say }) {
    const { out, start } = flags;
    const overwrite = flags.force;
    if (TABLE.test(file) && (await isExperiment(file))) return convertExperiment(file, flags, inputs, task);
    if (flags.results !== undefined)
      throw new UserError(`--results concerns an experiment, and ${file} is none. Omit it.`);
    const format = exportFormatOf(out);
    if (!flags.cleaned) requireNoCleaning(resolved);
    const ofResults = (await kindOf(file)) === 'results';
    if (flags.events !== undefined && ofResults)
      throw new UserError(`${file} is a results file itself. Name its recording, or omit --events.`);
    if (flags.events !== undefined && !format.holdsEvents)
      throw new UserError(`${format.name} files hold no events. Choose --out X.nwb, or omit --events.`);
    await requireExportable(out, { overwrite, inputs });
    const results =
      ofResults || flags.events !== undefined ? await readResults(flags.events ?? file) : undefined;
    const source = ofResults
      ? await recordingOfResults(results!, file)
      : { path: file, open: openOptionsOf(parameters), recipe: undefined };
    await requireExportable(out, { overwrite, inputs: [...inputs, source.path] });
    const recording = await openRecording(source.path, source.open);
    try {
      if (results && !ofResults) requireSameRecording(results, flags.events!, recording);
      // Events are numbered by the sweeps of the whole recording.
      const kept = format.holdsEvents && !flags.cleaned ? results : undefined;
      const content = {
        recording: flags.cleaned
          ? cleanedRecording(recipeTrace(recording, source.recipe ?? { parameters }))
          : analysed(recording),
        results: kept,
        start,
        subject: subjectOf(flags),
      };
      const notes = await exportRecording(out, content, { overwrite }, task);
      if (results && !kept)
        notes.push(
          flags.cleaned
            ? 'A cleaned trace has no events beside it. Convert the recording itself to NWB to have them.'
            : `${format.name} files hold no events. Only the recording was converted.`,
        );
      for (const note of notes) say(note);
      const events = kept?.detection.events.length;
      const json = { out, format: format.name, notes, ...(events !== undefined && { events }) };
      return { json, text: `${format.name}${events === undefined ? '' : `, ${events} events`}\n  → ${out}` };
    } finally {
      recording.close();
    }
  },
});

const TABLE = /\.(csv|tsv|txt|xlsx)$/i;

async function convertExperiment(
  file: string,
  flags: SubjectFlags &
    Record<'results' | 'start' | 'events', string | undefined> & {
      out: string;
      cleaned: boolean;
      force: boolean;
    },
  inputs: readonly string[],
  task: Task,
) {
  const unfit = flags.events !== undefined ? '--events' : flags.cleaned ? '--cleaned' : undefined;
  if (unfit) throw new UserError(`${unfit} concerns a recording, and ${file} is an experiment. Omit it.`);
  if (flags.subject !== undefined)
    throw new UserError(`The animals of ${file} are those of its column animal. Omit --subject.`);
  const { species, sex, age } = flags;
  const rows = await writeExperimentNwb(
    await readExperiment(file),
    {
      results: path.resolve(flags.results ?? resultsFolderOf(file)),
      out: path.resolve(flags.out),
      start: flags.start,
      subject: { species, sex, age },
      overwrite: flags.force,
      inputs,
    },
    task,
  );
  const notes = [...new Set(rows.flatMap((row) => row.notes))];
  const lines = rows.map(({ line, recording, file: written, events, error }) =>
    written === null
      ? `line ${line}: ${path.basename(recording)} was not converted: ${error}`
      : `${path.basename(recording)}, ${count(events ?? 0, 'event')}\n  → ${written}`,
  );
  return {
    json: { out: flags.out, format: 'NWB 2', rows, notes },
    text: [...lines, ...notes].join('\n'),
    failed: rows.some(({ error }) => error !== null),
  };
}

/** Parameters of a trace that a conversion of the whole recording would ignore. @throws UserError */
function requireNoCleaning({ origins }: Resolved): void {
  const name = PARAMETER_NAMES.find(
    (one) =>
      origins[one].kind === 'flag' &&
      (DECLARATIONS[one].group === 'filters' || one === 'channel' || one === 'sweep' || one === 'exclude'),
  );
  if (name !== undefined)
    throw new UserError(
      `${name} concerns a cleaned trace, and without --cleaned all channels and sweeps are converted as recorded. Add --cleaned, or omit ${name}.`,
    );
}

type SubjectFlags = Record<'subject' | 'species' | 'sex' | 'age', string | undefined>;

function subjectOf({ subject, species, sex, age }: SubjectFlags) {
  const given = { subject_id: subject, species, sex, age };
  return Object.values(given).some((value) => value !== undefined) ? given : undefined;
}
