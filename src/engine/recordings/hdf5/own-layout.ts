import { UserError } from '../../../common/errors';
import type { Tag } from '../../../common/traces/channel';
import type { Hdf5Dataset, Hdf5File } from '../../files/hdf5/hdf5';
import { isNumeric, requirePlausible } from '../../files/hdf5/numbers';
import { datasetAt, numberAttribute, numbersOf, textAttribute, textsOf } from '../../files/hdf5/values';
import { cleanUnit } from '../../files/text';
import type { SweepInfo } from '../recording';
import { type Hdf5Layout, line } from './series';

/** Root attribute of the files that `miniml convert` writes; its value is the version of the layout. */
export const LAYOUT_ATTRIBUTE = 'miniml_recording';
export const LAYOUT_VERSION = 1;

/** Dataset name of a channel. The first has the name that the Python program expects. */
export function datasetOf(channel: number): string {
  return channel === 0 ? 'mini_data' : `channel_${channel}`;
}

/**
 * Our own layout: a dataset per channel with all sweeps joined, its name and unit as attributes; `sweeps/samples` and
 * `sweeps/start_s`; `tags/time_s` and `tags/comment`; rate, start and protocol as attributes of the file. Undefined if
 * the file has another layout.
 *
 * @throws UserError when it is damaged or of a newer version
 */
export function ownLayout(file: string, fileBytes: number, open: Hdf5File): Hdf5Layout | undefined {
  const version = numberAttribute(open, LAYOUT_ATTRIBUTE);
  if (version === undefined) return undefined;
  if (version > LAYOUT_VERSION)
    throw new UserError(`${file} was written by a newer version of this program. Update it.`);
  const channels = channelsIn(open);
  for (const dataset of channels) requirePlausible(file, fileBytes, dataset);
  const sweeps = sweepsIn(file, open, channels);
  let end = 0;
  const firsts = sweeps.map(({ samples }) => {
    end += samples;
    return end - samples;
  });
  const rate = numberAttribute(open, 'rate_hz');
  return {
    format: 'HDF5',
    version: String(version),
    names: [''],
    series: () => ({
      rateHz: rate !== undefined && rate > 0 && Number.isFinite(rate) ? rate : undefined,
      channels: channels.map((dataset, c) => ({
        name: textAttribute(dataset, 'channel') ?? datasetOf(c),
        unit: cleanUnit(textAttribute(dataset, 'unit') ?? ''),
      })),
      sweeps,
      protocol: textAttribute(open, 'protocol') ?? '',
      facts: [],
      source: (channel, sweep) => ({ ...line(channels[channel]), first: firsts[sweep] }),
    }),
    start: textAttribute(open, 'start'),
    tags: tagsIn(open),
    facts: [['layout', 'miniML recording']],
  };
}

function channelsIn(open: Hdf5File): Hdf5Dataset[] {
  const channels: Hdf5Dataset[] = [];
  for (
    let dataset = datasetAt(open, datasetOf(0));
    dataset;
    dataset = datasetAt(open, datasetOf(channels.length))
  )
    channels.push(dataset);
  return channels;
}

function sweepsIn(file: string, open: Hdf5File, channels: readonly Hdf5Dataset[]): SweepInfo[] {
  const damaged = (why: string) => new UserError(`${file} is damaged: ${why}.`);
  const column = (name: string) => {
    const dataset = datasetAt(open, `sweeps/${name}`);
    if (!dataset) throw damaged(`it lacks sweeps/${name}`);
    return numbersOf(dataset, `${file}: sweeps/${name}`);
  };
  const [lengths, starts] = [column('samples'), column('start_s')];
  if (!lengths.every((n) => Number.isSafeInteger(n) && n >= 0))
    throw damaged('sweeps/samples are not counts');
  const total = lengths.reduce((sum, n) => sum + n, 0);
  const fits = (dataset: Hdf5Dataset) =>
    isNumeric(dataset) && dataset.shape?.length === 1 && dataset.shape[0] === total;
  if (channels.length === 0 || total === 0 || starts.length !== lengths.length || !channels.every(fits))
    throw damaged('its sweeps do not fit its samples');
  return Array.from(lengths, (samples, i) => ({ samples, start_s: starts[i] }));
}

function tagsIn(open: Hdf5File): Tag[] {
  const [times, comments] = [datasetAt(open, 'tags/time_s'), datasetAt(open, 'tags/comment')];
  if (!times || !comments) return [];
  const seconds = numbersOf(times, times.path);
  return textsOf(comments, comments.path)
    .slice(0, seconds.length)
    .map((comment, i) => ({ time_s: seconds[i], comment }));
}
