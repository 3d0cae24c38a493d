import { amountOfTime } from '../../common/text/duration';
import { amount } from '../../common/text/numbers';
import { compare as compareTimes, DEFAULT_TOLERANCE_S } from '../../engine/results/compare';
import { readEventTimes } from '../../engine/results/event-times';
import { verb } from '../verb';

export const compare = verb({
  name: 'compare',
  summary:
    'Compare two results files, or results (A) with ground truth (B): results, a table or event list of another program (csv, xlsx), or times in seconds, one per line.',
  operands: { usage: 'A B', minimum: 2, maximum: 2 },
  flags: {
    tolerance: {
      kind: 'number',
      value: 'SECONDS',
      minimum: 0,
      doc: `Maximum distance of matching events; ${DEFAULT_TOLERANCE_S} by default.`,
    },
  },
  parameters: ['recording'],
  async run({ operands: [fileA, fileB], flags, parameters }) {
    const rateHz = parameters.sampling ?? undefined;
    const a = await readEventTimes(fileA, rateHz);
    const b = await readEventTimes(fileB, rateHz);
    const tolerance = flags.tolerance ?? DEFAULT_TOLERANCE_S;
    const found = compareTimes(a.times_s, b.times_s, tolerance);
    const { matched, only_a, only_b, precision, recall, f1, median_difference_s } = found;
    return {
      json: {
        A: fileA,
        B: fileB,
        tolerance,
        events_in_A: a.times_s.length,
        events_in_B: b.times_s.length,
        matched: matched.length,
        only_in_A: only_a.length,
        only_in_B: only_b.length,
        precision,
        recall,
        F1: f1,
        median_difference_s,
        pairs: matched.map((match) => ({
          A_s: a.times_s[match.a],
          B_s: b.times_s[match.b],
          difference_s: match.difference_s,
        })),
        times_only_in_A_s: only_a.map((i) => a.times_s[i]),
        times_only_in_B_s: only_b.map((i) => b.times_s[i]),
      },
      text: [
        `matched   ${matched.length} within ${amountOfTime(tolerance)}, B later by ${amountOfTime(median_difference_s)} (median)`,
        `only in A ${only_a.length}`,
        `only in B ${only_b.length}`,
        `A compared with B: precision ${amount(precision)}, recall ${amount(recall)}, F1 ${amount(f1)}`,
      ].join('\n'),
    };
  },
});
