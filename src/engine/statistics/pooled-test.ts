import { Random } from '../signal/random';
import { welch } from './cell-tests';
import { cellsOf, type NestedData } from './nested-data';

/**
 * False positive rate of a t-test over all events, as if they were independent, at p < 0.05: group labels are permuted
 * over whole animals, or over cells if there is one animal per group or none is known. A valid test is wrong in one of
 * twenty shuffles. This is why no such test is offered.
 *
 * @returns undefined if there are too few units to shuffle
 */
export function pooledFalsePositiveRate(
  data: NestedData,
  { seed, shuffles }: { seed: number; shuffles: number },
): { rate: number; shuffles: number; unit: 'animal' | 'cell' } | undefined {
  const cells = cellsOf(data);
  const unit = data.animals >= 2 * data.groups.length && data.animals < data.cells ? 'animal' : 'cell';
  const groupOf = new Map(cells.map((cell) => [cell[unit], cell.group]));
  const units = [...groupOf.keys()];
  if (units.length < 2 * data.groups.length) return undefined;
  const random = new Random(seed);
  const labels = [...groupOf.values()];
  let tests = 0;
  let wrong = 0;
  for (let i = 0; i < shuffles; i++) {
    random.shuffle(labels);
    const dealt = new Map(units.map((one, k) => [one, labels[k]]));
    const pools = [0, 1].map((group) =>
      cells.filter((cell) => dealt.get(cell[unit]) === group).flatMap(({ values }) => [...values]),
    );
    const result = welch(pools[0], pools[1]);
    if (!result) continue;
    tests++;
    if (result.p < 0.05) wrong++;
  }
  return tests === 0 ? undefined : { rate: wrong / tests, shuffles: tests, unit };
}
