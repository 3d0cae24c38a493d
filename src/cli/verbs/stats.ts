import path from 'node:path';
import { UserError } from '../../common/errors';
import type { Figure } from '../../common/figures/marks';
import type { Task } from '../../common/task';
import { amount, pText } from '../../common/text/numbers';
import { WRITTEN_BY } from '../../common/version';
import { isExperiment, readExperiment, resultsFolderOf } from '../../engine/experiments/experiment';
import { type RowEvents, readExperimentEvents } from '../../engine/experiments/experiment-events';
import { experimentFigures } from '../../engine/experiments/experiment-figures';
import { writePaperFiles } from '../../engine/experiments/figure-files';
import { experimentTable } from '../../engine/experiments/gather';
import { comparisonMethods, detectionMethods } from '../../engine/experiments/methods-text';
import { measureFigures } from '../../engine/figures/table-figures';
import {
  type Comparison,
  compareGroups,
  type MeasureComparison,
} from '../../engine/statistics/compare-groups';
import { type EventTable, readEventTable } from '../../engine/statistics/read-event-table';
import { decayFitsFlag, forceFlag } from '../flags';
import { verb } from '../verb';

export const stats = verb({
  name: 'stats',
  summary:
    'Compare groups of nested data (events in cells in animals): an experiment that batch has run, or a csv or xlsx table with columns group, animal, cell, then measures.',
  operands: { usage: 'EXPERIMENT|TABLE.csv', minimum: 1, maximum: 1 },
  flags: {
    out: {
      kind: 'text',
      value: 'DIR',
      doc: 'Folder of the results, if batch was given one with --out.',
    },
    measure: { kind: 'text', value: 'NAME', doc: 'Only this measure; all by default.' },
    reference: {
      kind: 'text',
      value: 'GROUP',
      doc: 'Reference group for comparisons; the first by default.',
    },
    resamples: {
      kind: 'integer',
      value: 'N',
      minimum: 100,
      maximum: 1_000_000,
      doc: 'Resamples of the bootstrap; 2000 by default.',
    },
    seed: { kind: 'integer', value: 'N', minimum: 0, doc: 'Seed of the bootstrap; 0 by default.' },
    figures: {
      kind: 'text',
      value: 'DIR',
      doc: 'Folder for figures (SVG and PDF at print size), their legends, a methods text, and all comparisons as csv.',
    },
    ...decayFitsFlag,
    ...forceFlag,
  },
  async run({ operands: [file], flags, task }) {
    const results = (await isExperiment(file)) ? await resultsOf(file, flags, task) : undefined;
    const table = results
      ? experimentTable(results.experiment, results.rows, flags.reference)
      : await readEventTable(file, flags.reference);
    const chosen = table.measures.filter(
      ({ name }) =>
        flags.measure === undefined || name === flags.measure || name.endsWith(`: ${flags.measure}`),
    );
    if (chosen.length === 0)
      throw new UserError(
        `${file} has no measure "${flags.measure}". Its measures are ${table.measures.map(({ name }) => name).join(', ')}.`,
      );
    const options = { seed: flags.seed ?? 0, resamples: flags.resamples ?? 2000, shuffles: 500 };
    const measures: MeasureComparison[] = [];
    for (const [done, { name, data, missing, change }] of chosen.entries()) {
      task.report({ phase: 'comparing groups', done, total: chosen.length, unit: 'measures' });
      const compared = await compareGroups(name, data, { ...options, ...(change && { change }) }, task);
      if (missing > 0)
        compared.notes.push(`${missing} rows have no number in ${name} and were excluded from it.`);
      measures.push(compared);
    }
    const facts = { ...options, program: WRITTEN_BY };
    const methods = [
      ...(results ? [detectionMethods(results.rows)] : []),
      ...comparisonMethods(measures, facts),
    ];
    const written = flags.figures
      ? await writePaperFiles(
          flags.figures,
          { figures: figuresOf(chosen, results?.rows), methods, measures },
          { overwrite: flags.force },
        )
      : { files: [], notes: [] };
    const ends = [written.files, written.notes].filter((lines) => lines.length > 0);
    return {
      json: {
        ...{ table: file, seed: options.seed, measures, methods },
        ...{ written: written.files, notes: written.notes },
      },
      text: [...measures.map(textOf), ...ends.map((lines) => lines.join('\n'))].join('\n\n'),
    };
  },
});

function figuresOf(measures: EventTable['measures'], rows: readonly RowEvents[] | undefined): Figure[] {
  return [...measures.flatMap(measureFigures), ...(rows ? experimentFigures(rows) : [])];
}

async function resultsOf(
  file: string,
  { out, 'decay-fits': decayFits }: { out?: string; 'decay-fits': boolean },
  task: Task,
) {
  const experiment = await readExperiment(file);
  const folder = path.resolve(out ?? resultsFolderOf(file));
  return { experiment, rows: await readExperimentEvents(experiment, folder, task, { decayFits }) };
}

function textOf({ measure, groups, comparisons, pooled_test, notes }: MeasureComparison): string {
  return [
    measure,
    ...groups.map(
      ({ name, cells, animals, events, mean, sd }) =>
        `  ${name}: ${amount(mean)}${sd === null ? '' : ` ± ${amount(sd)} (SD of cells)`}, ${cells} cells, ${animals} animals, ${events} events`,
    ),
    ...comparisons.map((comparison) => `  ${comparisonText(comparison)}`),
    ...(pooled_test
      ? [
          `  A test over pooled events is not offered: it calls ${Math.round(100 * pooled_test.false_positive_rate)} % of ${pooled_test.shuffles} shuffles of these ${pooled_test.unit}s different at p < 0.05.`,
        ]
      : []),
    ...notes.map((note) => `  ${note}`),
  ].join('\n');
}

function comparisonText({
  method,
  scale,
  groups,
  difference,
  low,
  high,
  t_low,
  t_high,
  p,
  p_holm,
  within,
  ...rest
}: Comparison): string {
  const of = within === undefined ? '' : ` in ${within}`;
  const what = [method, scale === 'log' ? 'log' : '', rest['statistic'] ?? '']
    .filter((word) => word !== '')
    .join(', ');
  const between = groups.length === 2 ? `${groups[1]} − ${groups[0]}` : groups.join(', ');
  const interval =
    difference === undefined || low === undefined || high === undefined
      ? ''
      : ` ${amount(difference)} (95 %: ${amount(t_low ?? low)} to ${amount(t_high ?? high)}),`;
  return `${between}${of}, ${what}:${interval} p ${pText(p)}${p_holm === undefined ? '' : ` (Holm ${pText(p_holm)})`}`;
}
