import { UserError } from '../errors';
import { checkValue } from './check';
import { isLength } from './declaration';
import {
  DECLARATIONS,
  type LengthName,
  PARAMETER_NAMES,
  type Parameters,
  type WrittenParameters,
} from './parameters';
import { parseDuration } from './times';

/** Parameters whose values are lengths in samples, or times. */
export const LENGTH_NAMES = PARAMETER_NAMES.filter((name) => isLength(DECLARATIONS[name])) as LengthName[];

/**
 * Converts all lengths to samples at a sampling rate.
 *
 * @throws UserError for a time outside the allowed range of samples at this rate
 */
export function inSamples(written: WrittenParameters, rateHz: number): Parameters {
  const values = inSamplesIfKnown(written, rateHz);
  const wrong = LENGTH_NAMES.map((name) => timeProblem(name, written[name], rateHz)).find(Boolean);
  if (wrong !== undefined) throw new UserError(wrong);
  return values;
}

/** The same for display and comparison: a time is NaN if the rate is unknown, and ranges are not checked. */
export function inSamplesIfKnown(written: WrittenParameters, rateHz: number | undefined): Parameters {
  const times = LENGTH_NAMES.flatMap((name) => {
    const value = written[name];
    return typeof value === 'string' ? [[name, samplesIn(name, value, rateHz)] as const] : [];
  });
  return { ...written, ...Object.fromEntries(times) } as Parameters;
}

/** Problem of a time at a sampling rate, in a sentence; undefined if it is valid or not a time. */
export function timeProblem(
  name: LengthName,
  value: string | number | null,
  rateHz: number,
): string | undefined {
  if (typeof value !== 'string') return undefined;
  const samples = samplesIn(name, value, rateHz);
  const problem = checkValue(name, samples);
  return problem && `${name} is ${value}: at ${rateHz} Hz, ${problem.message}`;
}

/** A limit of times need not be a whole number of samples. */
function samplesIn(name: LengthName, time: string, rateHz: number | undefined): number {
  const samples = (parseDuration(time) ?? Number.NaN) * (rateHz ?? Number.NaN);
  return DECLARATIONS[name].kind === 'integer' ? Math.round(samples) : samples;
}

/** The values with lengths in samples as times, which are the same number of samples at this rate: "35 ms". */
export function lengthsAsTimes<V extends Partial<WrittenParameters>>(values: V, rateHz: number): V {
  const times = LENGTH_NAMES.flatMap((name) => {
    const value = values[name];
    return typeof value === 'number' && value > 0 ? [[name, timeOf(name, value, rateHz)] as const] : [];
  });
  return { ...values, ...Object.fromEntries(times) };
}

/** The shortest time in milliseconds that is this number of samples. */
function timeOf(name: LengthName, samples: number, rateHz: number): string | number {
  const exact = (samples / rateHz) * 1000;
  for (let digits = 1; digits <= 15; digits++) {
    const time = `${Number(exact.toPrecision(digits))} ms`;
    if (samplesIn(name, time, rateHz) === samples) return time;
  }
  return samples;
}
