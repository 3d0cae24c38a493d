import { stat } from 'node:fs/promises';
import path from 'node:path';
import { type Hdf5File, openHdf5, readable } from '../../files/hdf5';
import { withOverrides } from '../overrides';
import { requireInside } from '../range';
import type { OpenOptions, Recording } from '../recording';
import { chosenSeries } from '../series';
import { blockReader } from './blocks';
import { datasetLayout } from './datasets';
import { nwbLayout } from './nwb';
import type { Hdf5Layout } from './series';
import { stimfitLayout } from './stimfit';

/**
 * Opens a recording in an HDF5 file: NWB, stimfit's layout, or any dataset of numbers, such as miniML's own
 * recordings are. Samples are read from the file as they are asked for, whole compressed pieces at a time.
 *
 * @throws UserError when the file is not HDF5, is damaged, or holds no recording
 */
export async function openHdf5Recording(file: string, options: OpenOptions): Promise<Recording> {
  const open = await openHdf5(file);
  try {
    const { size } = await stat(file);
    return readable(file, () => withOverrides(recordingIn(file, size, open, options.series), options));
  } catch (thrown) {
    open.close();
    throw thrown;
  }
}

function recordingIn(
  file: string,
  fileBytes: number,
  open: Hdf5File,
  wanted: OpenOptions['series'],
): Recording {
  const layout: Hdf5Layout =
    nwbLayout(file, fileBytes, open) ??
    stimfitLayout(file, fileBytes, open) ??
    datasetLayout(file, fileBytes, open);
  const index = chosenSeries(file, layout.names, wanted);
  const series = layout.series(index);
  const blocks = blockReader();
  return {
    path: path.resolve(file),
    format: layout.format,
    version: layout.version,
    series: layout.names[index]!,
    allSeries: layout.names,
    rateHz: series.rateHz,
    channels: series.channels,
    sweeps: series.sweeps,
    tags: layout.tags,
    protocol: series.protocol,
    start: layout.start,
    facts: [...layout.facts, ...series.facts],
    read(channel, sweep, from, to) {
      requireInside(series, channel, sweep, from, to);
      const values = new Float64Array(to - from);
      readable(file, () => blocks.read(series.source(channel, sweep), from, values));
      return values;
    },
    close: () => open.close(),
  };
}
