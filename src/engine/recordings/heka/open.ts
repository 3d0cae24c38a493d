import { resolve } from 'node:path';
import { UserError } from '../../../common/errors';
import type { OpenOptions } from '../../../common/traces/recipe';
import type { Warning } from '../../../common/warning';
import type { ByteSource } from '../../files/bytes';
import { withOverrides } from '../overrides';
import { rateOf } from '../rate';
import { type Recording, requireInside } from '../recording';
import { readSamples } from '../samples';
import { chosenSeries } from '../series';
import { type HekaFile, openHekaFile } from './bundle';
import { type HekaSeries, seriesOf } from './series';
import { type HekaSweeps, type ReadableTrace, sweepsOf } from './sweeps';
import { type PulsedTree, readTree, SERIES } from './tree';

/**
 * Opens a series of a HEKA PatchMaster file: a bundle, or raw data with its .pul file beside it. The traces of a sweep
 * are the channels. Reads the tree only. Values are in SI units, as PatchMaster stores them.
 *
 * @throws UserError when it is not a PatchMaster file, has no such series, or is cut short or damaged
 */
export function openHeka(path: string, options: OpenOptions): Recording {
  const file = openHekaFile(path);
  try {
    const tree = readTree(path, file.tree);
    const all = seriesOf(tree);
    if (all.length === 0) throw new UserError(`${path} contains no series. Nothing was recorded into it.`);
    const names = all.map(({ name }) => name);
    const series = all[chosenSeries(path, names, options.series)];
    return withOverrides(recordingOf(path, file, tree, names, series), options);
  } catch (thrown) {
    file.data.close();
    throw thrown;
  }
}

/** Intervals are doubles, but computed from clock ticks. */
const INTERVAL_PRECISION = 1e-9;

function recordingOf(
  path: string,
  { data, dataEnd, version }: HekaFile,
  tree: PulsedTree,
  names: string[],
  series: HekaSeries,
): Recording {
  const found = sweepsOf(path, dataEnd, tree, series.nodes, series.traces);
  const { sweeps } = found;
  const channels = sweeps[0].traces.map(({ label, unit }, i) => ({ name: label || `trace ${i}`, unit }));
  return {
    path: resolve(path),
    format: 'HEKA',
    version: version || tree.fields(tree.root, 0).text(8, 32),
    series: series.name,
    allSeries: names,
    rateHz: rateOf(sweeps[0].traces[0].interval_s, INTERVAL_PRECISION),
    channels,
    sweeps: sweeps.map(({ samples, start_s }) => ({ samples, start_s })),
    tags: [],
    protocol: series.label,
    start: startOf(tree.fields(series.nodes[0], SERIES).float64(136)),
    facts: factsOf(tree, series, found),
    warnings: warningsOf(found),
    read(channel, sweep, from, to) {
      requireInside({ channels, sweeps }, channel, sweep, from, to);
      return readTrace(data, sweeps[sweep].traces[channel], from, to);
    },
    close: () => data.close(),
  };
}

/** Samples `from` ≤ i < `to`; long continuous recordings store their traces in turns, run by run. */
function readTrace(data: ByteSource, trace: ReadableTrace, from: number, to: number): Float64Array {
  const { offset, format, littleEndian, scale, run } = trace;
  const values = new Float64Array(to - from);
  for (let i = from; i < to; ) {
    const number = Math.floor(i / run.samples);
    const inRun = i - number * run.samples;
    const count = Math.min(run.samples - inRun, to - i);
    const layout = { offset: offset + number * run.bytes, format, littleEndian, stride: 1, scale, shift: 0 };
    readSamples(data, layout, inRun, count, values, i - from);
    i += count;
  }
  return values;
}

const STORED = {
  int16: '16-bit integers',
  int32: '32-bit integers',
  float32: 'single-precision numbers',
  float64: 'double-precision numbers',
} as const;

function factsOf(
  tree: PulsedTree,
  series: HekaSeries,
  { sweeps, leftOut }: HekaSweeps,
): [name: string, value: string][] {
  const record = tree.fields(series.nodes[0], SERIES);
  const [trace] = sweeps[0].traces as [ReadableTrace, ...ReadableTrace[]];
  const facts: [name: string, value: string][] = [
    ['Group', series.group],
    ['Recorded as', trace.mode],
    ['Comment', record.text(36, 80)],
    ['User', record.text(872, 80)],
    ['Stored as', STORED[trace.format]],
    ['Low-pass filter', trace.bandwidth_hz > 0 ? `${Math.round(trace.bandwidth_hz)} Hz` : ''],
    ['Not shown (not in all sweeps)', leftOut.join(', ')],
    ['Zero offset (not subtracted)', zeroOffsets(sweeps[0].traces)],
  ];
  return facts.filter(([, value]) => value !== '');
}

function zeroOffsets(traces: readonly ReadableTrace[]): string {
  return traces
    .filter(({ zeroOffset }) => zeroOffset !== 0 && Number.isFinite(zeroOffset))
    .map(({ label, unit, zeroOffset }) => `${label}: ${Number(zeroOffset.toPrecision(6))} ${unit}`)
    .join(', ');
}

function warningsOf({ missing, shortened }: HekaSweeps): Warning[] {
  const warnings: Warning[] = [];
  if (missing > 0)
    warnings.push({
      code: 'cut-short',
      message: `The file is cut short: ${missing} samples of this series are missing; the others are shown. Copy the file again if the original is complete.`,
    });
  if (shortened.length > 0)
    warnings.push({
      code: 'shortened',
      message: `In some sweeps the traces differ in length: ${shortened.join(', ')}. Only the part common to all traces of a sweep is shown.`,
    });
  return warnings;
}

/** PatchMaster's time of 1 January 1990; its counter wraps at 2^32 s. */
const JANUARY_1990 = 1_580_970_496;
const WRAP = 2 ** 32;
const TO_1601 = 9_561_652_096;
const FROM_1601_TO_1970 = 11_644_473_600;

/**
 * A PatchMaster time, in seconds, as ISO 8601 in the rig's local time; undefined if there is none. HEKA,
 * TimeFormat.txt.
 */
export function startOf(stored_s: number): string | undefined {
  if (!(stored_s > 0)) return undefined;
  const since1990 = stored_s - JANUARY_1990;
  const unix_s = (since1990 < 0 ? since1990 + WRAP : since1990) + TO_1601 - FROM_1601_TO_1970;
  const date = new Date(unix_s * 1000);
  const year = date.getUTCFullYear();
  return year >= 1980 && year <= 9999 ? date.toISOString().slice(0, -1) : undefined;
}
