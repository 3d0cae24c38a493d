import type { Description } from '../../common/api/views/trace';
import type { Layer } from '../../common/parameters/resolve';

/** Entries of the user for facts that the file lacks. */
export interface Remembered {
  description?: Description;
  series?: string;
}

/** The entries as a layer of parameters, above the parameter file and the settings. */
export function userEntriesLayer({ description, series }: Remembered): Layer {
  return {
    kind: 'recording',
    values: {
      ...(series !== undefined && { series }),
      ...(description && {
        sampling: description.rate_hz,
        unit: description.unit,
        scaling: description.scaling,
      }),
    },
  };
}
