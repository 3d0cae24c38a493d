import { readModel } from '../network/keras/read-model';
import { trainingRecordOf } from '../training/training-record';

/** What rules ask about a model. */
export interface ModelFacts {
  inputLength: number;
  /** Direction of the events it was trained on, where its file says it. */
  direction: 'negative' | 'positive' | undefined;
}

/** @throws UserError when the file is no model */
export async function modelFacts(path: string): Promise<ModelFacts> {
  const { network, attributes } = await readModel(path);
  return {
    inputLength: network.inputLength,
    direction: trainingRecordOf(attributes)?.settings.training_direction,
  };
}
