import { UserError } from '../../../common/errors';
import type { Hdf5Dataset, Hdf5File } from '../../files/hdf5/hdf5';
import { isNumeric, requirePlausible } from '../../files/hdf5/numbers';
import { datasetAt, groupAt, textsOf } from '../../files/hdf5/values';
import { cleanUnit } from '../../files/text';
import { rateOf } from '../rate';
import { byName, type Hdf5Layout, type Hdf5Series, line } from './series';

/**
 * Files of stimfit (https://github.com/neurodroid/stimfit, libstfio/hdf5): names of channels under `/channels`, a group
 * for each with a group for each section (sweep), which hold `data` and a table of one row with dt and the units.
 * Undefined if the file has another layout.
 */
export function stimfitLayout(file: string, fileBytes: number, open: Hdf5File): Hdf5Layout | undefined {
  const channels = channelNames(open);
  if (channels.length === 0) return undefined;
  return {
    format: 'HDF5',
    version: '',
    names: [''],
    series: () => seriesOf(file, fileBytes, open, channels),
    start: undefined,
    tags: [],
    facts: [['layout', 'stimfit'], ...commentsOf(open)],
  };
}

function channelNames(open: Hdf5File): string[] {
  const list = groupAt(open, 'channels');
  const names = (list?.keys() ?? []).filter((key) => /^ch\d+$/.test(key)).sort(byName);
  const channels = names.flatMap((key) => {
    const dataset = datasetAt(open, `channels/${key}`);
    return dataset ? textsOf(dataset, key).slice(0, 1) : [];
  });
  return channels.every((name) => sectionsOf(open, name).length > 0) ? channels : [];
}

function sectionsOf(open: Hdf5File, channel: string): string[] {
  const group = groupAt(open, channel);
  return (group?.keys() ?? []).filter((key) => /^section_\d+$/.test(key)).sort(byName);
}

interface Section {
  data: Hdf5Dataset;
  rateHz: number;
  unit: string;
}

function seriesOf(file: string, fileBytes: number, open: Hdf5File, channels: string[]): Hdf5Series {
  const table = channels.map((channel) =>
    sectionsOf(open, channel).map((key) => sectionAt(file, fileBytes, open, `${channel}/${key}`)),
  );
  const first = table[0][0];
  // If channels differ in length or number of sections, only the common part is shown.
  const count = Math.min(...table.map((sections) => sections.length));
  if (table.some((sections) => sections.some((s) => Math.abs(s.rateHz / first.rateHz - 1) > 1e-9)))
    throw new UserError(`${file} has sections of different sampling rates. Save them to separate files.`);
  let start_s = 0;
  const sweeps = Array.from({ length: count }, (_, i) => {
    const samples = Math.min(...table.map((sections) => sections[i].data.shape![0]));
    const sweep = { samples, start_s };
    start_s += samples / first.rateHz;
    return sweep;
  });
  return {
    rateHz: first.rateHz,
    channels: table.map((sections, c) => ({ name: channels[c], unit: sections[0].unit })),
    sweeps,
    protocol: '',
    facts: [],
    source: (channel, sweep) => line(table[channel][sweep].data),
  };
}

function sectionAt(file: string, fileBytes: number, open: Hdf5File, path: string): Section {
  const data = datasetAt(open, `${path}/data`);
  const description = datasetAt(open, `${path}/description`);
  if (!data || !isNumeric(data) || data.shape!.length !== 1)
    throw new UserError(`${file} is damaged: ${path}/data is not a series of numbers.`);
  requirePlausible(file, fileBytes, data);
  const { dt, xunits, yunits } = description ? firstRow(description) : {};
  const seconds = { s: 1, ms: 1e-3, us: 1e-6, µs: 1e-6 }[cleanUnit(String(xunits))];
  if (typeof dt !== 'number' || !(dt > 0) || seconds === undefined)
    throw new UserError(`${file} is damaged: ${path} has no sampling interval.`);
  return { data, rateHz: rateOf(dt * seconds, 2 ** -40)!, unit: cleanUnit(String(yunits)) };
}

/** The first row of a table, keyed by column names. */
function firstRow(table: Hdf5Dataset): Record<string, unknown> {
  const rows = table.metadata.compound_type ? table.value : undefined;
  const row = Array.isArray(rows) && Array.isArray(rows[0]) ? rows[0] : [];
  return Object.fromEntries(
    (table.metadata.compound_type?.members ?? []).map(({ name }, i) => [name, scalar(row[i])]),
  );
}

function scalar(value: unknown): unknown {
  return Array.isArray(value) || ArrayBuffer.isView(value) ? (value as unknown as unknown[])[0] : value;
}

function commentsOf(open: Hdf5File): (readonly [string, string])[] {
  return ['comment', 'description'].flatMap((name) => {
    const dataset = datasetAt(open, `comment/${name}`);
    const text = dataset && textsOf(dataset, name)[0];
    return text ? [[name, text] as const] : [];
  });
}
