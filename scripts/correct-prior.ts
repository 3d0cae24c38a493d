import { readModel } from '../src/engine/network/keras/read-model';
import { writeModel } from '../src/engine/network/keras/write-model';

/**
 * Turns the probabilities of a model that learnt from as many windows with an event as without into those for
 * recordings, where windows with an event in the right place are rare: the last unit's bias moves by the
 * difference of the log odds (Saerens, Latinne, Decaestecker, Neural Comput 14:21, 2002).
 *
 * @param share of the windows of a recording that have an event in the right place
 */
export async function correctPrior(file: string, share: number): Promise<void> {
  const { network, attributes } = await readModel(file);
  const last = network.layers.findLast((layer) => layer.kind === 'dense');
  if (!last?.bias) throw new Error(`${file} does not end in a unit with a bias`);
  last.bias.data[0] -= Math.log((1 - share) / share);
  await writeModel(file, network, { overwrite: true, attributes: { ...attributes, prior_share: share } });
}
