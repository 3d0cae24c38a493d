import path from 'node:path';
import type { Finding } from '../../common/api/engine/experiments';
import { UserError } from '../../common/errors';
import type { Figure } from '../../common/figures/marks';
import type { Task } from '../../common/task';
import { WRITTEN_BY } from '../../common/version';
import { comparedGroups, pooledSentence, testsOf } from '../../engine/experiments/comparison-tests';
import { doubtfulResults } from '../../engine/experiments/doubtful-results';
import { isExperiment, readExperiment, resultsFolderOf } from '../../engine/experiments/experiment';
import { type RowEvents, readExperimentEvents } from '../../engine/experiments/experiment-events';
import { experimentFigures } from '../../engine/experiments/experiment-figures';
import { writePaperFiles } from '../../engine/experiments/figure-files';
import { experimentTable } from '../../engine/experiments/gather';
import {
  type ComparisonFacts,
  comparisonMethods,
  detectionMethods,
} from '../../engine/experiments/methods-text';
import { axisName, shownName } from '../../engine/figures/shown-measure';
import { measureFigures } from '../../engine/figures/table-figures';
import { compareGroups, type MeasureComparison } from '../../engine/statistics/compare-groups';
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
  async run({ operands: [file], flags, task, say }) {
    const results = (await isExperiment(file)) ? await resultsOf(file, flags, task) : undefined;
    for (const sentence of results?.doubts ?? []) say(sentence);
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
        ...{ written: written.files, notes: [...(results?.doubts ?? []), ...written.notes] },
      },
      text: [...textOf(measures, facts), ...ends.map((lines) => lines.join('\n'))].join('\n\n'),
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
  const rows = await readExperimentEvents(experiment, folder, task, { decayFits });
  return { experiment, rows, doubts: await doubtfulResults(experiment, folder) };
}

/** Measures in the words of the experiment editor; what holds for several of them is said once, at the end. */
function textOf(measures: readonly MeasureComparison[], facts: ComparisonFacts): string[] {
  const sentences = measures.map(sentencesOf);
  const isShared = (sentence: string) => sentences.filter((own) => own.includes(sentence)).length > 1;
  const shared = [...new Set(sentences.flat().filter(isShared))];
  const parts = measures.map((compared, i) =>
    [
      axisName(shownName(compared.measure)),
      ...comparedGroups(compared).map(
        ({ name, n, mean, median }) => `  ${name}: ${mean} (mean ± SD of cells), median ${median}; ${n}`,
      ),
      ...testsOf(compared, facts).flatMap(({ summary, label, findings }) =>
        findings.map((finding) => `  ${label}, ${summary}: ${findingText(finding)}`),
      ),
      ...sentences[i].filter((sentence) => !isShared(sentence)).map((sentence) => `  ${sentence}`),
    ].join('\n'),
  );
  return [...parts, shared.join('\n')].filter((part) => part !== '');
}

function sentencesOf(compared: MeasureComparison): string[] {
  const pooled = pooledSentence(compared);
  return [...(pooled === null ? [] : [pooled]), ...compared.notes];
}

function findingText({ text, interval, p, corrected }: Finding): string {
  const within = interval === null ? '' : ` (95 %: ${interval})`;
  return `${text}${within}, p ${p}${corrected === null ? '' : `, corrected (Holm) ${corrected}`}`;
}
