import type { Attribute, Graph, Operator } from '../../src/engine/network/graph';
import { sizeOf } from '../../src/engine/network/tensor';

/** An array of the interpreter: every number, whatever its type in the graph, is a float64. */
export interface Reference {
  shape: readonly number[];
  data: Float64Array;
}

export function reference(shape: readonly number[], values: ArrayLike<number>): Reference {
  return { shape, data: Float64Array.from(values) };
}

/**
 * Computes a graph in float64, operator by operator, as slowly and plainly as ONNX's documents put it
 * (https://onnx.ai/onnx/operators/): what backends and gradients are checked against.
 */
export function interpret(
  graph: Graph,
  inputs: Readonly<Record<string, Reference>>,
): Record<string, Reference> {
  const values = new Map<string, Reference>(Object.entries(inputs));
  for (const [name, { shape, data }] of graph.constants)
    values.set(name, reference(shape, Array.from(data as ArrayLike<number>, Number)));
  for (const node of graph.nodes) {
    const operator = OPERATORS[node.op];
    if (!operator) throw new Error(`the interpreter does not know ${node.op}`);
    const given = node.inputs.map((name) => {
      const value = values.get(name);
      if (!value) throw new Error(`${node.op} uses ${name}, which nothing computes`);
      return value;
    });
    const results = operator(given, new Attributes(node), node.outputs.length);
    for (const [i, name] of node.outputs.entries()) values.set(name, results[i]);
  }
  return Object.fromEntries(graph.outputs.map(({ name }) => [name, values.get(name)!]));
}

class Attributes {
  readonly #node: Operator;

  constructor(node: Operator) {
    this.#node = node;
  }

  number(name: string, otherwise: number): number {
    const value = this.#node.attributes[name];
    return value === undefined ? otherwise : Number(value as number | bigint);
  }

  integers(name: string): number[] {
    return (this.#node.attributes[name] as readonly bigint[] satisfies Attribute).map(Number);
  }

  has(name: string): boolean {
    return name in this.#node.attributes;
  }
}

type Evaluate = (inputs: readonly Reference[], attributes: Attributes, outputs: number) => Reference[];

const unary =
  (f: (x: number, attributes: Attributes) => number): Evaluate =>
  ([x], attributes) => [{ shape: x!.shape, data: x!.data.map((value) => f(value, attributes)) }];

const binary =
  (f: (a: number, b: number) => number): Evaluate =>
  ([a, b]) => [broadcast([a!, b!], ([x, y]) => f(x!, y!))];

const reduction =
  (fold: (values: number[]) => number): Evaluate =>
  (inputs, attributes) => {
    const [x, listed] = inputs as [Reference, Reference?];
    const given = listed
      ? Array.from(listed.data)
      : attributes.has('axes')
        ? attributes.integers('axes')
        : x.shape.map((_, i) => i);
    return [
      reduce(
        x,
        given.map((axis) => axisOf(x, axis)),
        attributes.number('keepdims', 1) === 1,
        fold,
      ),
    ];
  };

const sum = (values: number[]): number => values.reduce((a, b) => a + b, 0);

const OPERATORS: Readonly<Record<string, Evaluate>> = {
  Identity: ([x]) => [x!],
  Cast: ([x]) => [x!],
  Add: binary((a, b) => a + b),
  Sub: binary((a, b) => a - b),
  Mul: binary((a, b) => a * b),
  Div: binary((a, b) => a / b),
  Max: binary(Math.max),
  Greater: binary((a, b) => Number(a > b)),
  Less: binary((a, b) => Number(a < b)),
  Equal: binary((a, b) => Number(a === b)),
  Where: ([condition, a, b]) => [broadcast([condition!, a!, b!], ([c, x, y]) => (c ? x! : y!))],
  Abs: unary(Math.abs),
  Neg: unary((x) => -x),
  Sqrt: unary(Math.sqrt),
  Reciprocal: unary((x) => 1 / x),
  Sigmoid: unary((x) => 1 / (1 + Math.exp(-x))),
  Tanh: unary(Math.tanh),
  Softplus: unary((x) => Math.log1p(Math.exp(-Math.abs(x))) + Math.max(x, 0)),
  Relu: unary((x) => Math.max(x, 0)),
  LeakyRelu: unary((x, attributes) => (x > 0 ? x : attributes.number('alpha', 0.01) * x)),
  Elu: unary((x, attributes) => (x > 0 ? x : attributes.number('alpha', 1) * Math.expm1(x))),
  HardSigmoid: unary((x, attributes) =>
    Math.max(0, Math.min(1, attributes.number('alpha', 0.2) * x + attributes.number('beta', 0.5))),
  ),
  Clip: ([x, low, high]) => [
    { shape: x!.shape, data: x!.data.map((v) => Math.min(Math.max(v, low!.data[0]), high!.data[0])) },
  ],
  Size: ([x]) => [reference([], [x!.data.length])],
  ReduceSum: reduction(sum),
  ReduceMean: reduction((values) => sum(values) / values.length),
  ReduceMax: reduction((values) => Math.max(...values)),
  Softmax: ([x], attributes) => {
    const axes = [axisOf(x!, attributes.number('axis', -1))];
    const highest = reduce(x!, axes, true, (values) => Math.max(...values));
    const raised = broadcast([x!, highest], ([v, top]) => Math.exp(v! - top!));
    return [broadcast([raised, reduce(raised, axes, true, sum)], ([v, total]) => v! / total!)];
  },
  MatMul: ([a, b]) => [matMul(a!, b!)],
  Gemm: ([a, b, c], attributes) => {
    const product = matMul(
      attributes.number('transA', 0) ? transpose(a!, [1, 0]) : a!,
      attributes.number('transB', 0) ? transpose(b!, [1, 0]) : b!,
    );
    return [c ? broadcast([product, c], ([x, y]) => x! + y!) : product];
  },
  Transpose: ([x], attributes) => [transpose(x!, attributes.integers('perm'))],
  Reshape: ([x, wanted]) => {
    const known = sizeOf(Array.from(wanted!.data).filter((n) => n !== -1));
    const shape = Array.from(wanted!.data, (n) => (n === -1 ? x!.data.length / known : n));
    if (sizeOf(shape) !== x!.data.length)
      throw new Error(`Reshape of [${x!.shape}] to [${Array.from(wanted!.data)}]`);
    return [{ shape, data: x!.data }];
  },
  Unsqueeze: ([x, axes]) => {
    const shape = [...x!.shape];
    for (const axis of Array.from(axes!.data).sort()) shape.splice(axis, 0, 1);
    return [{ shape, data: x!.data }];
  },
  Squeeze: ([x, axes]) => [{ shape: x!.shape.filter((_, i) => !axes!.data.includes(i)), data: x!.data }],
  Concat: (inputs, attributes) => [concat(inputs, axisOf(inputs[0], attributes.number('axis', 0)))],
  Split: ([x, sizes], attributes, outputs) => {
    const axis = axisOf(x!, attributes.number('axis', 0));
    const lengths = sizes
      ? Array.from(sizes.data)
      : new Array<number>(outputs).fill(x!.shape[axis] / outputs);
    let from = 0;
    return lengths.map((length) => {
      const rows = Array.from({ length }, (_, i) => from + i);
      from += length;
      return pick(x!, axis, rows);
    });
  },
  Slice: ([x, starts, ends, axes, steps]) => [
    Array.from(axes!.data).reduce(
      (value, axis, i) => pick(value, axis, every(starts!.data[i], ends!.data[i], steps?.data[i] ?? 1)),
      x!,
    ),
  ],
  Gather: ([x, indices], attributes) => [
    pick(x!, axisOf(x!, attributes.number('axis', 0)), Array.from(indices!.data)),
  ],
  Pad: ([x, pads, fill]) => {
    const rank = x!.shape.length;
    const shape = x!.shape.map((n, i) => n + pads!.data[i] + pads!.data[rank + i]);
    const padded = reference(shape, new Float64Array(sizeOf(shape)).fill(fill?.data[0] ?? 0));
    forEachIndex(x!.shape, (index, flat) => {
      padded.data[
        offset(
          shape,
          index.map((n, i) => n + pads!.data[i]),
        )
      ] = x!.data[flat];
    });
    return [padded];
  },
};

/** from, from + step, … below to. */
function every(from: number, to: number, step: number): number[] {
  return Array.from({ length: Math.ceil((to - from) / step) }, (_, k) => from + k * step);
}

function axisOf({ shape }: Reference, axis: number): number {
  return axis < 0 ? shape.length + axis : axis;
}

/** Calls `visit` for each element in row-major order. The index array is reused. */
function forEachIndex(
  shape: readonly number[],
  visit: (index: readonly number[], flat: number) => void,
): void {
  const index = new Array<number>(shape.length).fill(0);
  const count = sizeOf(shape);
  for (let flat = 0; flat < count; flat++) {
    visit(index, flat);
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      index[axis]++;
      if (index[axis] < shape[axis]) break;
      index[axis] = 0;
    }
  }
}

/** Position of an index in row-major data; axes of length 1 take any index. */
function offset(shape: readonly number[], index: readonly number[]): number {
  const skipped = index.length - shape.length;
  return shape.reduce((flat, n, axis) => flat * n + (n === 1 ? 0 : index[skipped + axis]), 0);
}

function broadcast(inputs: readonly Reference[], f: (values: number[]) => number): Reference {
  const rank = Math.max(...inputs.map(({ shape }) => shape.length));
  const shape = Array.from({ length: rank }, (_, axis) =>
    Math.max(...inputs.map((input) => input.shape[axis - rank + input.shape.length] ?? 1)),
  );
  const data = new Float64Array(sizeOf(shape));
  forEachIndex(shape, (index, flat) => {
    data[flat] = f(inputs.map((input) => input.data[offset(input.shape, index)]));
  });
  return { shape, data };
}

function reduce(
  x: Reference,
  axes: readonly number[],
  keep: boolean,
  fold: (values: number[]) => number,
): Reference {
  const kept = x.shape.map((n, i) => (axes.includes(i) ? 1 : n));
  const groups = Array.from({ length: sizeOf(kept) }, (): number[] => []);
  forEachIndex(x.shape, (index, flat) => groups[offset(kept, index)].push(x.data[flat]));
  const shape = keep ? kept : x.shape.filter((_, i) => !axes.includes(i));
  return { shape, data: Float64Array.from(groups, fold) };
}

function transpose(x: Reference, perm: readonly number[]): Reference {
  const shape = perm.map((axis) => x.shape[axis]);
  const data = new Float64Array(x.data.length);
  forEachIndex(x.shape, (index, flat) => {
    data[
      offset(
        shape,
        perm.map((axis) => index[axis]),
      )
    ] = x.data[flat];
  });
  return { shape, data };
}

/** Matrices in the last two axes; the axes before are broadcast. */
function matMul(a: Reference, b: Reference): Reference {
  const [rows, inner] = a.shape.slice(-2) as [number, number];
  const [innerB, columns] = b.shape.slice(-2) as [number, number];
  if (inner !== innerB) throw new Error(`MatMul of [${a.shape}] and [${b.shape}]`);
  const outer = (x: Reference): Reference => {
    const shape = x.shape.slice(0, -2);
    return reference(
      shape,
      Array.from({ length: sizeOf(shape) }, (_, i) => i),
    );
  };
  const pairs = broadcast([outer(a), outer(b)], ([i, j]) => i! * sizeOf(outer(b).shape) + j!);
  const data = new Float64Array(pairs.data.length * rows * columns);
  pairs.data.forEach((pair, matrix) => {
    const count = sizeOf(outer(b).shape);
    const fromA = Math.floor(pair / count) * rows * inner;
    const fromB = (pair % count) * inner * columns;
    for (let r = 0; r < rows; r++)
      for (let k = 0; k < inner; k++) {
        const factor = a.data[fromA + r * inner + k];
        for (let c = 0; c < columns; c++)
          data[(matrix * rows + r) * columns + c] += factor * b.data[fromB + k * columns + c];
      }
  });
  return { shape: [...pairs.shape, rows, columns], data };
}

function concat(inputs: readonly Reference[], axis: number): Reference {
  const shape = inputs[0].shape.map((n, i) =>
    i === axis ? sum(inputs.map((input) => input.shape[axis])) : n,
  );
  const block = sizeOf(shape.slice(axis + 1));
  const data = new Float64Array(sizeOf(shape));
  let written = 0;
  for (let outer = 0; outer < sizeOf(shape.slice(0, axis)); outer++)
    for (const input of inputs) {
      const length = input.shape[axis] * block;
      data.set(input.data.subarray(outer * length, (outer + 1) * length), written);
      written += length;
    }
  return { shape, data };
}

function pick(x: Reference, axis: number, rows: readonly number[]): Reference {
  const block = sizeOf(x.shape.slice(axis + 1));
  const shape = x.shape.map((n, i) => (i === axis ? rows.length : n));
  const data = new Float64Array(sizeOf(shape));
  for (let outer = 0; outer < sizeOf(x.shape.slice(0, axis)); outer++)
    rows.forEach((row, i) => {
      if (row < 0 || row >= x.shape[axis]) throw new Error(`row ${row} of [${x.shape}] along ${axis}`);
      const from = (outer * x.shape[axis] + row) * block;
      data.set(x.data.subarray(from, from + block), (outer * rows.length + i) * block);
    });
  return { shape, data };
}
