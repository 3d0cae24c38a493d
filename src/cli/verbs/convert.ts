import { UserError } from '../../common/errors';
import { DECLARATIONS, PARAMETER_NAMES } from '../../common/parameters/parameters';
import type { Resolved } from '../../common/parameters/resolve';
import { openOptionsOf } from '../../common/traces/recipe';
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
  summary: 'Convert a recording, or the recording of a results file with its events, to another format.',
  operands: { usage: 'FILE', minimum: 1, maximum: 1 },
  flags: {
    out: {
      kind: 'text',
      value: 'X.nwb|X.h5|X.abf',
      doc: 'The file to write; its ending names the format.',
      required: true,
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
    subject: { kind: 'text', value: 'ID', doc: 'The animal, for NWB.' },
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

function subjectOf({
  subject,
  species,
  sex,
  age,
}: Record<'subject' | 'species' | 'sex' | 'age', string | undefined>) {
  const given = { subject_id: subject, species, sex, age };
  return Object.values(given).some((value) => value !== undefined) ? given : undefined;
}
