import { readFileSync } from 'node:fs';
import path from 'node:path';
import { projectRoot } from './project';

/** What Keras computes with one of the small models in test/fixtures/keras. */
export interface KerasExpectation {
  parameters: number;
  /** [window][sample][channel] */
  windows: number[][][];
  /** [window][output] */
  probabilities: number[][];
}

export const KERAS_MODELS = ['convolutions', 'recurrent', 'functional', 'keras2'] as const;

export function kerasFixture(name: string): string {
  return path.join(projectRoot, 'test/fixtures/keras', name);
}

export function kerasExpectation(model: (typeof KERAS_MODELS)[number]): KerasExpectation {
  return JSON.parse(readFileSync(kerasFixture('expected.json'), 'utf8'))[model];
}
