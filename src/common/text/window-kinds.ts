import { durationOf_s, type WindowKind } from '../training/window-kind';
import { count, fixed, significant } from './numbers';

/** A window's length as `win_size` takes it: "15 ms", or samples where the rate is not known. */
export function windowSizeOf(kind: Pick<WindowKind, 'samples' | 'rate_hz'>): string | number {
  const duration_s = durationOf_s(kind);
  return duration_s === null ? kind.samples : `${Number((1000 * duration_s).toPrecision(6))} ms`;
}

/** "600 samples at 50 kHz (12 ms)", "750 samples (the sampling rate is not known)" */
export function windowText(kind: Pick<WindowKind, 'samples' | 'rate_hz'>): string {
  const { samples, rate_hz } = kind;
  if (rate_hz === null) return `${fixed(samples, 0)} samples (the sampling rate is not known)`;
  return `${fixed(samples, 0)} samples at ${rateText(rate_hz)} (${windowSizeOf(kind)})`;
}

/** "50 kHz" */
export function rateText(rate_hz: number): string {
  return `${Number((rate_hz / 1000).toPrecision(4))} kHz`;
}

/** Windows whose lengths differ by less than this factor show events at the same pace. */
const ALIKE = 1.1;

/** Warnings for training on windows recorded differently, one sentence per difference. */
export function mixWarnings(kinds: readonly WindowKind[]): string[] {
  const warnings: string[] = [];
  const rated = kinds.filter(({ rate_hz }) => rate_hz !== null);
  const durations = distinct(rated.map((kind) => durationOf_s(kind)!));
  const rates = distinct(rated.map(({ rate_hz }) => rate_hz!));
  if (durations.length > 0 && durations.at(-1)! >= ALIKE * durations[0])
    warnings.push(
      `The windows are ${listed(durations.map((d) => significant(1000 * d, 3)).reverse())} ms long (recorded at ${listed(rates.map(rateText))}), but the network takes them all for equally long: the same event looks faster in the longer ones. Extract all recordings with one win_size as a time, such as "${windowSizeOf(rated[0])}".`,
    );
  else if (rates.length > 1)
    warnings.push(
      `The windows were recorded at ${listed(rates.map(rateText))}; they are equally long, but their noise differs.`,
    );
  const unrated = kinds.filter(({ rate_hz }) => rate_hz === null);
  if (unrated.length > 0 && rated.length > 0)
    warnings.push(
      `The sampling rate of ${count(sum(unrated), 'window')} is not known; the others were recorded at ${listed(rates.map(rateText))}. Check that all windows last equally long.`,
    );
  const lengths = [...new Set(unrated.map(({ samples }) => samples))];
  if (lengths.length > 1)
    warnings.push(
      `The windows have ${listed(lengths.map(String))} samples and their files have no sampling rate. Check that all windows last equally long.`,
    );
  const units = [...new Set(kinds.map(({ unit }) => unit).filter((unit) => unit !== ''))];
  if (units.length > 1)
    warnings.push(
      `The windows are in ${listed(units)}. Each is scaled by itself, so units that measure the same do no harm; currents and potentials do not belong together.`,
    );
  return warnings;
}

/** Numbers, ascending, those nearer than rounding once. */
function distinct(values: readonly number[]): number[] {
  return [...new Set(values.map((value) => Number(value.toPrecision(4))))].sort((a, b) => a - b);
}

/** "60, 30 and 15" */
function listed(parts: readonly string[]): string {
  return parts.length < 2 ? (parts[0] ?? '') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`;
}

function sum(kinds: readonly WindowKind[]): number {
  return kinds.reduce((total, { windows }) => total + windows, 0);
}
