import path from 'node:path';
import { baseUnit } from '../../common/traces/units';
import type { Hdf5Group } from '../files/hdf5/hdf5';
import { writeLine } from '../files/hdf5/write';
import type { Content, Notes } from './content';
import { describe, numberDataset, textDataset, typedGroup, uniqueName } from './nwb-object';

/** A channel and its representation in the file. */
interface NwbChannel {
  name: string;
  unit: string;
  si: SiUnit | undefined;
  type: 'VoltageClampSeries' | 'CurrentClampSeries' | 'PatchClampSeries' | 'TimeSeries';
}

/**
 * Writes each sweep of each channel as a TimeSeries of /acquisition. Currents and voltages are those of a patch clamp,
 * with an electrode per channel; samples stay as they are in the recording's unit, in single precision, and `conversion`
 * leads to the SI.
 */
export async function writeSeries(
  { root, device }: { root: Hdf5Group; device: string },
  { recording, cell = path.parse(recording.path).name }: Content,
  written: (samples: number) => Promise<void>,
): Promise<Notes> {
  const channels = channelsOf(recording);
  const ephys = root.get('general')! as Hdf5Group;
  if (channels.some(({ si }) => si)) ephys.create_group('intracellular_ephys');
  for (const { name, si } of channels) if (si) writeElectrode(root, name, { device, cell });
  const acquisition = root.get('acquisition') as Hdf5Group;
  for (const [sweep, { samples, start_s }] of recording.sweeps.entries())
    for (const [c, channel] of channels.entries()) {
      const name = recording.sweeps.length === 1 ? channel.name : `sweep ${sweep + 1} ${channel.name}`;
      const series = typedGroup(acquisition, name, ['core', channel.type], {
        description: recording.protocol || `Channel ${channel.name}`,
        comments: `Unit of the original samples: ${channel.unit || 'none'}`,
        ...(channel.si && {
          stimulus_description: recording.protocol || 'N/A',
          sweep_number: [sweep, '<I'],
        }),
      });
      if (channel.si) series.create_soft_link(`/general/intracellular_ephys/${channel.name}`, 'electrode');
      const starting = numberDataset(series, 'starting_time', start_s);
      describe(starting, { unit: 'seconds', rate: [recording.rateHz, '<d'] });
      const read = (from: number, to: number) => recording.read(c, sweep, from, to);
      const data = await writeLine(series, { name: 'data', samples, read, written });
      describe(data, {
        unit: channel.si?.unit ?? channel.unit,
        conversion: [channel.si?.factor ?? 1, '<d'],
        offset: [0, '<d'],
        resolution: [-1, '<d'],
      });
    }
  return channels.flatMap(({ name, type }) =>
    type === 'TimeSeries'
      ? [
          `Channel ${name} is neither a current nor a voltage and was written as a TimeSeries without an electrode.`,
        ]
      : [],
  );
}

/**
 * Currents alone are a voltage clamp, voltages alone a current clamp. If there are both, only the facts of the file
 * tell signal from command; without them both are plain patch-clamp series.
 */
function channelsOf({ channels, facts }: Content['recording']): NwbChannel[] {
  const taken = new Set<string>();
  const units = new Set(channels.map(({ unit }) => siUnit(unit)?.unit).filter((unit) => unit !== undefined));
  const mode = facts.map(([, value]) => /^(voltage|current) clamp$/i.exec(value)?.[1]).find((said) => said);
  const signal = mode ? SIGNALS[mode.toLowerCase()] : units.size === 1 ? [...units][0] : undefined;
  return channels.map(({ name, unit }, i) => {
    const si = siUnit(unit);
    const clamp = si?.unit === 'amperes' ? 'VoltageClampSeries' : 'CurrentClampSeries';
    const type = si === undefined ? 'TimeSeries' : si.unit === signal ? clamp : 'PatchClampSeries';
    return { name: uniqueName(name || `channel ${i}`, taken), unit, si, type };
  });
}

const SIGNALS: Readonly<Record<string, SiUnit['unit']>> = { voltage: 'amperes', current: 'volts' };

function writeElectrode(
  root: Hdf5Group,
  name: string,
  { device, cell }: { device: string; cell: string },
): void {
  const electrodes = root.get('general/intracellular_ephys') as Hdf5Group;
  const electrode = typedGroup(electrodes, name, ['core', 'IntracellularElectrode']);
  textDataset(electrode, 'description', `Electrode of channel ${name}`);
  textDataset(electrode, 'cell_id', cell);
  electrode.create_soft_link(`/general/devices/${device}`, 'device');
}

/** A unit as an SI base unit and the factor to it. */
interface SiUnit {
  unit: 'amperes' | 'volts';
  factor: number;
}

/** "pA" → amperes, 1e-12; undefined for other units than those of currents and voltages. */
function siUnit(unit: string): SiUnit | undefined {
  const found = baseUnit(unit);
  return found && { unit: found.base === 'A' ? 'amperes' : 'volts', factor: found.factor };
}
