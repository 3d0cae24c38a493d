import type { EditedResults } from '../../common/api/engine/results';
import { WRITTEN_BY } from '../../common/version';
import { writeTogether } from '../files/atomic';
import { saveOver } from '../files/save-over';
import { edited, editsOf } from '../results/edits';
import { exportsBeside, noteExports, type WrittenExports } from '../results/exports-beside';
import { measuresInFile } from '../results/remeasure';
import type { ResultsFile } from '../results/results-file';
import { writeResults } from '../results/write';
import { resultsH5 } from '../results/write-h5';
import type { EngineHandlers } from '../rpc/server';

export interface SavingServices {
  /** Works with a results file as it is on the disk. */
  use<T>(path: string, work: (results: ResultsFile) => T | Promise<T>): Promise<T>;
  withEdits<T>(request: EditedResults, work: (results: ResultsFile) => T | Promise<T>): Promise<T>;
}

/** Writes edited results, and keeps the exports beside them up to date. */
export function savingHandlers({
  use,
  withEdits,
}: SavingServices): Pick<EngineHandlers, 'saveResults' | 'exportEditedResults'> {
  const written: WrittenExports = new Map();

  return {
    saveResults: ({ target, expected, ...request }) =>
      withEdits(request, async (results) => {
        const { detection } = results;
        const { writers, names } =
          target === request.path
            ? await use(target, (base) => exportsBeside(target, savedState(base), detection, written))
            : { writers: [], names: { updated: [], outdated: [] } };
        const file = resultsH5(target, { ...results, writtenBy: WRITTEN_BY }, true);
        const { stamp } = await saveOver(target, expected, (beforeNaming) =>
          writeTogether([file, ...writers], { overwrite: true, beforeNaming }),
        );
        await noteExports(
          writers.map((one) => one.file),
          written,
        );
        return { exports: names, stamp };
      }),

    exportEditedResults: ({ path, edits, ...options }) =>
      withEdits({ path, edits }, async (results) => {
        const files = await writeResults(results, { ...options, prediction: true, inputs: [path] });
        await noteExports(files, written);
        return { files };
      }),
  };
}

/** A results file with the edits it was saved with, as its exports hold it. */
function savedState(base: ResultsFile): ResultsFile['detection'] {
  const edits = editsOf(base);
  return edited(base, edits, measuresInFile(base, edits)).detection;
}
