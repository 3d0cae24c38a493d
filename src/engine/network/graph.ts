import { type ElementType, float32, type Tensor } from './tensor';

/**
 * Computation graph: a list of ONNX operators (opset 17) in execution order, as plain data. The network's prediction
 * and its training step are such graphs; a backend runs them. https://onnx.ai/onnx/operators/
 */
export interface Graph {
  inputs: GraphValue[];
  outputs: GraphValue[];
  constants: Map<string, Tensor>;
  nodes: Operator[];
  /** Shapes of intermediate values that cannot be inferred from the operators; backends plan better with them. */
  known: GraphValue[];
}

/** A named input or output; a dimension with a name ("N") is known only when the graph runs. */
export interface GraphValue {
  name: string;
  type: ElementType;
  shape: readonly (number | string)[];
}

export interface Operator {
  op: string;
  inputs: readonly string[];
  outputs: readonly string[];
  attributes: Readonly<Record<string, Attribute>>;
}

/** Integers are bigint, so that a float attribute with a whole value stays a float. */
export type Attribute = bigint | readonly bigint[] | number | string;

/** Name of a value of the graph under construction. */
export type Ref = string & { readonly ref: unique symbol };

/** Builds a graph, one operator per call; equal small constants are stored once. */
export class GraphBuilder {
  readonly #graph: Graph = { inputs: [], outputs: [], constants: new Map(), nodes: [], known: [] };
  readonly #shared = new Map<string, Ref>();
  #count = 0;

  input(name: string, type: ElementType, shape: readonly (number | string)[]): Ref {
    this.#graph.inputs.push({ name, type, shape });
    return name as Ref;
  }

  output(value: Ref, name: string, type: ElementType, shape: readonly (number | string)[]): void {
    this.#graph.nodes.push({ op: 'Identity', inputs: [value], outputs: [name], attributes: {} });
    this.#graph.outputs.push({ name, type, shape });
  }

  constant(tensor: Tensor): Ref {
    const key =
      tensor.data.length <= 4096 ? `${tensor.type}[${tensor.shape}]${tensor.data.join()}` : undefined;
    const known = key === undefined ? undefined : this.#shared.get(key);
    if (known) return known;
    const name = this.#name('k');
    this.#graph.constants.set(name, tensor);
    if (key !== undefined) this.#shared.set(key, name);
    return name;
  }

  scalar(value: number): Ref {
    return this.constant(float32(Float32Array.of(value), []));
  }

  integers(values: readonly number[]): Ref {
    return this.constant({ type: 'int64', shape: [values.length], data: BigInt64Array.from(values, BigInt) });
  }

  /**
   * Declares the shape of a value if an operator (Reshape with −1) loses the name of a dimension. The shape must be
   * correct: backends rely on it.
   */
  declare(value: Ref, shape: readonly (number | string)[]): Ref {
    this.#graph.known.push({ name: value, type: 'float32', shape });
    return value;
  }

  /** Adds an operator with one output. */
  op(op: string, inputs: readonly Ref[], attributes: Operator['attributes'] = {}): Ref {
    return this.ops(op, inputs, 1, attributes)[0];
  }

  /** Adds an operator with `count` outputs. An omitted optional input is written ''. */
  ops(op: string, inputs: readonly Ref[], count: number, attributes: Operator['attributes'] = {}): Ref[] {
    const outputs = Array.from({ length: count }, () => this.#name('t'));
    this.#graph.nodes.push({ op, inputs, outputs, attributes });
    return outputs;
  }

  build(): Graph {
    return this.#graph;
  }

  #name(prefix: string): Ref {
    return `${prefix}${this.#count++}` as Ref;
  }
}
