import type { ComparedGroup, ComparisonTest, Finding } from '../../common/api/engine/experiments';
import { amount, count, meanAndSd, pText, significant, withUnit } from '../../common/text/numbers';
import { isPerRecording, shownName } from '../figures/shown-measure';
import type { Comparison, MeasureComparison } from '../statistics/compare-groups';
import { type ComparisonFacts, comparisonMethods } from './methods-text';

interface Choice {
  summary: ComparisonTest['summary'];
  label: string;
  /** Rows of a comparison that belong to it. */
  takes(comparison: Comparison): boolean;
}

/** The tests that are offered, in this order; the first one of a summary is the default. */
const CHOICES: readonly Choice[] = [
  {
    summary: 'mean',
    label: 'Mixed model',
    takes: ({ method, scale }) => method === 'mixed-model' && scale === 'raw',
  },
  {
    summary: 'mean',
    label: 'Bootstrap',
    takes: ({ method, statistic }) => method === 'bootstrap' && statistic === 'mean',
  },
  {
    summary: 'mean',
    label: 'Welch’s test on cells',
    takes: ({ method }) => method === 'welch' || method === 'welch-anova',
  },
  {
    summary: 'mean',
    label: 'Mann–Whitney test on cells',
    takes: ({ method }) => method === 'mann-whitney' || method === 'kruskal-wallis',
  },
  { summary: 'mean', label: 'Paired t-test on cells', takes: ({ method }) => method === 'paired' },
  {
    summary: 'median',
    label: 'Bootstrap',
    takes: ({ method, statistic }) => method === 'bootstrap' && statistic === 'median',
  },
  {
    summary: 'geometric mean',
    label: 'Mixed model of logarithms',
    takes: ({ method, scale }) => method === 'mixed-model' && scale === 'log',
  },
  {
    summary: 'geometric mean',
    label: 'Bootstrap',
    takes: ({ method, statistic }) => method === 'bootstrap' && statistic === 'geometric_mean',
  },
];

/** What can be chosen of a comparison, each with what it found and its methods; nothing is offered that found nothing. */
export function testsOf(comparison: MeasureComparison, facts: ComparisonFacts): ComparisonTest[] {
  const measure = shownName(comparison.measure);
  // Of a change the sign says more or less, not inward or outward.
  const sign = comparison.change ? 0 : signOf(comparison);
  return CHOICES.flatMap(({ summary, label, takes }) => {
    const own = comparison.comparisons.filter(takes);
    if (own.length === 0) return [];
    const methods = comparisonMethods([{ ...comparison, comparisons: own }], facts).join(' ');
    return [{ summary, label, findings: own.map((one) => findingOf(one, measure, sign)), methods }];
  });
}

/** 1 or −1 where all groups have means of that sign, so that one can be larger than another; else 0. */
function signOf({ groups }: MeasureComparison): number {
  const signs = new Set(groups.map(({ mean }) => Math.sign(mean)));
  return signs.size === 1 ? [...signs][0] : 0;
}

function findingOf(
  one: Comparison,
  { unit, factor }: { unit: string; factor: number },
  sign: number,
): Finding {
  const [reference, ...rest] = one.groups;
  const place = one.within === undefined ? '' : `${one.within}: `;
  const other = place + rest.join(', ');
  const p = { p: pText(one.p), corrected: one.p_holm === undefined ? null : pText(one.p_holm) };
  if (one.method === 'welch-anova' || one.method === 'kruskal-wallis')
    return { text: 'Any difference', interval: null, ...p };
  const isClear = (one.p_holm ?? one.p) < 0.05;
  const unclear = `${other} is not clearly different from ${reference}`;
  const { ratio, ratio_low: low, ratio_high: high } = one;
  if (typeof ratio === 'number')
    return {
      text: isClear
        ? `${other} is ${significant(ratio)} times ${reference}`
        : `${unclear}: ${significant(ratio)} times`,
      interval: `${significant(low as number)} to ${significant(high as number)}`,
      ...p,
    };
  if (one.difference === undefined) return { text: `${other} against ${reference}`, interval: null, ...p };
  // "Smaller" is nearer to zero: of inward currents, too.
  const turned = one.difference * sign < 0 ? -sign : sign;
  const [difference, first, second] = [one.difference, one.t_low ?? one.low, one.t_high ?? one.high].map(
    (value) => (value ?? Number.NaN) * factor * (turned || 1),
  );
  const size = withUnit(amount(difference), unit);
  const by = `${size} ${turned === sign ? 'larger' : 'smaller'}`;
  const found = isClear ? `${other} is ${by} than ${reference}` : `${unclear}: ${by}`;
  return {
    text: turned === 0 ? `${other} − ${reference}: ${size}` : found,
    interval: withUnit(`${amount(Math.min(first, second))} to ${amount(Math.max(first, second))}`, unit),
    ...p,
  };
}

/** The groups in the units of views. */
export function comparedGroups({ measure, groups, change }: MeasureComparison): ComparedGroup[] {
  const { unit, factor } = shownName(measure);
  const values = isPerRecording(measure, change) ? 'recording' : 'event';
  const shown = (value: number | null) =>
    value === null ? '–' : withUnit(significant(value * factor), unit);
  return groups.map(({ name, cells, animals, events, mean, sd, median, geometric_mean }) => ({
    name,
    n: `${count(cells, 'cell')} of ${count(animals, 'animal')}, ${count(events, values)}`,
    mean: meanAndSd(mean * factor, sd === null ? null : sd * factor, unit),
    median: shown(median),
    geometric_mean: shown(geometric_mean),
  }));
}

/**
 * Why no test over pooled events is offered, with how often it would be wrong here; null where there is nothing to compare,
 * or no value of a single event.
 */
export function pooledSentence({ measure, groups, change, pooled_test }: MeasureComparison): string | null {
  if (groups.length < 2 || isPerRecording(measure, change)) return null;
  const reason =
    'No t-test or Kolmogorov–Smirnov test over all events is offered: events of one cell resemble each other, so it counts each of them as if it were a cell.';
  if (!pooled_test) return reason;
  const { false_positive_rate, shuffles, unit } = pooled_test;
  return `${reason} With the groups of these ${unit}s shuffled ${shuffles} times, a t-test over all events finds p < 0.05 in ${Math.round(100 * false_positive_rate)} % of them; a valid test does in 5 %.`;
}
