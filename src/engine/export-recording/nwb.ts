import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { UserError } from '../../common/errors';
import type { Task } from '../../common/task';
import { WRITTEN_BY } from '../../common/version';
import type { Hdf5Dataset, Hdf5File, Hdf5Group } from '../files/hdf5/hdf5';
import { type Content, type Notes, progressReporter, type Subject, WRITING } from './content';
import { writeEvents } from './nwb-events';
import { describe, textDataset, typedGroup } from './nwb-object';
import { writeSeries } from './nwb-series';

/** Schema version written (https://nwb-schema.readthedocs.io). */
const NWB_VERSION = '2.7.0';
const DEVICE = 'amplifier';

/** Writes a recording as Neurodata Without Borders 2, with its events if there are any. */
export async function writeNwb(open: Hdf5File, content: Content, task: Task): Promise<Notes> {
  const { recording, results } = content;
  const { text: start, notes } = sessionStart(content);
  describe(open, {
    namespace: 'core',
    neurodata_type: 'NWBFile',
    nwb_version: NWB_VERSION,
    object_id: randomUUID(),
  });
  const source = path.basename(recording.path);
  textDataset(open, 'identifier', randomUUID());
  textDataset(open, 'session_description', recording.protocol || `Recording ${source}`);
  textDataset(open, 'session_start_time', start);
  textDataset(open, 'timestamps_reference_time', start);
  open.create_dataset({
    name: 'file_create_date',
    data: [new Date().toISOString()],
    shape: [1],
    dtype: 'S',
  });
  for (const name of ['acquisition', 'analysis', 'processing', 'stimulus', 'general'])
    open.create_group(name);
  for (const name of ['stimulus/presentation', 'stimulus/templates', 'general/devices'])
    open.create_group(name);
  writeGeneral(open.get('general') as Hdf5Group, content, source);
  if (content.subject) writeSubject(open.get('general') as Hdf5Group, content.subject);
  const series = await writeSeries(
    { root: open, device: DEVICE },
    content,
    progressReporter(recording, WRITING, task),
  );
  writeTags(open.get('acquisition') as Hdf5Group, recording.tags);
  if (results) writeEvents(open, results, recording);
  const subject = content.subject?.subject_id
    ? []
    : [
        'The file has no subject. Archives such as DANDI require one: name the animal in the table of the experiment, or with --subject and --species on the command line.',
      ];
  return [...notes, ...series, ...subject];
}

function writeGeneral(general: Hdf5Group, { recording, about = [] }: Content, source: string): void {
  const facts = [...about, ...recording.facts].map(([name, value]) => `${name}: ${value}`);
  const origin = `Converted from ${source} (${recording.format} ${recording.version}`.trimEnd();
  textDataset(general, 'notes', [`${origin}) by ${WRITTEN_BY}.`, ...facts].join('\n'));
  if (recording.protocol !== '') textDataset(general, 'protocol', recording.protocol);
  typedGroup(general.get('devices') as Hdf5Group, DEVICE, ['core', 'Device'], {
    description: `Patch-clamp amplifier; the recording in ${source} does not name it.`,
  });
}

function writeSubject(general: Hdf5Group, subject: Subject): void {
  const group = typedGroup(general, 'subject', ['core', 'Subject']);
  for (const [name, value] of Object.entries(subject))
    if (value !== undefined)
      describe(textDataset(group, name, value), name === 'age' ? { reference: 'birth' } : {});
}

/**
 * NWB requires the start with its time zone. Recordings have the local time of the rig, which is taken to be in the
 * time zone of this computer.
 *
 * @throws UserError if the start is unknown
 */
function sessionStart({ recording, start = recording.start }: Content): { text: string; notes: Notes } {
  if (start === undefined)
    throw new UserError(
      `${recording.path} has no start time, which NWB requires. Give one as in 2024-05-31T14:30:00, on the command line with --start.`,
    );
  if (Number.isNaN(Date.parse(start)))
    throw new UserError(
      `"${start}" is not a time. Write it as in 2024-05-31T14:30:00 or 2024-05-31T14:30:00+02:00.`,
    );
  if (/(Z|[+-]\d\d:?\d\d)$/.test(start)) return { text: start, notes: [] };
  const minutes = -new Date(start).getTimezoneOffset();
  const two = (value: number) => String(Math.floor(Math.abs(value))).padStart(2, '0');
  const zone = `${minutes < 0 ? '-' : '+'}${two(minutes / 60)}:${two(minutes % 60)}`;
  return {
    text: start + zone,
    notes: [`The recording has no time zone. The start was taken as local time of this computer, ${zone}.`],
  };
}

function writeTags(acquisition: Hdf5Group, tags: Content['recording']['tags']): void {
  if (tags.length === 0) return;
  const group = typedGroup(acquisition, 'tags', ['core', 'AnnotationSeries'], {
    description: 'Comments of the experimenter during the recording',
    comments: 'no comments',
  });
  const data = group.create_dataset({
    name: 'data',
    data: tags.map(({ comment }) => comment),
    shape: [tags.length],
    dtype: 'S',
  });
  describe(data as Hdf5Dataset, { unit: 'n/a', conversion: [1, '<d'], resolution: [-1, '<d'] });
  const times = group.create_dataset({
    name: 'timestamps',
    data: tags.map(({ time_s }) => time_s),
    shape: [tags.length],
    dtype: '<d',
  });
  describe(times as Hdf5Dataset, { unit: 'seconds', interval: [1, '<i'] });
}
