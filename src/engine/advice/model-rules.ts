import type { Advice } from '../../common/parameters/advice';
import type { FilterSettings } from '../../common/parameters/filter-settings';
import type { Parameters } from '../../common/parameters/parameters';
import type { WindowKind } from '../../common/training/window-kind';
import { readModel } from '../network/keras/read-model';
import { trainingRecordOf } from '../training/training-record';
/** Facts about a model that rules depend on. */
export interface ModelFacts {
  inputLength: number;
  /** Direction of the events it was trained on, if its file has it. */
  direction: 'negative' | 'positive' | undefined;
  /** Kinds of windows it was trained on; empty if its file has none. */
  windows: readonly WindowKind[];
  /** Filters of those windows; null where its file does not say them. */
  filters: FilterSettings | null;
}

/** @throws UserError when the file is not a model */
export async function modelFacts(path: string): Promise<ModelFacts> {
  const { network, attributes } = await readModel(path);
  const record = trainingRecordOf(attributes);
  return {
    inputLength: network.inputLength,
    direction: record?.settings.training_direction,
    windows: record?.windows ?? [],
    filters: record?.filters ?? null,
  };
}

/** Advice on parameters that contradict the training of the model. */
export function modelAdvice(
  { training_direction }: Pick<Parameters, 'training_direction'>,
  trained: 'negative' | 'positive' | undefined,
): Advice[] {
  if (trained === undefined || trained === training_direction) return [];
  return [
    {
      code: 'training-direction',
      severity: 'warning',
      names: ['training_direction', 'model_path'],
      message: `The model was trained on ${trained} events, but training_direction is ${training_direction}. The prediction would be made on an inverted trace.`,
      change: { name: 'training_direction', value: trained, title: `Set training_direction to ${trained}` },
    },
  ];
}
