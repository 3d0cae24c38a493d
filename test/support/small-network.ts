import type { Network } from '../../src/engine/network/layers';
import { NetworkSketch } from './random-network';

/** A network built as miniML's are, with layers of every kind they have, small enough to train within a test. */
export function smallNetwork(inputLength: number): Network {
  return new NetworkSketch(8, inputLength)
    .conv(6, 5)
    .normalization()
    .activation('leakyRelu', 0.3)
    .pool('average', 3)
    .conv(6, 3)
    .normalization()
    .activation('relu')
    .lstm(5, { merge: 'sum', dropout: 0.2 })
    .dense(6)
    .activation('relu')
    .dropout(0.2)
    .classifier();
}
