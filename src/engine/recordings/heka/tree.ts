import { UserError } from '../../../common/errors';
import { type Fields, fieldsOf } from '../../files/fields';

/** A record of the tree: its offset, and the records below it. */
export interface TreeNode {
  at: number;
  children: TreeNode[];
}

/** HEKA's "Tree": root → groups → series → sweeps → traces. */
export interface PulsedTree {
  root: TreeNode;
  littleEndian: boolean;
  /**
   * Size of a record per level in bytes; newer programs append fields to records, so the size identifies the version.
   */
  sizes: readonly number[];
  /** Fields of a record at a level. */
  fields(node: TreeNode, level: number): Fields;
}

export const GROUP = 1;
export const SERIES = 2;
export const SWEEP = 3;
export const TRACE = 4;

/** Minimum record size per level, up to its last required field: the label, a sweep's time, a trace's interval. */
const LEAST_BYTES = [40, 36, 36, 56, 112];
const MOST_BYTES = 65_536;

/**
 * Parses the tree of a PatchMaster file: a magic number with the byte order, the number of levels, the size of a record
 * in each, then the records, each followed by the number of records below it.
 *
 * @throws UserError when the tree is damaged
 */
export function readTree(path: string, bytes: Uint8Array): PulsedTree {
  const damaged = (why: string) => new UserError(`${path} is damaged: its list of series ${why}.`);
  const magic = Buffer.from(bytes.subarray(0, 4)).toString('latin1');
  if (magic !== 'eerT' && magic !== 'Tree') throw damaged('does not begin as a tree of records');
  const littleEndian = magic === 'eerT';
  const all = fieldsOf(bytes, littleEndian);
  const levels = all.int32(4);
  if (levels !== LEAST_BYTES.length) throw damaged(`has ${levels} levels, not ${LEAST_BYTES.length}`);
  const sizes = LEAST_BYTES.map((_, level) => all.int32(8 + 4 * level));
  sizes.forEach((size, level) => {
    if (size < LEAST_BYTES[level] || size > MOST_BYTES) throw damaged(`has records of ${size} bytes`);
  });

  let position = 8 + 4 * levels;
  // A large number of children does not make us allocate memory: each child must exist to be added.
  const nodeAt = (level: number): TreeNode => {
    const node: TreeNode = { at: position, children: [] };
    position += sizes[level] + 4;
    if (position > bytes.length) throw damaged('is cut short');
    const count = all.int32(position - 4);
    if (count < 0) throw damaged(`counts ${count} records`);
    if (level < TRACE) for (let i = 0; i < count; i++) node.children.push(nodeAt(level + 1));
    return node;
  };
  return {
    root: nodeAt(0),
    littleEndian,
    sizes,
    fields: ({ at }, level) => fieldsOf(bytes.subarray(at, at + sizes[level]), littleEndian),
  };
}
