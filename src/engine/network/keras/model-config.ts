import { UserError } from '../../../common/errors';
import { asList, asObject, LayerConfig } from './layer-config';

/** A model's configuration: its layers in the order of data flow, without input layers. */
export interface ModelConfig {
  name: string;
  inputLength: number;
  inputChannels: number;
  layers: LayerConfig[];
}

const DAMAGED = 'its list of layers is damaged';

/**
 * Parses Keras' JSON description of a model: Sequential, or Functional if it is a plain chain.
 *
 * @throws UserError without the file's name
 */
export function parseModelConfig(json: string): ModelConfig {
  const model = asObject(parse(json), DAMAGED);
  const chain = chainOf(model);
  const { length, channels } = inputOf(chain, model['config']);
  const config = asObject(Array.isArray(model['config']) ? {} : model['config'], DAMAGED);
  return {
    name: typeof config['name'] === 'string' ? config['name'] : 'model',
    inputLength: length,
    inputChannels: channels,
    layers: chain.filter(({ className }) => className !== 'InputLayer'),
  };
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    throw new UserError('its model configuration is not valid JSON');
  }
}

function chainOf(model: Readonly<Record<string, unknown>>): LayerConfig[] {
  const { class_name: kind, config } = model;
  if (kind === 'Sequential') {
    // Before Keras 2.2.3 the configuration was the list itself.
    const layers = Array.isArray(config) ? config : asObject(config, DAMAGED)['layers'];
    return asList(layers, DAMAGED).map(LayerConfig.of);
  }
  if (kind === 'Functional' || kind === 'Model')
    return functionalChain(asList(asObject(config, DAMAGED)['layers'], DAMAGED));
  throw new UserError(
    `its model is a ${String(kind)}; only Sequential and plain Functional models are supported`,
  );
}

/** Follows a Functional model from its single input, layer by layer. */
function functionalChain(layers: readonly unknown[]): LayerConfig[] {
  const followers = new Map<string | undefined, LayerConfig>();
  for (const value of layers) {
    const layer = LayerConfig.of(value);
    const sources = tensorsIn(asObject(value, DAMAGED)['inbound_nodes'], 0);
    if (sources.length > 1) layer.refuse('takes several inputs; only a plain chain of layers is supported');
    if (followers.has(sources[0])) layer.refuse('is a branch; only a plain chain of layers is supported');
    followers.set(sources[0], layer);
  }
  const chain: LayerConfig[] = [];
  for (let next = followers.get(undefined); next && chain.length < layers.length; ) {
    chain.push(next);
    next = followers.get(next.name);
  }
  if (chain.length !== layers.length)
    throw new UserError('its layers are not connected; only a plain chain of layers is supported');
  return chain;
}

/** Names of the layers whose output an `inbound_nodes` refers to, in the notations of Keras 2 and Keras 3. */
function tensorsIn(node: unknown, depth: number): string[] {
  if (typeof node !== 'object' || node === null || depth > 8) return [];
  if (Array.isArray(node)) {
    const [name, index, tensor] = node;
    if (typeof name === 'string' && Number.isInteger(index) && Number.isInteger(tensor)) return [name];
    return node.flatMap((child) => tensorsIn(child, depth + 1));
  }
  const values = node as Readonly<Record<string, unknown>>;
  if (values['keras_history']) return tensorsIn(values['keras_history'], depth + 1);
  return Object.values(values).flatMap((child) => tensorsIn(child, depth + 1));
}

function inputOf(chain: readonly LayerConfig[], model: unknown): { length: number; channels: number } {
  const first = chain[0];
  if (!first) throw new UserError('its model has no layers');
  const { batch_input_shape, batch_shape } = first.values;
  const built = (model as Readonly<Record<string, unknown>>)['build_input_shape'];
  const shape = batch_input_shape ?? batch_shape ?? built;
  const [, length, channels] = Array.isArray(shape) ? shape : [];
  if (!Array.isArray(shape) || shape.length !== 3 || channels === null)
    throw new UserError('its input is not a window of samples: the shape must be [samples, channels]');
  if (length === null)
    throw new UserError('its input has no fixed length. Save the model with the length of its windows');
  for (const size of [length, channels])
    if (!Number.isInteger(size) || size < 1 || size > 1_000_000)
      throw new UserError(`its input has the impossible shape [${length}, ${channels}]`);
  return { length, channels };
}
