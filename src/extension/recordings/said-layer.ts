import type { Description } from '../../common/api/views/trace';
import type { Layer } from '../../common/parameters/resolve';

/** What the user said about a file that the file does not. */
export interface Remembered {
  description?: Description;
  series?: string;
}

/** The same as a layer of parameters: it is stronger than the parameter file and the settings. */
export function saidLayer({ description, series }: Remembered): Layer {
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
