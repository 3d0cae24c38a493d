import {
  DECLARATIONS,
  defaultParameters,
  PARAMETER_NAMES,
  type Parameters,
} from '../../common/parameters/parameters';
import { amount, count, fixed, meanAndSd, pText } from '../../common/text/numbers';
import { shownName } from '../figures/shown-measure';
import type { Comparison, MeasureComparison } from '../statistics/compare-groups';
import { summariseCells } from './cell-summary';
import { classRuleText } from './event-classes';
import { kindsOfRow } from './event-kinds';
import type { RowEvents } from './experiment-events';

/** What a comparison was computed with. */
export interface ComparisonFacts {
  seed: number;
  resamples: number;
  /** Name and version of the program that compared. */
  program: string;
}

/** Parameters that a methods paragraph names, with words and unit; others that were changed are added by name. */
const NAMED: Partial<Record<keyof Parameters, [words: string, unit: string]>> = {
  win_size: ['detection window', 'samples'],
  model_threshold: ['minimum probability', ''],
  event_direction: ['event direction', ''],
  convolve_win: ['smoothing for measurements (Hann window)', 'samples'],
  gradient_convolve_win: ['smoothing of the gradient (Hann window)', 'samples'],
  min_amplitude: ['minimum amplitude', ''],
  lowpass: ['low-pass filter', 'Hz'],
  highpass: ['high-pass filter', 'Hz'],
  line_freq: ['line noise removed at', 'Hz'],
};
/** Named elsewhere, or of no effect on results. */
const LEFT_OUT: readonly string[] = [
  'model_path',
  'batch_size',
  'training_direction',
  'class_limit',
  'class_measure',
];
const GROUPS: readonly string[] = ['model', 'detection', 'measurement', 'filters'];

const DECAY_FITS =
  'Decays were fitted from the peak to the next event by an exponential with offset, kept where it begins near the peak, ends near the baseline and explains half of the variance, and by two where AICc was lower by more than 6.';

/** A methods paragraph about the detection: recordings, program, model, parameters as used, numbers of events. */
export function detectionMethods(results: readonly RowEvents[]): string {
  const cells = summariseCells(results);
  const groups = [...new Set(results.map(({ row }) => row.group))];
  const events = cells.reduce((sum, cell) => sum + cell.events, 0);
  const hours = results.reduce((sum, { facts }) => sum + facts.statistics.duration_s, 0);
  const parts = groups.map((group) => {
    const own = cells.filter((cell) => cell.group === group);
    const animals = new Set(own.map(({ animal }) => animal)).size;
    const total = own.reduce((sum, cell) => sum + cell.events, 0);
    return `${group === '' ? 'all' : group}: ${count(own.length, 'cell')} of ${count(animals, 'animal')}, ${count(total, 'event')}`;
  });
  const models = tally(
    results,
    ({ facts: { model } }) => `${model.name} (SHA-256 ${model.sha256.slice(0, 16)}…)`,
  );
  return [
    `Synaptic events were detected in ${count(results.length, 'recording')} (${amount(hours / 60)} min in total; sampled at ${tally(results, ({ facts }) => `${amount(facts.rate_hz / 1000)} kHz`)}) with ${tally(results, ({ writtenBy }) => writtenBy)} (O’Neill et al., eLife 13:RP98485, 2025) and the model ${models}.`,
    `Parameters: ${parametersText(results)}.`,
    `Amplitudes are peak minus baseline, rise times from 10 to 90 %, half decays from the peak to half of the amplitude; the frequency is the number of events in the time without excluded intervals.`,
    ...(results.some(({ fits }) => fits) ? [DECAY_FITS] : []),
    ...(results.some(({ classes }) => classes) ? [classesText(results)] : []),
    `${fixed(events, 0)} events were counted (${parts.join('; ')}); events at the ends of a recording were not.`,
  ].join(' ');
}

/** The rule that divides events into classes, and how many each has. */
function classesText(results: readonly RowEvents[]): string {
  const rule = tally(results, ({ classes, facts: { parameters, recipe, rate_hz } }) =>
    classes ? classRuleText(parameters, recipe, rate_hz) : 'not divided',
  );
  const kinds = results.flatMap((one) => (one.classes ? kindsOfRow(one) : []));
  const counts = [...new Set(kinds.map(({ kind }) => kind))].map((name) => {
    const own = kinds.filter(({ kind }) => kind === name);
    return `${name} ${fixed(
      own.reduce((sum, { facts }) => sum + facts.statistics.events, 0),
      0,
    )}`;
  });
  return `Events with a ${rule} were called fast and the others slow; those without a valid value were kept apart as unclassified (events: ${counts.join(', ')}).`;
}

/** "12 ms", or "600 (20 recordings), 750 (4 recordings)". */
function tally(results: readonly RowEvents[], of: (one: RowEvents) => string): string {
  const counts = new Map<string, number>();
  for (const one of results) counts.set(of(one), (counts.get(of(one)) ?? 0) + 1);
  if (counts.size === 1) return [...counts.keys()][0];
  return [...counts].map(([text, n]) => `${text} (${count(n, 'recording')})`).join(', ');
}

function parametersText(results: readonly RowEvents[]): string {
  const shown = (name: keyof Parameters, unit: string) =>
    tally(results, ({ facts: { parameters, rate_hz } }) => {
      const value = parameters[name];
      if (unit === 'samples' && typeof value === 'number')
        return `${value} samples, ${amount((1000 * value) / rate_hz)} ms`;
      return `${typeof value === 'string' ? value : JSON.stringify(value)}${unit === '' ? '' : ` ${unit}`}`;
    });
  const named = (Object.entries(NAMED) as [keyof Parameters, [string, string]][])
    .filter(([name]) => results.some(({ facts }) => isSet(facts.parameters[name])))
    .map(([name, [words, unit]]) => `${words} ${shown(name, unit)}`);
  const defaults = defaultParameters();
  const others = PARAMETER_NAMES.filter(
    (name) =>
      !(name in NAMED) &&
      !LEFT_OUT.includes(name) &&
      GROUPS.includes(DECLARATIONS[name].group) &&
      results.some(({ facts: { recipe } }) => recipe[name] !== defaults[name]),
  ).map((name) => `${name} ${shown(name, '')}`);
  return [...named, ...others].join('; ');
}

function isSet(value: unknown): boolean {
  return value !== null && value !== undefined && value !== false && value !== 0;
}

/** How groups were compared, and what came out, for a methods and a results section. */
export function comparisonMethods(measures: readonly MeasureComparison[], facts: ComparisonFacts): string[] {
  const used = new Set(measures.flatMap(({ comparisons }) => comparisons.map(({ method }) => method)));
  const names = Object.entries(METHODS).flatMap(([method, text]) =>
    used.has(method as Comparison['method']) ? [text(facts)] : [],
  );
  const corrected = measures.some(({ comparisons }) =>
    comparisons.some(({ p_holm }) => p_holm !== undefined),
  );
  const method =
    names.length === 0
      ? []
      : [
          `Groups were compared as nested data (events in cells in animals) with ${facts.program}: ${names.join('; ')}. Intervals are 95 % intervals, p values two-sided${corrected ? '; those of tests on means of cells are also given corrected by Holm’s method' : ''}.`,
        ];
  return [...method, ...measures.map(resultText)];
}

const METHODS: Readonly<Record<Comparison['method'], (facts: ComparisonFacts) => string>> = {
  'mixed-model': () =>
    'linear mixed model with random intercepts of animal and cell (restricted maximum likelihood, Satterthwaite’s degrees of freedom)',
  bootstrap: ({ resamples, seed }) =>
    `hierarchical bootstrap over animals, cells and events (${fixed(resamples, 0)} resamples, seed ${seed}, percentile intervals)`,
  welch: () => 'Welch’s t-test on means of cells',
  'mann-whitney': () => 'Mann–Whitney test on means of cells',
  paired: () => 'paired t-test on means of cells measured in both groups or conditions',
  'welch-anova': () => 'Welch’s analysis of variance on means of cells',
  'kruskal-wallis': () => 'Kruskal–Wallis test on means of cells',
};

/** "Amplitude: ctl −14.3 ± 3.7 pA (mean ± SD of 6 cells, 3 animals, 312 events); TTX …; TTX − ctl: 6 pA (95 %: …)". */
function resultText({ measure, groups, comparisons, change }: MeasureComparison): string {
  const { name, unit, factor } = shownName(measure);
  const isFrequency = name.split(',', 1)[0] === 'Frequency';
  const eventsText = (n: number) =>
    change ? count(n, 'change') : count(n, isFrequency ? 'recording' : 'event');
  const each = groups.map(
    (group) =>
      `${group.name} ${meanAndSd(group.mean * factor, group.sd === null ? null : group.sd * factor, unit)} (${count(group.cells, 'cell')}, ${count(group.animals, 'animal')}, ${eventsText(group.events)})`,
  );
  const isModel = ({ method, scale }: Comparison) => method === 'mixed-model' && scale === 'raw';
  // Where the mixed model was not chosen, what was.
  const told = comparisons.some(isModel)
    ? comparisons.filter((one) => isModel(one) || one.within !== undefined)
    : comparisons;
  const differences = told.map((one) => differenceText(one, unit, factor));
  return `${name}, mean ± SD of cells: ${each.join('; ')}${differences.length > 0 ? `; ${differences.join('; ')}` : ''}.`;
}

const SHORT: Readonly<Record<Comparison['method'], string>> = {
  'mixed-model': 'mixed model',
  bootstrap: 'bootstrap',
  welch: 'Welch’s t-test',
  'mann-whitney': 'Mann–Whitney test',
  paired: 'paired t-test',
  'welch-anova': 'Welch’s analysis of variance',
  'kruskal-wallis': 'Kruskal–Wallis test',
};

/** "TTX − ctl 6 pA (95 %: 1 to 11, p = 0.02, mixed model)"; a ratio on the logarithmic scale. */
function differenceText(one: Comparison, unit: string, factor: number): string {
  const { method, scale, groups, p, p_holm } = one;
  const [reference, ...others] = groups;
  const ps = `p ${pText(p)}${p_holm === undefined ? '' : `, corrected ${amount(p_holm, 2)}`}`;
  const name = `${SHORT[method]}${scale === 'log' ? ' of logarithms' : ''}${typeof one['statistic'] === 'string' ? ` of the ${one['statistic'].replace('_', ' ')}` : ''}`;
  const isRatio = scale === 'log';
  const [value, low, high] = isRatio
    ? [one['ratio'], one['ratio_low'], one['ratio_high']]
    : [one.difference, one.t_low ?? one.low, one.t_high ?? one.high];
  if (typeof value !== 'number') return `${[reference, ...others].join(', ')}: ${ps} (${name})`;
  const shown = [value, low, high].map((each) => amount(Number(each) * (isRatio ? 1 : factor)));
  const units = isRatio || unit === '' ? '' : ` ${unit}`;
  const place = one.within === undefined ? '' : `${one.within}: `;
  return `${place}${others.join(', ')} ${isRatio ? '÷' : '−'} ${reference} ${shown[0]}${units} (95 %: ${shown[1]} to ${shown[2]}, ${ps}, ${name})`;
}
