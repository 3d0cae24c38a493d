import type { Hdf5Dataset } from '../../files/hdf5/hdf5';
import { isNumeric } from '../../files/hdf5/numbers';
import { textAttribute } from '../../files/hdf5/values';
import { line, type SampleSource } from './series';
import {
  attributesOf,
  nameAndUnit,
  type Statement,
  secondsIn,
  statedTimeUnit,
  statedUnits,
} from './statements';
import type { NamedLine, Table } from './tables';
import { countsSamples, type Even, evenlyRising, rateOfTimes } from './times';

export const TIME_NAMES =
  /^(t|x|index|axis1|seconds|(?:.*[_ ])?(?:times?|timestamps?))(?:[_ ]?[[(]?(?:s|sec|ms|us|µs|ns)[\])]?)?$/i;

/** Times are recognised by their name or by rising evenly; volts and amperes may rise evenly too, as in a ramp. */
const MEASURED = /^[fpnuµmk]?(A|V|S|Ohm)$/u;
/** In a table with many columns, only the outer ones are checked. */
const MOST_PROBED = 16;

/** Separates times and sample numbers from the lines of a table, and derives the sampling rate from them. */
export function withoutTimes(
  { lines, samples }: Table,
  statements: readonly (readonly Statement[])[],
): { lines: NamedLine[][]; rateHz: number | undefined } {
  const all = lines.length === 1 ? lines[0] : lines.map((sweep) => sweep[0]);
  if (all.length < 2 || (lines.length > 1 && lines[0].length > 1)) return { lines, rateHz: undefined };
  const probed = all.length <= MOST_PROBED ? all : [...all.slice(0, 2), ...all.slice(-2)];
  const rising = probed.flatMap((one) => {
    if (MEASURED.test(one.unit) || one.source.member?.format === 'int16') return [];
    const even = evenlyRising(one.source, samples);
    return even ? [{ one, even }] : [];
  });
  // There is only one time: several evenly rising lines are ramps, unless one is called time.
  const time = rising.length === 1 ? rising[0] : rising.find(({ one }) => TIME_NAMES.test(one.name));
  if (time === undefined) return { lines, rateHz: undefined };
  const kept = lines
    .map((sweep) => sweep.filter((other) => other !== time.one))
    .filter((sweep) => sweep.length > 0);
  const seconds = secondsIn(time.one.unit) ?? secondsIn(statedTimeUnit(statements)) ?? 1;
  return {
    lines: kept,
    rateHz: countsSamples(time.even) ? undefined : rateOfTimes(time.even, seconds),
  };
}

/** Source of a dataset with a single line: one axis, or two with length 1 in the other. */
export function singleLine(dataset: Hdf5Dataset): { source: SampleSource; samples: number } | undefined {
  const { shape, compound_type } = dataset.metadata;
  if (!shape || compound_type || !isNumeric(dataset)) return undefined;
  const axis = shape.length === 2 && shape[0] === 1 ? 1 : 0;
  if (shape.length === 2 && shape[1 - axis] !== 1) return undefined;
  return {
    source: line(
      dataset,
      axis,
      shape.map(() => 0),
    ),
    samples: shape[axis],
  };
}

/** Evenly rising times or sample numbers in a dataset; undefined for other contents. */
export function timesIn(dataset: Hdf5Dataset): Even | undefined {
  const single = singleLine(dataset);
  if (!single || MEASURED.test(statedUnits([attributesOf(dataset)])[0] ?? '')) return undefined;
  return evenlyRising(single.source, single.samples);
}

/** A dataset beside a trace, of the same length. */
interface Beside {
  name: string;
  dataset: Hdf5Dataset;
}

/** Timing of a trace from the datasets of the same length beside it. */
export function timesBeside(
  beside: readonly Beside[],
  statements: readonly (readonly Statement[])[],
): { rateHz: number | undefined; from: string; uneven: boolean } {
  const ordered = beside.toSorted(
    (a, b) => Number(TIME_NAMES.test(b.name)) - Number(TIME_NAMES.test(a.name)),
  );
  for (const { name, dataset } of ordered.slice(0, MOST_PROBED)) {
    const even = timesIn(dataset);
    if (!even || countsSamples(even)) continue;
    const unit = statedUnits([attributesOf(dataset)])[0] || nameAndUnit(name).unit;
    const kind = textAttribute(dataset, 'kind') ?? '';
    const seconds = /^(datetime|timedelta)64/.test(kind)
      ? 1e-9
      : (secondsIn(unit) ?? secondsIn(statedTimeUnit(statements)) ?? 1);
    return { rateHz: rateOfTimes(even, seconds), from: name, uneven: false };
  }
  const uneven = ordered.find(({ name }) => TIME_NAMES.test(name));
  return { rateHz: undefined, from: uneven?.name ?? '', uneven: uneven !== undefined };
}
