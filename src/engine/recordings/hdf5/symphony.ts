import { UserError } from '../../../common/errors';
import type { Hdf5Dataset, Hdf5File, Hdf5Group } from '../../files/hdf5/hdf5';
import { requirePlausible } from '../../files/hdf5/numbers';
import { datasetAt, groupAt, numberAttribute, textAttribute } from '../../files/hdf5/values';
import { cleanUnit } from '../../files/text';
import { byName, type Hdf5Layout, type Hdf5Series, line, type SampleSource } from './series';

/** …/epochBlocks/<protocol>-<id>/epochs/<epoch>/responses/<device>-<id>/data */
const RESPONSE = /^(.*\/epochBlocks\/([^/]+)\/epochs)\/([^/]+)\/responses\/([^/]+)\/data$/;
const ID = /-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
/** A tick of .NET's clock. */
const TICK_S = 1e-7;

/**
 * Symphony 2 (https://symphony-das.github.io): an experiment of epoch groups, their blocks of epochs of one protocol,
 * and for each epoch the responses of the devices, as records of a quantity and its unit. Each block is a series, its
 * epochs are sweeps, the devices channels. Undefined if the file has another layout.
 *
 * @throws UserError when there is no epoch with responses
 */
export function symphonyLayout(file: string, fileBytes: number, open: Hdf5File): Hdf5Layout | undefined {
  if (!open.keys().some((name) => name.startsWith('experiment-'))) return undefined;
  const blocks = new Map<string, { name: string; epochs: Map<string, string[]> }>();
  for (const path of open.paths()) {
    const [, block, protocol, epoch] = RESPONSE.exec(path) ?? [];
    if (block === undefined) continue;
    const known = blocks.get(block) ?? {
      name: protocol.replace(ID, ''),
      epochs: new Map<string, string[]>(),
    };
    blocks.set(block, known);
    known.epochs.set(epoch, [...(known.epochs.get(epoch) ?? []), path]);
  }
  if (blocks.size === 0)
    throw new UserError(`${file} contains no recording: none of its epochs has a response.`);
  const all = [...blocks.values()];
  const names = all.map(({ name }, i) => `${i}: ${name.split('.').at(-1)}`);
  return {
    format: 'HDF5',
    version: '',
    names,
    series: (index) => seriesOf(file, fileBytes, open, all[index]),
    start: undefined,
    tags: [],
    facts: [['layout', 'Symphony']],
  };
}

interface Response {
  device: string;
  unit: string;
  rateHz: number;
  samples: number;
  source: SampleSource;
}

function seriesOf(
  file: string,
  fileBytes: number,
  open: Hdf5File,
  block: { name: string; epochs: Map<string, string[]> },
): Hdf5Series {
  const epochs = [...block.epochs.values()]
    .map((paths) => ({
      ticks: ticksOf(groupAt(open, `/${paths[0].split('/').slice(0, -3).join('/')}`)),
      responses: paths
        .map((path) => responseAt(file, fileBytes, open, path))
        .sort((a, b) => byName(a.device, b.device)),
    }))
    .sort((a, b) => a.ticks - b.ticks);
  const [{ responses: first, ticks: start }] = epochs;
  const devices = (responses: readonly Response[]) =>
    responses.map(({ device, rateHz }) => `${device} ${rateHz}`).join('\n');
  const same = epochs.filter(({ responses }) => devices(responses) === devices(first));
  if (first.some(({ rateHz }) => rateHz !== first[0].rateHz))
    throw new UserError(
      `${file} has devices of different sampling rates in this block. Choose another series.`,
    );
  return {
    rateHz: first[0].rateHz,
    channels: first.map(({ device, unit }) => ({ name: device, unit })),
    sweeps: same.map(({ responses, ticks }) => ({
      samples: Math.min(...responses.map(({ samples }) => samples)),
      start_s: Math.max(0, (ticks - start) * TICK_S),
    })),
    protocol: block.name,
    facts: [],
    warnings:
      same.length < epochs.length
        ? [
            {
              code: 'left-out',
              message: `${epochs.length - same.length} of ${epochs.length} epochs have other devices or rates than the first. They are not shown.`,
            },
          ]
        : [],
    source: (channel, sweep) => same[sweep].responses[channel].source,
  };
}

function ticksOf(epoch: Hdf5Group | undefined): number {
  return (epoch && numberAttribute(epoch, 'startTimeDotNetDateTimeOffsetTicks')) ?? 0;
}

function responseAt(file: string, fileBytes: number, open: Hdf5File, path: string): Response {
  const data = datasetAt(open, `/${path}`);
  const group = groupAt(open, `/${path.split('/').slice(0, -1).join('/')}`);
  const device = path.split('/').at(-2)!.replace(ID, '');
  const quantity = data?.metadata.compound_type?.members.find(({ name }) => name === 'quantity');
  const rate = group && numberAttribute(group, 'sampleRate');
  const format =
    quantity?.type === FLOAT ? ({ 8: 'float64', 4: 'float32' } as const)[quantity.size as 8 | 4] : undefined;
  if (data?.shape?.length !== 1 || !quantity || format === undefined)
    throw new UserError(`${file} is damaged: the response of ${device} has no quantities.`);
  if (rate === undefined || !(rate > 0) || !Number.isFinite(rate))
    throw new UserError(`${file} is damaged: the response of ${device} has no sampling rate.`);
  requirePlausible(file, fileBytes, data);
  const unit = textAttribute(group!, 'units') ?? unitInRecords(data);
  return {
    device,
    unit: cleanUnit(unit),
    rateHz: rate,
    samples: data.shape[0],
    source: { ...line(data), member: { offset: quantity.offset, format } },
  };
}

const FLOAT = 1;

/** Each record has a unit; the first one's is used. */
function unitInRecords(data: Hdf5Dataset): string {
  const at = data.metadata.compound_type!.members.findIndex(({ name }) => /^units?$/.test(name));
  if (at < 0 || data.shape![0] === 0) return '';
  const rows = data.slice([[0, 1]]) as unknown;
  const row = Array.isArray(rows) ? (rows[0] as unknown) : undefined;
  const value = Array.isArray(row) ? (row[at] as unknown) : undefined;
  return typeof value === 'string' ? value : '';
}
