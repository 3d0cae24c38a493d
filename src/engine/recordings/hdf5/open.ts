import { stat } from 'node:fs/promises';
import path from 'node:path';
import { UserError } from '../../../common/errors';
import type { OpenOptions } from '../../../common/traces/recipe';
import { openBytes } from '../../files/bytes';
import { lacksDescriptions } from '../../files/hdf5/file-system';
import { type Hdf5File, isAlive, openHdf5, readable, reopenHdf5 } from '../../files/hdf5/hdf5';
import { isMarkedOpen, wholeBytes } from '../../files/hdf5/superblock';
import { withOverrides } from '../overrides';
import { type Recording, requireInside } from '../recording';
import { chosenSeries } from '../series';
import { blockReader } from './blocks';
import {
  asCutShort,
  asFarAsItReaches,
  LOST_DESCRIPTIONS,
  plausibleBytes,
  withoutDoubtfulFacts,
} from './cut-short';
import { datasetLayout } from './datasets';
import { ephysioLayout } from './ephysio';
import { metaarrayLayout } from './metaarray';
import { nixLayout } from './nix';
import { nwbLayout } from './nwb';
import { ownLayout } from './own-layout';
import { rtxiLayout } from './rtxi';
import type { Hdf5Layout, Hdf5Series } from './series';
import { stimfitLayout } from './stimfit';
import { symphonyLayout } from './symphony';
import { wavesurferLayout } from './wavesurfer';

/**
 * Opens a recording in an HDF5 file: NWB, stimfit's layout, or any dataset of numbers, such as miniML's own recordings.
 * Samples are read from the file on demand, in whole compressed chunks.
 *
 * @throws UserError when the file is not HDF5, is damaged, or contains no recording
 */
export async function openHdf5Recording(file: string, options: OpenOptions): Promise<Recording> {
  const open = await openHdf5(file, { cut: true });
  try {
    const { size } = await stat(file);
    const { unfinished, whole } = endOf(file);
    const recording = cutOrWhole(file, { bytes: size, whole }, () =>
      recordingIn(file, open, { bytes: size, whole }, options),
    );
    const lost = whole !== undefined && lacksDescriptions(path.resolve(file));
    const warnings = [
      ...recording.warnings,
      ...(unfinished ? [UNFINISHED] : []),
      ...(lost ? [LOST_DESCRIPTIONS] : []),
    ];
    return withOverrides({ ...recording, ...(lost && withoutDoubtfulFacts(recording)), warnings }, options);
  } catch (thrown) {
    open.close();
    throw thrown;
  }
}

const UNFINISHED = {
  code: 'not-closed',
  message:
    'The program that wrote this file did not close it: it is still recording, or it crashed. The end of the recording may be missing.',
};

/** Whether its program did not close a file, and the bytes of one that was cut short. */
function endOf(file: string): { unfinished: boolean; whole: number | undefined } {
  const source = openBytes(file);
  try {
    return { unfinished: isMarkedOpen(source), whole: wholeBytes(source) };
  } finally {
    source.close();
  }
}

function cutOrWhole<T>(
  file: string,
  { bytes, whole }: { bytes: number; whole: number | undefined },
  call: () => T,
): T {
  try {
    return call();
  } catch (thrown) {
    throw whole === undefined ? thrown : asCutShort(file, { bytes, whole }, thrown);
  }
}

function recordingIn(
  file: string,
  first: Hdf5File,
  { bytes, whole }: { bytes: number; whole: number | undefined },
  { series: wanted, axes }: OpenOptions,
): Recording {
  const fileBytes = plausibleBytes(bytes, whole);
  const looked = lookInto(file, first, fileBytes, { series: wanted, axes });
  const { layout, name } = looked;
  const series =
    whole === undefined
      ? looked.series
      : readable(file, () => asFarAsItReaches(file, looked.series, { bytes, whole }));
  let open = first;
  let { source } = series;
  let blocks = blockReader();

  /** Another file may have crashed the library since the last call, which invalidates this one's handle. */
  function reopenIfLost(): void {
    if (isAlive(open)) return;
    open = reopenHdf5(file);
    source = lookInto(file, open, fileBytes, { series: name, axes }).series.source;
    blocks = blockReader();
  }

  return {
    path: path.resolve(file),
    format: layout.format,
    version: layout.version,
    series: name,
    allSeries: layout.names,
    rateHz: series.rateHz,
    channels: series.channels,
    sweeps: series.sweeps,
    tags: layout.tags,
    protocol: series.protocol,
    start: layout.start,
    facts: [...layout.facts, ...series.facts],
    axes: series.axes,
    warnings: [...(layout.warnings ?? []), ...(series.warnings ?? [])],
    read(channel, sweep, from, to) {
      requireInside(series, channel, sweep, from, to);
      reopenIfLost();
      const values = new Float64Array(to - from);
      readable(file, () => blocks.read(source(channel, sweep), from, values));
      return values;
    },
    close: () => open.close(),
  };
}

/** Each returns undefined for a file of another layout. */
const LAYOUTS = [
  nwbLayout,
  ownLayout,
  stimfitLayout,
  wavesurferLayout,
  ephysioLayout,
  metaarrayLayout,
  nixLayout,
  rtxiLayout,
  symphonyLayout,
];

function firstOf<T, R>(items: readonly T[], tried: (item: T) => R | undefined): R | undefined {
  for (const item of items) {
    const result = tried(item);
    if (result !== undefined) return result;
  }
  return undefined;
}

function lookInto(
  file: string,
  open: Hdf5File,
  fileBytes: number,
  { series: wanted, axes }: OpenOptions,
): { layout: Hdf5Layout; name: string; series: Hdf5Series } {
  return readable(file, () => {
    const plain = () => datasetLayout(file, fileBytes, open, axes);
    const found = (layout: Hdf5Layout) => {
      const index = chosenSeries(file, layout.names, wanted);
      return { layout, name: layout.names[index], series: layout.series(index) };
    };
    const known = firstOf(LAYOUTS, (one) => one(file, fileBytes, open));
    const result = found(known ?? plain());
    // Without all attributes, a known layout would take what it lacks for its default.
    if (known && lacksDescriptions(path.resolve(file)))
      throw new UserError(`${file} is damaged: attributes of its recording are missing.`);
    return result;
  });
}
