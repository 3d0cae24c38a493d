import { Random } from '../signal/random';
import { welch } from './cell-tests';
import { cellsOf, type NestedData } from './nested-data';

/** Three units in each of two groups can be arranged in so many ways. */
const FEWEST_ARRANGEMENTS = 20;

/**
 * False positive rate of a t-test over all events, as if they were independent, at p < 0.05: group labels are permuted
 * over whole animals, or over cells if these are too few or unknown, or hold cells of several groups. A valid test is
 * wrong in one of twenty shuffles. This is why no such test is offered.
 *
 * @returns undefined if there are too few units: their shuffles would be the same few again and again
 */
export function pooledFalsePositiveRate(
  data: NestedData,
  { seed, shuffles }: { seed: number; shuffles: number },
): { rate: number; shuffles: number; unit: 'animal' | 'cell' } | undefined {
  const cells = cellsOf(data);
  const groupsOf = (unit: 'animal' | 'cell') => new Map(cells.map((cell) => [cell[unit], cell.group]));
  const ofAnimals = groupsOf('animal');
  const isMixed = cells.some(({ animal, group }) => ofAnimals.get(animal) !== group);
  const units = isMixed || data.animals >= data.cells ? (['cell'] as const) : (['animal', 'cell'] as const);
  const unit = units.find((one) => arrangements([...groupsOf(one).values()]) >= FEWEST_ARRANGEMENTS);
  if (!unit) return undefined;
  const dealt = groupsOf(unit);
  const names = [...dealt.keys()];
  const labels = [...dealt.values()];
  const random = new Random(seed);
  let tests = 0;
  let wrong = 0;
  for (let i = 0; i < shuffles; i++) {
    random.shuffle(labels);
    for (const [k, name] of names.entries()) dealt.set(name, labels[k]);
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

/** In how many ways labels can be dealt: n! / (a! b! …) for a of one, b of another. */
function arrangements(labels: readonly number[]): number {
  const counts = new Map<number, number>();
  let ways = 1;
  for (const [i, label] of labels.entries()) {
    const own = (counts.get(label) ?? 0) + 1;
    counts.set(label, own);
    ways = (ways * (i + 1)) / own;
  }
  return ways;
}
