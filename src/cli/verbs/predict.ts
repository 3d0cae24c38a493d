import path from 'node:path';
import { mainDirection } from '../../common/events/direction';
import { openedBackends } from '../../engine/service/backends';
import { readTrainingSet } from '../../engine/training/read-training-set';
import { windowProbabilities } from '../../engine/training/window-probabilities';
import { backendFlags, wantedBackend } from '../flags';
import { verb } from '../verb';

export const predict = verb({
  name: 'predict',
  summary: 'Predict the probability of an event for each window of a training set, in file order.',
  operands: { usage: 'MODEL T.h5', minimum: 2, maximum: 2 },
  flags: backendFlags,
  parameters: ['model', 'detection'],
  async run({ operands: [model, file], flags, parameters, task, tell }) {
    const set = await readTrainingSet(file);
    const direction = set.facts.direction ?? mainDirection(parameters);
    const invert = direction !== parameters.training_direction;
    const how = { invert, batchSize: parameters.batch_size };
    const values = await openedBackends(tell).useModel(
      wantedBackend(flags),
      path.resolve(model),
      ({ predictor }) => windowProbabilities(set, predictor, how, task),
    );
    return { json: { model, file, values }, text: values.join('\n') };
  },
});
