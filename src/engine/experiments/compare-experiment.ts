import type { ExperimentComparison } from '../../common/api/engine/experiments';
import { UserError } from '../../common/errors';
import type { Task } from '../../common/task';
import { WRITTEN_BY } from '../../common/version';
import { shownName } from '../figures/shown-measure';
import { measureFigures } from '../figures/table-figures';
import { compareGroups } from '../statistics/compare-groups';
import { comparedGroups, pooledSentence, testsOf } from './comparison-tests';
import type { Experiment } from './experiment';
import { type RowEvents, requireComparable } from './experiment-events';
import { experimentFigures } from './experiment-figures';
import { experimentTable } from './gather';
import { detectionMethods } from './methods-text';

/** As `miniml stats` compares, unless it is told otherwise. */
const OPTIONS = { seed: 0, resamples: 2000, shuffles: 500 };

/** Name of the one group of a table that has none. */
const NO_GROUP = 'all';

/**
 * What came out of an experiment in one measure: the groups, every test that is offered, figures, and methods.
 *
 * @param quick leaves out what takes long: bootstraps, and shuffled groups
 * @param heading of the measure in tables of results; null, or one that these results lack, takes the amplitude
 * @throws UserError where some rows have a group and others have none, or recordings differ in unit
 */
export async function compareExperiment(
  experiment: Experiment,
  read: readonly RowEvents[],
  { heading, quick }: { heading: string | null; quick: boolean },
  task: Task,
): Promise<ExperimentComparison> {
  const ungrouped = read.every(({ row }) => row.group === '');
  const results = ungrouped ? read.map((one) => ({ ...one, row: { ...one.row, group: NO_GROUP } })) : read;
  requireComparable(experiment, results);
  const { measures } = experimentTable(experiment, results);
  const chosen =
    measures.find(({ name }) => name === heading) ??
    measures.find(({ name }) => /^(.*: )?amplitude/.test(name)) ??
    measures.at(0);
  if (!chosen) throw new UserError('No events were found in these recordings, so nothing is compared.');
  const compared = await compareGroups(
    chosen.name,
    chosen.data,
    {
      ...(quick ? { ...OPTIONS, resamples: 0, shuffles: 0 } : OPTIONS),
      ...(chosen.change && { change: chosen.change }),
    },
    task,
  );
  return {
    measures: measures.map(({ name }) => ({ heading: name, name: shownName(name).name })),
    measure: chosen.name,
    isComplete: !quick,
    recordings: results.length,
    ungrouped,
    groups: comparedGroups(compared),
    tests: testsOf(compared, { ...OPTIONS, program: WRITTEN_BY }),
    pooled: pooledSentence(compared),
    notes: compared.notes,
    detection: detectionMethods(results),
    figures: [...measureFigures(chosen), ...experimentFigures(results)],
  };
}
