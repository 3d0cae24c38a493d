import { PARAMETERS, type Parameters } from './parameters';

/** Parameters that switch a filter on. */
const SWITCHES = ['detrend', 'line_freq', 'highpass', 'lowpass', 'savgol', 'hann'] as const;

/** The filters that are on, each with its parameter's value. */
export type FilterSettings = Partial<Pick<Parameters, (typeof SWITCHES)[number]>>;

export function filtersIn(parameters: Partial<Parameters>): FilterSettings {
  const on = SWITCHES.filter(
    (name) => parameters[name] !== undefined && parameters[name] !== PARAMETERS[name].default,
  );
  // A low-pass filter takes the place of both.
  const used = on.includes('lowpass') ? on.filter((name) => name !== 'savgol' && name !== 'hann') : on;
  return Object.fromEntries(used.map((name) => [name, parameters[name]]));
}

/** "lowpass 1000, detrend linear", or "no filter". */
export function filterText(filters: FilterSettings): string {
  const parts = Object.entries(filters).map(([name, value]) => `${name} ${value}`);
  return parts.length === 0 ? 'no filter' : parts.join(', ');
}
