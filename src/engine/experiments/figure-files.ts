import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Figure } from '../figures/marks';
import { svgOf } from '../figures/svg';
import { writeTogether } from '../files/atomic';
import { csvLine } from '../files/csv';
import type { Comparison, MeasureComparison } from '../statistics/compare-groups';

/** What a comparison writes for a paper: figures, their legends, the methods, and the table of comparisons. */
export interface PaperFiles {
  figures: readonly Figure[];
  /** Paragraphs. */
  methods: readonly string[];
  measures: readonly MeasureComparison[];
}

/**
 * Writes each figure as SVG, `legends.md`, `methods.md` and `comparisons.csv` into a folder.
 *
 * @returns the paths written
 * @throws UserError when one exists and must not be overwritten, or the folder is not writable
 */
export async function writePaperFiles(
  folder: string,
  { figures, methods, measures }: PaperFiles,
  { overwrite }: { overwrite: boolean },
): Promise<string[]> {
  const contents: [name: string, text: string][] = [
    ...figures.map((figure): [string, string] => [`${figure.name}.svg`, svgOf(figure)]),
    [
      'legends.md',
      figures.map(({ name, title, legend }) => `**${name}.svg. ${title}.** ${legend}\n`).join('\n'),
    ],
    ['methods.md', `${methods.join('\n\n')}\n`],
    ['comparisons.csv', comparisonsCsv(measures)],
  ];
  const files = contents.map(([name, text]) => ({ file: path.join(folder, name), text }));
  await writeTogether(
    files.map(({ file, text }) => ({ file, write: (temporary: string) => writeFile(temporary, text) })),
    { overwrite },
  );
  return files.map(({ file }) => file);
}

const COLUMNS = ['difference', 'se', 'df', 'low', 'high', 't_low', 't_high', 'p', 'p_holm'] as const;

function comparisonsCsv(measures: readonly MeasureComparison[]): string {
  const field = (comparison: Comparison, name: string) => {
    const value = comparison[name];
    return typeof value === 'number' || typeof value === 'string' ? String(value) : '';
  };
  return [
    csvLine(['measure', 'method', 'statistic', 'scale', 'reference', 'other', ...COLUMNS]),
    ...measures.flatMap(({ measure, comparisons }) =>
      comparisons.map((comparison) => {
        const { method, scale, groups } = comparison;
        const [reference, ...others] = groups;
        const start = [measure, method, field(comparison, 'statistic'), scale, reference, others.join(' ')];
        return csvLine([...start, ...COLUMNS.map((name) => field(comparison, name))]);
      }),
    ),
  ].join('');
}
