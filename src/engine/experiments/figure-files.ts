import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { UserError } from '../../common/errors';
import type { Figure } from '../../common/figures/marks';
import { pdfOf } from '../../common/figures/pdf';
import { svgOf } from '../../common/figures/svg';
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
 * Writes each figure as SVG and PDF, `legends.md`, `methods.md` and `comparisons.csv` into a folder.
 *
 * @returns the paths written, and a sentence for each figure that cannot be a PDF
 * @throws UserError when one exists and must not be overwritten, or the folder is not writable
 */
export async function writePaperFiles(
  folder: string,
  { figures, methods, measures }: PaperFiles,
  { overwrite }: { overwrite: boolean },
): Promise<{ files: string[]; notes: string[] }> {
  const notes: string[] = [];
  const contents: [name: string, text: string][] = [
    ...figures.map((figure): [string, string] => [`${figure.name}.svg`, svgOf(figure)]),
    ...figures.flatMap((figure) => pdfFile(figure, notes)),
    [
      'legends.md',
      figures.map(({ name, title, legend }) => `**${name}.svg. ${title}.** ${legend}\n`).join('\n'),
    ],
    ['methods.md', `${methods.join('\n\n')}\n`],
    ['comparisons.csv', comparisonsCsv(measures)],
  ];
  const files = contents.map(([name, text]) => ({ file: path.join(folder, name), name, text }));
  await writeTogether(
    files.map(({ file, name, text }) => ({
      file,
      write: (temporary: string) => writeFile(temporary, text, name.endsWith('.pdf') ? 'latin1' : 'utf8'),
    })),
    { overwrite },
  );
  return { files: files.map(({ file }) => file), notes };
}

function pdfFile(figure: Figure, notes: string[]): [name: string, text: string][] {
  try {
    return [[`${figure.name}.pdf`, pdfOf(figure)]];
  } catch (thrown) {
    if (!(thrown instanceof UserError)) throw thrown;
    notes.push(thrown.message);
    return [];
  }
}

const COLUMNS = ['difference', 'se', 'df', 'low', 'high', 't_low', 't_high', 'p', 'p_holm'] as const;

function comparisonsCsv(measures: readonly MeasureComparison[]): string {
  const field = (comparison: Comparison, name: string) => {
    const value = comparison[name];
    return typeof value === 'number' || typeof value === 'string' ? String(value) : '';
  };
  return [
    csvLine(['measure', 'method', 'statistic', 'scale', 'reference', 'other', ...COLUMNS, 'within']),
    ...measures.flatMap(({ measure, comparisons }) =>
      comparisons.map((comparison) => {
        const { method, scale, groups } = comparison;
        const [reference, ...others] = groups;
        const start = [measure, method, field(comparison, 'statistic'), scale, reference, others.join(' ')];
        return csvLine([
          ...start,
          ...COLUMNS.map((name) => field(comparison, name)),
          field(comparison, 'within'),
        ]);
      }),
    ),
  ].join('');
}
