import type { FilterSettings } from '../../common/parameters/filter-settings';
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
