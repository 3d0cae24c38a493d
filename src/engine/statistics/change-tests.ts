import { pairedTest } from './cell-tests';
import type { Comparison } from './compare-groups';
import { tQuantile } from './distributions';
import { fitMixedModel } from './mixed-model';
import type { NestedData } from './nested-data';

/**
 * Whether cells changed between two conditions, in each group: Student's paired test on means of cells, and, where
 * animals have several cells, the mean change with a random intercept of the animal.
 *
 * @param data one value per cell: its change
 */
export function changeTests(data: NestedData, change: readonly [from: string, to: string]): Comparison[] {
  return data.groups.flatMap((within, group): Comparison[] => {
    const own = onlyGroup(data, group);
    const start = { scale: 'raw' as const, groups: [...change], within };
    const values = [...own.values];
    const test = pairedTest(new Array<number>(values.length).fill(0), values);
    if (!test) return [];
    const paired = { method: 'paired' as const, ...start, cells: values.length, ...test };
    const model = own.animals > 1 && own.animals < own.cells ? fitMixedModel(own) : undefined;
    const mean = model?.fixed[0];
    if (!model || !mean) return [paired];
    const { estimate, se, df, t, p } = mean;
    const [half, wald] = [tQuantile(0.95, df) * se, tQuantile(0.95, Number.POSITIVE_INFINITY) * se];
    return [
      paired,
      {
        ...{ method: 'mixed-model' as const, ...start, difference: estimate, se, df, t, p },
        ...{ low: estimate - wald, high: estimate + wald, t_low: estimate - half, t_high: estimate + half },
        variance: model.variance,
      },
    ];
  });
}

/** One group by itself, with animals and cells numbered anew. */
function onlyGroup({ groups, values, group, animal, cell }: NestedData, wanted: number): NestedData {
  const rows = [...values.keys()].filter((i) => group[i] === wanted);
  const renumbered = (indices: Int32Array) => {
    const order = new Map<number, number>();
    const numbers = Int32Array.from(rows, (i) => {
      const known = order.get(indices[i]) ?? order.size;
      order.set(indices[i], known);
      return known;
    });
    return { numbers, count: order.size };
  };
  const [animals, cells] = [renumbered(animal), renumbered(cell)];
  return {
    groups: [groups[wanted]],
    ...{ animals: animals.count, cells: cells.count },
    values: Float64Array.from(rows, (i) => values[i]),
    group: new Int32Array(rows.length),
    ...{ animal: animals.numbers, cell: cells.numbers },
  };
}
