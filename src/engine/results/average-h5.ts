import type { AverageEvent } from '../../common/events/detection';
import { AVERAGED_FIELDS, type AveragedField } from '../../common/events/event-columns';
import type { Hdf5Group } from '../files/hdf5';
import { datasetAt, numberAttribute, numbersOf } from '../files/hdf5-values';

/** The average event as a dataset, its measures and the fit to its decay as attributes. */
export function writeAverage(parent: Hdf5Group, average: AverageEvent): void {
  const { values, fit, ...measures } = average;
  const dataset = parent.create_dataset({ name: 'average', data: values, dtype: '<d' });
  const fitted = fit ? Object.entries(fit).map(([name, number]) => [`fit_${name}`, number] as const) : [];
  for (const [name, number] of [...Object.entries(measures), ...fitted])
    dataset.create_attribute(name, number, [], '<d');
}

/** The reverse of {@link writeAverage}; null where there is none. @throws UserError when it is damaged */
export function readAverage(file: string, parent: Hdf5Group): AverageEvent | null {
  const dataset = datasetAt(parent, 'average');
  if (!dataset) return null;
  const of = (name: string) => numberAttribute(dataset, name) ?? Number.NaN;
  const fit = {
    amplitude: of('fit_amplitude'),
    tau_s: of('fit_tau_s'),
    offset: of('fit_offset'),
    from: of('fit_from'),
  };
  return {
    values: numbersOf(dataset, `${file}: average`),
    count: of('count'),
    ...(Object.fromEntries(AVERAGED_FIELDS.map((field) => [field, of(field)])) as Record<
      AveragedField,
      number
    >),
    decay_tau_s: of('decay_tau_s'),
    fit: numberAttribute(dataset, 'fit_tau_s') === undefined ? null : fit,
  };
}
