import { UserError } from '../../common/errors';
import type { Task } from '../../common/task';
import { firstBeyond, liesIn, type SampleRange } from '../../common/traces/sample-ranges';
import type { Warning } from '../../common/warning';
import { breathe } from '../scheduling/breathe';
import type { Trace } from '../signal/trace';

const BLOCK = 1 << 18;

/** A file with more gaps than this is damaged, not a recording with missing values. */
const MOST_GAPS = 100_000;

/** Squares of larger values, and their sums, overflow; no current or voltage comes near. */
const LARGEST = 1e100;
const SMALLEST = 1e-100;

export interface Gaps {
  /** Samples that are not finite numbers. */
  missing: SampleRange[];
  /** At least a window of one constant value: nothing was recorded. */
  flat: SampleRange[];
}

/**
 * Searches the trace once for missing values and constant segments.
 *
 * @param name of the recording, for errors
 * @throws UserError when no values are left, or they are too large or too small to compute with
 * @throws CancelledError
 */
export async function findGaps(name: string, trace: Trace, window: number, task: Task): Promise<Gaps> {
  const gaps: Gaps = { missing: [], flat: [] };
  let absent = 0;
  let runStart = 0;
  let runValue = Number.NaN;
  let [minimum, maximum] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  const endRun = (at: number) => {
    if (at === runStart) return;
    const run = { from: runStart, to: at };
    if (!Number.isFinite(runValue)) {
      gaps.missing.push(run);
      absent += at - runStart;
    } else if (at - runStart >= window) gaps.flat.push(run);
  };
  for (let start = 0; start < trace.samples; start += BLOCK) {
    const values = trace.read(start, Math.min(trace.samples, start + BLOCK));
    for (let i = 0; i < values.length; i++) {
      const value = values[i];
      if (value === runValue || (!Number.isFinite(value) && !Number.isFinite(runValue))) continue;
      endRun(start + i);
      if (Number.isFinite(value)) {
        if (value < minimum) minimum = value;
        if (value > maximum) maximum = value;
      }
      runStart = start + i;
      runValue = value;
    }
    if (gaps.missing.length > MOST_GAPS)
      throw new UserError(
        `${name} has missing values in more than ${MOST_GAPS} places. It is damaged or not a recording.`,
      );
    task.report({
      phase: 'checking the trace',
      done: start + values.length,
      total: trace.samples,
      unit: 'samples',
    });
    await breathe(task);
  }
  endRun(trace.samples);
  if (absent === trace.samples)
    throw new UserError(`${name} contains only NaN. Choose another channel or file.`);
  requireMeasurable(name, minimum, maximum);
  return gaps;
}

function requireMeasurable(name: string, minimum: number, maximum: number): void {
  const largest = Math.max(Math.abs(minimum), Math.abs(maximum));
  const tooSmall = maximum > minimum && maximum - minimum < SMALLEST;
  if (largest <= LARGEST && !tooSmall) return;
  const size = tooSmall ? `differ by no more than ${maximum - minimum}` : `reach ${largest}`;
  throw new UserError(
    `${name} has values that ${size}. Choose another dataset, or give the factor to its unit with the parameter scaling.`,
  );
}

/**
 * The trace with straight lines across missing values, so that results computed from neighbours stay finite; before the
 * first value and after the last, the nearest one.
 */
export function bridged(trace: Trace, missing: readonly SampleRange[]): Trace {
  if (missing.length === 0) return trace;
  return {
    rateHz: trace.rateHz,
    unit: trace.unit,
    samples: trace.samples,
    read(from, to) {
      const values = trace.read(from, to);
      for (let g = firstBeyond(missing, from); g < missing.length && missing[g].from < to; g++) {
        const gap = missing[g];
        const [left, right] = edges(trace, gap);
        for (let i = Math.max(from, gap.from); i < Math.min(to, gap.to); i++)
          values[i - from] = left + ((right - left) * (i - gap.from + 1)) / (gap.to - gap.from + 1);
      }
      return values;
    },
  };
}

function edges(trace: Trace, { from, to }: SampleRange): [left: number, right: number] {
  const left = from > 0 ? trace.read(from - 1, from)[0] : Number.NaN;
  const right = to < trace.samples ? trace.read(to, to + 1)[0] : left;
  return [Number.isNaN(left) ? right : left, right];
}

/** Tests whether a window that starts at a sample lies wholly in one of the ranges. */
export function inside(stretches: readonly SampleRange[], window: number): (start: number) => boolean {
  const starts = stretches
    .map(({ from, to }) => ({ from, to: to - window + 1 }))
    .filter((s) => s.to > s.from);
  return (start) => liesIn(starts, start);
}

/** Warnings for the user, one sentence per kind. */
export function gapWarnings({ missing, flat }: Gaps, rateHz: number): Warning[] {
  const seconds = (stretches: readonly SampleRange[]) =>
    (stretches.reduce((sum, { from, to }) => sum + to - from, 0) / rateHz).toPrecision(3);
  const places = (stretches: readonly SampleRange[]) =>
    `${stretches.length === 1 ? '1 segment' : `${stretches.length} segments`} (${seconds(stretches)} s in all)`;
  const warnings: Warning[] = [];
  if (missing.length > 0)
    warnings.push({
      code: 'missing-values',
      message: `Values are missing in ${places(missing)} of the trace; no events are detected there.`,
    });
  if (flat.length > 0)
    warnings.push({
      code: 'flat',
      message: `The trace is constant in ${places(flat)}; no events are detected there.`,
    });
  return warnings;
}
