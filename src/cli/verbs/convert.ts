import { UserError } from '../../common/errors';
import { openOptionsOf } from '../../common/traces/recipe';
import { analysed } from '../../engine/export-recording/content';
import { exportFormatOf, exportRecording, requireExportable } from '../../engine/export-recording/export';
import { recordingOfResults, requireSameRecording } from '../../engine/export-recording/recording-of-results';
import { kindOf } from '../../engine/files/kind';
import { openRecording } from '../../engine/recordings/open';
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
    series: recordingFlags.series,
    ...forceFlag,
  },
  parameters: ['recording'],
  async run({ operands: [file], flags, parameters, inputs, task, say }) {
    const { out, start } = flags;
    const overwrite = flags.force;
    const format = exportFormatOf(out);
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
      : { path: file, open: openOptionsOf(parameters) };
    await requireExportable(out, { overwrite, inputs: [...inputs, source.path] });
    const recording = await openRecording(source.path, source.open);
    try {
      if (results && !ofResults) requireSameRecording(results, flags.events!, recording);
      const kept = format.holdsEvents ? results : undefined;
      const content = { recording: analysed(recording), results: kept, start, subject: subjectOf(flags) };
      const notes = await exportRecording(out, content, { overwrite }, task);
      if (results && !kept)
        notes.push(`${format.name} files hold no events. Only the recording was converted.`);
      for (const note of notes) say(note);
      const events = kept?.detection.events.length;
      const json = { out, format: format.name, notes, ...(events !== undefined && { events }) };
      return { json, text: `${format.name}${events === undefined ? '' : `, ${events} events`}\n  → ${out}` };
    } finally {
      recording.close();
    }
  },
});

function subjectOf({
  subject,
  species,
  sex,
  age,
}: Record<'subject' | 'species' | 'sex' | 'age', string | undefined>) {
  const given = { subject_id: subject, species, sex, age };
  return Object.values(given).some((value) => value !== undefined) ? given : undefined;
}
