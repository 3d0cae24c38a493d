import type { Hdf5Dataset, Hdf5File, Hdf5Group } from '../../files/hdf5/hdf5';
import { readMember } from '../../files/hdf5/numbers';
import { datasetAt, groupAt, isText, numbersOf, textsOf } from '../../files/hdf5/values';
import type { NwbRun } from './nwb-runs';
import { type NwbTimeSeries, partOfTimeSeries } from './nwb-time-series';
import { byName } from './series';

const TABLES = 'general/intracellular_ephys';

/** Maximum number of rows; more means a damaged file. */
const MOST_ROWS = 100_000;

/**
 * Runs from the tables of intracellular recordings (since NWB 2.4): a row of `intracellular_recordings` is a sweep of
 * one electrode, or a part of a longer TimeSeries; `simultaneous_recordings` are the electrodes of a sweep, and
 * `sequential_recordings` the sweeps of a run. Only runs whose sweeps all have the same channels are returned; others
 * are grouped by electrodes and times.
 */
export function runsInTables(open: Hdf5File, all: readonly NwbTimeSeries[]): NwbRun[] {
  const tables = groupAt(open, TABLES);
  const rows = tables && recordingsIn(open, tables, all);
  if (!tables || !rows) return [];
  const simultaneous = regionsIn(tables, 'simultaneous_recordings', 'recordings') ?? rows.map((_, i) => [i]);
  const sequential = regionsIn(tables, 'sequential_recordings', 'simultaneous_recordings') ?? [
    simultaneous.map((_, i) => i),
  ];
  const protocols = protocolsIn(tables);
  const names = new Set<string>();
  return sequential.flatMap((sweeps, i): NwbRun[] => {
    const found = sweeps.map((sweep) => sweepOf((simultaneous[sweep] ?? []).map((row) => rows[row])));
    const whole = found.filter((sweep) => sweep !== undefined);
    if (whole.length === 0 || whole.length < found.length || !isUniform(whole)) return [];
    const series = whole.flat();
    const [first, last] = [series[0], series.at(-1)!];
    // Name of the sweeps' description, if it is common to all of them.
    const own = series.every(({ protocol }) => protocol === first.protocol) ? first.protocol : '';
    const protocol = own || protocols[i] || '';
    const base = protocol || (first.name === last.name ? first.name : `${first.name} … ${last.name}`);
    const name = names.has(base) ? `${base} (${first.name})` : base;
    names.add(name);
    return [{ name, protocol, sweeps: whole }];
  });
}

/** Responses in the order of the table's rows; undefined for a row without one. */
function recordingsIn(
  open: Hdf5File,
  tables: Hdf5Group,
  all: readonly NwbTimeSeries[],
): (NwbTimeSeries | undefined)[] | undefined {
  const response = datasetAt(tables, 'intracellular_recordings/responses/response');
  const members = response?.metadata.compound_type?.members;
  const count = response?.shape?.[0] ?? 0;
  if (!response || !members || response.shape?.length !== 1 || count > MOST_ROWS || count === 0)
    return undefined;
  const offsetOf = (name: string) => members.find((member) => member.name === name)?.offset;
  const [start, length, target] = ['idx_start', 'count', 'timeseries'].map(offsetOf);
  if (start === undefined || length === undefined || target === undefined) return undefined;
  const integers = (offset: number) => readMember(response, [[0, count]], { offset, format: 'int32' });
  const [starts, counts] = [integers(start), integers(length)];
  // Objects are referred to by their address.
  const [low, high] = [integers(target), integers(target + 4)];
  const byPath = new Map(all.map((one) => [one.path, one]));
  const byReference = referencesOf(open, all);
  return Array.from({ length: count }, (_, i) => {
    const key = `${low[i]} ${high[i]}`;
    if (!byReference.has(key))
      byReference.set(key, byPath.get(pathOf(open, Number(low[i]), Number(high[i])) ?? ''));
    const whole = byReference.get(key);
    return whole && partOfTimeSeries(open, whole, Number(starts[i]), Number(counts[i]));
  });
}

/** The series of this file by their references. The other way round HDF5 searches the whole file for a name. */
function referencesOf(open: Hdf5File, all: readonly NwbTimeSeries[]): Map<string, NwbTimeSeries | undefined> {
  const found = new Map<string, NwbTimeSeries | undefined>();
  for (const one of all) {
    if (one.data.file_id !== open.file_id) continue;
    const { ref_data } = groupAt(open, one.path)?.create_reference() ?? {};
    if (ref_data?.length !== 8) continue;
    const [low, high] = new Int32Array(Uint8Array.from(ref_data).buffer);
    found.set(`${low} ${high}`, one);
  }
  return found;
}

function pathOf(open: Hdf5File, low: number, high: number): string | undefined {
  const address = new Uint8Array(Int32Array.of(low, high).buffer);
  const found = open.dereference({ ref_data: address } as Parameters<Hdf5File['dereference']>[0]);
  return found && 'path' in found ? String(found.path) : undefined;
}

/** Rows of another table for each row of a table: stored as a list, with the end of each row's part of it. */
function regionsIn(tables: Hdf5Group, table: string, column: string): number[][] | undefined {
  const group = groupAt(tables, table);
  const list = group && datasetAt(group, column);
  const index = group && datasetAt(group, `${column}_index`);
  if (!list || !index || tooLong(list) || tooLong(index)) return undefined;
  const rows = [...numbersOf(list, list.path)];
  const ends = [...numbersOf(index, index.path)];
  return ends.map((end, i) => rows.slice(i === 0 ? 0 : ends[i - 1], end));
}

function tooLong({ shape }: Hdf5Dataset): boolean {
  return shape?.length !== 1 || shape[0] > MOST_ROWS;
}

function protocolsIn(tables: Hdf5Group): string[] {
  const types = datasetAt(tables, 'sequential_recordings/stimulus_type');
  return types && isText(types) && !tooLong(types) ? textsOf(types, types.path) : [];
}

/** Electrodes of a sweep, sorted by name; undefined if one is missing or their rates differ. */
function sweepOf(row: readonly (NwbTimeSeries | undefined)[]): NwbTimeSeries[] | undefined {
  const channels = row.filter((one) => one !== undefined);
  if (channels.length === 0 || channels.length < row.length) return undefined;
  if (channels.length > 1 && channels.some((one) => one.columns > 1 || one.rateHz !== channels[0].rateHz))
    return undefined;
  return channels.toSorted((a, b) => byName(a.electrode?.name ?? a.name, b.electrode?.name ?? b.name));
}

/** Whether all sweeps have the same channels. */
function isUniform(sweeps: readonly NwbTimeSeries[][]): boolean {
  const channels = (sweep: readonly NwbTimeSeries[]) =>
    JSON.stringify(sweep.map((one) => [one.electrode?.id, one.unit, one.rateHz, one.columns]));
  return sweeps.every((sweep) => channels(sweep) === channels(sweeps[0]));
}
