import { UserError } from '../../common/errors';
import type { Network } from './layers';
import { outputShapes } from './shapes';

/**
 * @param file file of the network, for errors @throws UserError unless the network gives one number for a window of one
 * trace
 */
export function requireClassifier(network: Network, file: string): void {
  if (network.inputChannels !== 1)
    throw new UserError(`${file} has ${network.inputChannels} input channels. Choose a model with one.`);
  const output = outputShapes(network).at(-1);
  if (output?.join() !== '1')
    throw new UserError(
      `${file} has ${output?.join(' × ')} outputs per window. Choose a model with one probability.`,
    );
}

/**
 * @param file as for {@link requireClassifier}
 * @throws UserError also when the network does not end in a sigmoid, which the loss assumes
 */
export function requireTrainable(network: Network, file: string): void {
  requireClassifier(network, file);
  const last = network.layers.at(-1);
  if (last?.kind !== 'activation' || last.function !== 'sigmoid')
    throw new UserError(`${file} does not end in a sigmoid. Choose another base model.`);
}
