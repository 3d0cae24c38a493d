import type { Task } from '../../common/task';
import type { Hdf5File, Hdf5Group } from '../files/hdf5/hdf5';
import { writeLine } from '../files/hdf5/write';
import { datasetOf, LAYOUT_ATTRIBUTE, LAYOUT_VERSION } from '../recordings/hdf5/own-layout';
import { recordedTrace } from '../recordings/joined-trace';
import { type Content, type Notes, progressReporter, WRITING } from './content';

/**
 * Writes a recording as plain HDF5, as {@link import('../recordings/hdf5/own-layout').ownLayout} reads it: a dataset per
 * channel with all its sweeps joined, the first named `mini_data`, where the Python program looks for a trace.
 */
export async function writePlainH5(open: Hdf5File, content: Content, task: Task): Promise<Notes> {
  const { recording, start = recording.start } = content;
  const { channels, sweeps, tags, rateHz, protocol } = recording;
  open.create_attribute(LAYOUT_ATTRIBUTE, LAYOUT_VERSION);
  open.create_attribute('rate_hz', rateHz, [], '<d');
  if (start !== undefined) open.create_attribute('start', start);
  if (protocol !== '') open.create_attribute('protocol', protocol);
  const written = progressReporter(recording, WRITING, task);
  for (const [c, { name, unit }] of channels.entries()) {
    const { samples, read } = recordedTrace(recording, c);
    const dataset = await writeLine(open, { name: datasetOf(c), samples, read, written });
    dataset.create_attribute('channel', name);
    dataset.create_attribute('unit', unit);
    dataset.create_attribute('rate_hz', rateHz, [], '<d');
  }
  const group = open.create_group('sweeps') as Hdf5Group;
  const column = (name: string, data: number[]) => group.create_dataset({ name, data, dtype: '<d' });
  column(
    'samples',
    sweeps.map(({ samples }) => samples),
  );
  column(
    'start_s',
    sweeps.map(({ start_s }) => start_s),
  );
  if (tags.length > 0) {
    const list = open.create_group('tags') as Hdf5Group;
    list.create_dataset({ name: 'time_s', data: tags.map(({ time_s }) => time_s), dtype: '<d' });
    list.create_dataset({ name: 'comment', data: tags.map(({ comment }) => comment), dtype: 'S' });
  }
  return [];
}
