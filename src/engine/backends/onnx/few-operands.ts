import type { Graph, Operator } from '../../network/graph';
import type { Tensor } from '../../network/tensor';

/** Number of buffers that a WebGPU shader may bind, minus one for the result and some to spare. */
const MOST = 4;

/**
 * Rewrites a graph so that operators have at most four arrays as inputs or outputs, since onnxruntime's WebGPU provider
 * refuses more. A longer Concat becomes a tree of short ones, a longer Split (with its sizes given) slices.
 */
export function withFewOperands(graph: Graph): Graph {
  const constants = new Map(graph.constants);
  const nodes = graph.nodes.flatMap((node) => {
    if (node.op === 'Concat' && node.inputs.length > MOST) return concatTree(node);
    if (node.op === 'Split' && node.outputs.length > MOST) return slices(node, constants);
    return [node];
  });
  return { ...graph, constants, nodes };
}

function concatTree({ op, inputs, outputs, attributes }: Operator): Operator[] {
  const [output] = outputs as [string];
  const added: Operator[] = [];
  let level = [...inputs];
  while (level.length > MOST) {
    const next: string[] = [];
    for (let i = 0; i < level.length; i += MOST) {
      const some = level.slice(i, i + MOST);
      const name = some.length === 1 ? some[0] : `${output}/${added.length}`;
      if (some.length > 1) added.push({ op, inputs: some, outputs: [name], attributes });
      next.push(name);
    }
    level = next;
  }
  return [...added, { op, inputs: level, outputs: [output], attributes }];
}

function slices({ inputs, outputs, attributes }: Operator, constants: Map<string, Tensor>): Operator[] {
  const [whole, sizes] = inputs as [string, string | undefined];
  const lengths = constants.get(sizes ?? '')?.data as BigInt64Array | undefined;
  if (!lengths) throw new Error(`a Split into ${outputs.length} needs the sizes`);
  const number = (name: string, value: bigint): string => {
    constants.set(name, { type: 'int64', shape: [1], data: BigInt64Array.of(value) });
    return name;
  };
  const axis = number(`${outputs[0]}/axis`, attributes['axis'] as bigint);
  let from = 0n;
  return outputs.map((output, i) => {
    const to = from + lengths[i];
    const bounds = [number(`${output}/from`, from), number(`${output}/to`, to)];
    from = to;
    return { op: 'Slice', inputs: [whole, ...bounds, axis], outputs: [output], attributes: {} };
  });
}
