import type { Attribute, Graph, GraphValue, Operator } from '../../network/graph';
import type { ElementType, Tensor } from '../../network/tensor';
import { ProtobufMessage } from './protobuf';

/** Numbers of onnx.proto's TensorProto.DataType. */
const DATA_TYPES: Readonly<Record<ElementType, number>> = { float32: 1, int64: 7, bool: 9, float64: 11 };

/** ONNX operator set that {@link Graph} follows, and the file version that belongs to it. */
const OPSET = 17;
const IR_VERSION = 8;

/**
 * Writes a graph as an ONNX file. Field numbers are those of onnx.proto
 * (https://github.com/onnx/onnx/blob/main/onnx/onnx.proto).
 */
export function writeOnnx(graph: Graph): Uint8Array {
  const body = new ProtobufMessage();
  for (const node of graph.nodes) body.message(1, operator(node));
  body.text(2, 'miniml');
  for (const [name, tensor] of graph.constants) body.message(5, constant(name, tensor));
  for (const input of graph.inputs) body.message(11, valueInfo(input));
  for (const output of graph.outputs) body.message(12, valueInfo(output));
  for (const value of graph.known) body.message(13, valueInfo(value));
  return new ProtobufMessage()
    .integer(1, IR_VERSION)
    .text(2, 'miniml')
    .message(7, body)
    .message(8, new ProtobufMessage().text(1, '').integer(2, OPSET))
    .finish();
}

function operator(node: Operator): ProtobufMessage {
  const message = new ProtobufMessage();
  for (const input of node.inputs) message.text(1, input);
  for (const output of node.outputs) message.text(2, output);
  message.text(3, node.outputs.find((name) => name !== '') ?? node.op).text(4, node.op);
  for (const [name, value] of Object.entries(node.attributes)) message.message(5, attribute(name, value));
  return message;
}

function attribute(name: string, value: Attribute): ProtobufMessage {
  const message = new ProtobufMessage().text(1, name);
  if (typeof value === 'number') return message.float(2, value).integer(20, 1);
  if (typeof value === 'bigint') return message.integer(3, value).integer(20, 2);
  if (typeof value === 'string') return message.text(4, value).integer(20, 3);
  for (const integer of value) message.integer(8, integer);
  return message.integer(20, 7);
}

/** Raw data are little-endian in the file, as typed arrays are on every machine that Node runs on. */
function constant(name: string, { type, shape, data }: Tensor): ProtobufMessage {
  const message = new ProtobufMessage();
  for (const size of shape) message.integer(1, size);
  return message
    .integer(2, DATA_TYPES[type])
    .text(8, name)
    .bytes(9, new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
}

function valueInfo({ name, type, shape }: GraphValue): ProtobufMessage {
  const dimensions = new ProtobufMessage();
  for (const size of shape) {
    const dimension = new ProtobufMessage();
    dimensions.message(1, typeof size === 'string' ? dimension.text(2, size) : dimension.integer(1, size));
  }
  const tensorType = new ProtobufMessage().integer(1, DATA_TYPES[type]).message(2, dimensions);
  return new ProtobufMessage().text(1, name).message(2, new ProtobufMessage().message(1, tensorType));
}

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
