import { partsOf } from './sweeps';
import { GROUP, type PulsedTree, SERIES, type TreeNode } from './tree';

/** A series of a file, or all series of one name in a group, joined. */
export interface HekaSeries {
  /** Unique in the file. */
  name: string;
  label: string;
  group: string;
  nodes: TreeNode[];
  /** Indices of the traces in a sweep that are its channels. */
  traces: number[];
}

/**
 * The series of a file, in file order, with unique names. A label that a group uses once is the name; repeated labels
 * are prefixed with their number in the file ("1: mini"), and the bare label, after all others, means all of them
 * joined. With several groups, the group's name comes first ("E-2/mini"). Traces of other rates or lengths than the
 * largest of a series are separate series, at the end: "mini (Vmon-1)".
 */
export function seriesOf(tree: PulsedTree): HekaSeries[] {
  const groups = tree.root.children;
  const groupNames = unique(groups.map((node) => tree.fields(node, GROUP).text(4, 32)));
  const single: WholeSeries[] = [];
  const joined: WholeSeries[] = [];
  groups.forEach((groupNode, g) => {
    const group = groupNames[g];
    const prefix = groups.length > 1 ? `${group}/` : '';
    const labels = groupNode.children.map((node) => tree.fields(node, SERIES).text(4, 32) || 'series');
    const ofLabel = new Map<string, TreeNode[]>();
    labels.forEach((label, i) => {
      const same = ofLabel.get(label);
      if (same) same.push(groupNode.children[i]);
      else ofLabel.set(label, [groupNode.children[i]]);
    });
    labels.forEach((label, i) => {
      const number = ofLabel.get(label)!.length > 1 ? `${single.length}: ` : '';
      single.push({ name: `${prefix}${number}${label}`, label, group, nodes: [groupNode.children[i]] });
    });
    for (const [label, nodes] of ofLabel)
      if (nodes.length > 1) joined.push({ name: `${prefix}${label}`, label, group, nodes });
  });
  const parted = [...single, ...joined].map((series) => partsOfSeries(tree, series));
  return [...parted.flatMap(([largest]) => largest), ...parted.flatMap(([, ...others]) => others)];
}

/** A series with all its traces, before they are grouped by rate and length. */
type WholeSeries = Omit<HekaSeries, 'traces'>;

/** Splits a series into parts of equal rate and length, the largest first; at least one. */
function partsOfSeries(tree: PulsedTree, series: WholeSeries): [HekaSeries, ...HekaSeries[]] {
  const [largest, ...others] = partsOf(tree, series.nodes);
  return [
    { ...series, traces: largest?.traces ?? [] },
    ...others.map(({ traces, labels }) => ({
      ...series,
      name: `${series.name} (${labels.join(', ')})`,
      traces,
    })),
  ];
}

/** Prefixes empty or duplicate names with numbers. */
function unique(names: readonly string[]): string[] {
  const count = new Map<string, number>();
  for (const name of names) count.set(name, (count.get(name) ?? 0) + 1);
  return names.map((name, i) => (name !== '' && count.get(name) === 1 ? name : `${i}: ${name || 'group'}`));
}
