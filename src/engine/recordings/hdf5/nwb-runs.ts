import type { NwbTimeSeries } from './nwb-time-series';
import { byName } from './series';

/** A run of TimeSeries: successive sweeps, each of the same simultaneous channels. */
export interface NwbRun {
  name: string;
  protocol: string;
  /** sweeps[sweep][channel]; every sweep has the same channels. */
  sweeps: NwbTimeSeries[][];
}

/**
 * Groups TimeSeries into runs of sweeps and channels, since NWB stores each sweep of each electrode as a separate
 * TimeSeries. Recordings of one electrode in one mode under one protocol are sweeps; electrodes whose sweeps start
 * together and have equal lengths are channels. Others are separate runs. Files with tables of simultaneous and
 * sequential recordings are handled in `nwb-tables.ts`; many have none.
 */
export function nwbRuns(all: readonly NwbTimeSeries[]): NwbRun[] {
  const lines = grouped(all, lineKey).map((sweeps) =>
    [...sweeps].sort((a, b) => a.start_s - b.start_s || byName(a.name, b.name)),
  );
  const runs = grouped(lines, timeKey).map((channels) => {
    const ordered = [...channels].sort((a, b) => byName(channelName(a), channelName(b)));
    return ordered[0].map((_, sweep) => ordered.map((line) => line[sweep]));
  });
  const names = new Set<string>();
  return runs
    .sort((a, b) => a[0][0].start_s - b[0][0].start_s || byName(a[0][0].name, b[0][0].name))
    .map((sweeps) => {
      const [first, last] = [sweeps[0][0], sweeps.at(-1)!.at(-1)!];
      const range = first === last ? first.name : first.protocol || `${first.name} … ${last.name}`;
      const name = names.has(range) ? `${range} (${first.name})` : range;
      names.add(name);
      return { name, protocol: first.protocol, sweeps };
    });
}

/** Grouping key: equal for TimeSeries that are sweeps of one channel, unique if the electrode is unknown. */
function lineKey(one: NwbTimeSeries): string {
  if (!one.electrode || one.rateHz === undefined || one.columns > 1) return `alone ${one.name}`;
  return JSON.stringify([one.electrode.id, one.type, one.unit, one.rateHz, one.protocol]);
}

/** Grouping key: equal for channels recorded at the same time. */
function timeKey(sweeps: readonly NwbTimeSeries[]): string {
  const { rateHz, columns, name } = sweeps[0];
  if (rateHz === undefined || columns > 1) return `alone ${name}`;
  return JSON.stringify([rateHz, ...sweeps.map((one) => [Math.round(one.start_s * rateHz), one.samples])]);
}

function channelName(sweeps: readonly NwbTimeSeries[]): string {
  return sweeps[0].electrode?.name ?? sweeps[0].name;
}

function grouped<T>(items: readonly T[], key: (item: T) => string): T[][] {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(key(item));
    if (group) group.push(item);
    else groups.set(key(item), [item]);
  }
  return [...groups.values()];
}
