import type { Hdf5Dataset, Hdf5Group } from '../../files/hdf5/hdf5';
import {
  attributeOf,
  datasetAt,
  groupAt,
  type Hdf5Value,
  plainDatasetValue,
  textAttribute,
} from '../../files/hdf5/values';
import { cleanUnit } from '../../files/text';
import { rateOf } from '../rate';

/** A name and a value stated about a file's numbers, as an attribute or as a small dataset. */
export interface Statement {
  name: string;
  value: Hdf5Value;
}

/**
 * Statements about a dataset, nearest first: its own attributes, then group by group their attributes, the single
 * values beside it, and groups beside it that are called "info" or the like. Since settings are nested like groups, the
 * nearest statement applies.
 *
 * @param groups the groups around the dataset, from the inside out
 */
export function statementsAbout(
  dataset: Hdf5Dataset | undefined,
  groups: readonly Hdf5Group[],
): Statement[][] {
  const own = dataset ? [attributesOf(dataset)] : [];
  return [...own, ...groups.map((group) => [...attributesOf(group), ...valuesIn(group, dataset)])];
}

export function attributesOf(object: Hdf5Dataset | Hdf5Group): Statement[] {
  return Object.keys(object.attrs).flatMap((name) => {
    if (!mayMatter(name)) return [];
    const value = attributeOf(object, name);
    return value === undefined ? [] : [{ name, value }];
  });
}

const SETTINGS =
  /^(info|information|meta|metadata|header|params?|parameters|settings|attrs?|attributes|properties)$/i;
const MOST_SETTINGS = 8;

/** The single values in a group and in its subgroups of settings. */
function valuesIn(group: Hdf5Group, dataset: Hdf5Dataset | undefined): Statement[] {
  const names = group.keys();
  const settings = names.filter((name) => SETTINGS.test(name)).slice(0, MOST_SETTINGS);
  return [
    ...singleValues(group, names, dataset),
    ...settings.flatMap((name) => {
      const inside = groupAt(group, name);
      return inside ? [...attributesOf(inside), ...singleValues(inside, inside.keys(), dataset)] : [];
    }),
  ];
}

function singleValues(
  group: Hdf5Group,
  names: readonly string[],
  dataset: Hdf5Dataset | undefined,
): Statement[] {
  return names.filter(mayMatter).flatMap((name) => {
    const found = datasetAt(group, name);
    if (!found || found.path === dataset?.path) return [];
    const value = plainDatasetValue(found);
    if (value === undefined) return [];
    const unit = textAttribute(found, 'units') ?? textAttribute(found, 'unit');
    return [{ name, value }, ...(unit === undefined ? [] : [{ name: `${name} unit`, value: unit }])];
  });
}

/** Normalises names for comparison: "Sampling_Rate (Hz)" and "samplingRateHz" are equal. */
function plain(name: string): string {
  return name
    .toLowerCase()
    .replaceAll(/[µμ]/g, 'u')
    .replaceAll(/[^a-z0-9]/g, '');
}

const RATE =
  /^(?:(?:sampl(?:e|ing)|acq(?:uisition)?|adc|daq|digiti[sz]ation|recording)(?:rate|freq(?:uency)?)|rate|fs|sfreq|srate|sr)(?:in)?(hz|khz|mhz)?$/;
const INTERVAL =
  /^(?:(dt|deltat|tstep|timestep|xdiff|xincr?|(?:sampl(?:e|ing)|time|acq(?:uisition)?)(?:interval|step|delta|period))|interval|period|deltax|dx)(?:in)?(s|sec|seconds|ms|us|ns)?$/;
const UNIT = /^(?:y|data|signal|value|channel|current|voltage|response|primary)?units?$/;
const TIME_UNIT = /^(?:x|t|time|dt|interval|samplinginterval)units?$/;
const IGOR = /^igorwave(?:scaling|units)$/;

function mayMatter(name: string): boolean {
  const known = plain(name);
  return (
    RATE.test(known) || INTERVAL.test(known) || UNIT.test(known) || IGOR.test(known) || /units?$/.test(known)
  );
}

const HERTZ: Readonly<Record<string, number>> = { hz: 1, khz: 1e3, mhz: 1e6 };
const SECONDS: Readonly<Record<string, number>> = {
  s: 1,
  sec: 1,
  second: 1,
  seconds: 1,
  ms: 1e-3,
  msec: 1e-3,
  millisecond: 1e-3,
  milliseconds: 1e-3,
  us: 1e-6,
  usec: 1e-6,
  microsecond: 1e-6,
  microseconds: 1e-6,
  ns: 1e-9,
  nanosecond: 1e-9,
  nanoseconds: 1e-9,
};

/** Seconds per unit of time, undefined for other units. */
export function secondsIn(unit: string): number | undefined {
  return SECONDS[plain(unit)];
}

/** The sampling rate in Hz by the nearest statement of a rate or an interval; undefined if there is none. */
export function statedRate(statements: readonly (readonly Statement[])[]): number | undefined {
  for (const level of statements)
    for (const statement of level) {
      const rate = rateIn(statement, level);
      if (rate !== undefined && rate > 0 && Number.isFinite(rate)) return rate;
    }
  return undefined;
}

function rateIn(statement: Statement, level: readonly Statement[]): number | undefined {
  const name = plain(statement.name);
  if (name === 'igorwavescaling') return igorRate(statement.value);
  const rate = RATE.exec(name);
  const interval = rate ? null : INTERVAL.exec(name);
  if (!rate && !interval) return undefined;
  const { number, unit } = quantityIn(statement.value);
  if (number === undefined) return undefined;
  const beside = level.find((other) => [`${name}unit`, `${name}units`].includes(plain(other.name)));
  const said = plain(unit || textOf(beside?.value) || (rate?.[1] ?? interval?.[2] ?? ''));
  if (HERTZ[said]) return number * HERTZ[said];
  if (SECONDS[said]) return rateOf(number * SECONDS[said], 2 ** -22);
  if (rate) return number;
  const seconds = secondsIn(statedTimeUnit([level]));
  // A bare "interval" or "dx" may be anything; it counts only with a unit of time.
  if (seconds === undefined && interval?.[1] === undefined) return undefined;
  return rateOf(number * (seconds ?? 1), 2 ** -22);
}

/** The unit of times by the nearest statement; '' if there is none. */
export function statedTimeUnit(statements: readonly (readonly Statement[])[]): string {
  const stated = statements.flat().find(({ name }) => TIME_UNIT.test(plain(name)));
  return textOf(stated?.value) ?? '';
}

/** Igor's wave scaling: rows of delta and offset, the first for the data, the second for the x axis. */
function igorRate(value: Hdf5Value): number | undefined {
  return Array.isArray(value) && typeof value[2] === 'number' && value[2] > 0
    ? rateOf(value[2], 1e-9)
    : undefined;
}

/** The units by the nearest statement; '' if there is none. An array has one per column. */
export function statedUnits(statements: readonly (readonly Statement[])[]): readonly string[] {
  for (const level of statements)
    for (const { name, value } of level) {
      const known = plain(name);
      if (known !== 'igorwaveunits' && !UNIT.test(known)) continue;
      const units = (Array.isArray(value) ? value : [value]).map((unit) =>
        typeof unit === 'string' ? cleanUnit(unit) : '',
      );
      if (known === 'igorwaveunits') return units.slice(0, 1);
      if (units.some((unit) => unit !== '')) return units;
    }
  return [];
}

/** Splits "20 kHz" or 20 into a number and its unit. */
function quantityIn(value: Hdf5Value): { number: number | undefined; unit: string } {
  const single = Array.isArray(value) && value.length === 1 ? value[0] : value;
  if (typeof single === 'number') return { number: single, unit: '' };
  const [, number, unit = ''] =
    (typeof single === 'string' && /^\s*([\d.eE+-]+)\s*(\p{L}*)\s*$/u.exec(single)) || [];
  return { number: number === undefined || Number.isNaN(Number(number)) ? undefined : Number(number), unit };
}

function textOf(value: Hdf5Value | undefined): string | undefined {
  const single = Array.isArray(value) && value.length === 1 ? value[0] : value;
  return typeof single === 'string' ? single : undefined;
}

/** Splits a name and the unit in it: "Im (pA)", "current_pA", "time [ms]". */
export function nameAndUnit(name: string): { name: string; unit: string } {
  const [, bare, unit] =
    /^(.*)[[(]\s*([fpnuµmk]?(?:A|V|s|sec|Ohm)|seconds?)\s*[\])]$/u.exec(name) ??
    /^(.*?)[_ ]([fpnuµ]A|[uµm]V|[mun]s|sec)$/u.exec(name) ??
    [];
  return unit === undefined ? { name, unit: '' } : { name: bare!.trim() || name, unit: cleanUnit(unit) };
}
