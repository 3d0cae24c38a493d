import type { DetectedEvent } from './detection';

/**
 * Declaration of a measure of an event: how files, statistics and views represent it. Everything that lists measures
 * reads this table, so a new one is a row here, and the code that computes it.
 */
export interface MeasureRow {
  /** Property of {@link DetectedEvent} or of its `origin` or `reason`; column of the tables that views get. */
  field: string;
  doc: string;
  /**
   * Unit of the stored number. `value` is the unit of the trace; times and rates combine with it: see {@link fileUnit}.
   */
  unit: 'sample' | 's' | 'value' | 'value s' | 'value/s' | '';
  /** How files store it. NaN means "does not exist", which only `number` can represent. */
  type: 'count' | 'number' | 'flag';
  /** Object that it is a property of; a flag is a property of the event that is true or false, or true or absent. */
  in: 'event' | 'origin' | 'reason' | 'flag';
  /** Measured in the trace around the event, and again when a neighbour is added or removed. */
  measured?: true;
  /** The statistics summarise it. */
  summarised?: true;
  /** The average event has it too. */
  averaged?: true;
  /** Files of early versions lack its column. */
  later?: true;
  /** Its place in the files of the Python program. */
  python?: PythonPlace;
  /** Its display in views; absent if not displayed. */
  view?: MeasureView;
}

interface PythonPlace {
  /** Order of its datasets and rows. */
  at: number;
  /** Under `event_params`. */
  dataset: string;
  /** Row of `*_individual.csv`. */
  row?: string;
  /** Scalars under `event_statistics`, rows of `*_avgs.csv`. */
  statistics?: Readonly<Record<string, SummaryPart>>;
  averages?: Readonly<Record<string, SummaryPart>>;
}

type SummaryPart = 'mean' | 'sd' | 'median';

interface MeasureView {
  /** Order of the columns, the most useful first. */
  at: number;
  name: string;
  /** Name for the head of a column. */
  heading: string;
  /** The stored unit unless given; charges have a unit derived from that of the trace: see {@link viewUnit}. */
  unit?: 'ms';
  /** Fixed number of decimals in {@link viewUnit}; otherwise a column has as many as a typical value needs. */
  decimals?: number;
}

/** The measures an event stores. Keys and order are the columns of our tables, in HDF5 (`details`) and CSV. */
export const STORED_MEASURES = {
  location: {
    field: 'location',
    doc: 'Sample of the steepest rise.',
    unit: 'sample',
    type: 'count',
    in: 'event',
    python: { at: 0, dataset: 'event_locations', row: 'location' },
  },
  time: {
    field: 'time_s',
    doc: 'Time of the steepest rise from the start of the trace.',
    unit: 's',
    type: 'number',
    in: 'event',
    view: { at: 0, name: 'Time', heading: 'Time', decimals: 4 },
  },
  sweep: {
    field: 'sweep',
    doc: 'Sweep of the recording that the location lies in.',
    unit: '',
    type: 'count',
    in: 'origin',
  },
  sweep_sample: {
    field: 'sample',
    doc: 'Sample of the location within its sweep.',
    unit: 'sample',
    type: 'count',
    in: 'origin',
  },
  score: {
    field: 'score',
    doc: 'Highest probability in the region of the prediction that holds the event.',
    unit: '',
    type: 'number',
    in: 'event',
    python: { at: 1, dataset: 'event_scores', row: 'score' },
    view: { at: 8, name: 'Probability', heading: 'p', decimals: 2 },
  },
  amplitude: {
    field: 'amplitude',
    doc: 'Peak minus baseline; negative for negative events.',
    unit: 'value',
    type: 'number',
    in: 'event',
    measured: true,
    summarised: true,
    averaged: true,
    python: {
      at: 2,
      dataset: 'event_amplitudes',
      row: 'amplitude',
      statistics: { amplitude_average: 'mean', amplitude_stdev: 'sd', amplitude_median: 'median' },
      averages: { 'amplitude mean': 'mean', 'amplitude std': 'sd', 'amplitude median': 'median' },
    },
    view: { at: 1, name: 'Amplitude', heading: 'Ampl.' },
  },
  risetime: {
    field: 'risetime_s',
    doc: 'From 10 to 90 % of the amplitude.',
    unit: 's',
    type: 'number',
    in: 'event',
    measured: true,
    summarised: true,
    averaged: true,
    python: {
      at: 4,
      dataset: 'event_risetimes',
      row: 'risetime',
      statistics: { risetime_mean: 'mean', risetime_median: 'median' },
      averages: { 'risetime mean': 'mean' },
    },
    view: { at: 2, name: 'Rise time (10–90 %)', heading: 'Rise', unit: 'ms' },
  },
  halfdecay: {
    field: 'halfdecay_s',
    doc: 'From the peak to the sample at which half the amplitude has decayed.',
    unit: 's',
    type: 'number',
    in: 'event',
    measured: true,
    summarised: true,
    averaged: true,
    python: {
      at: 5,
      dataset: 'event_halfdecays',
      row: 'decaytime',
      statistics: { decaytime_mean: 'mean', decaytime_median: 'median' },
      averages: { 'decaytime mean': 'mean' },
    },
    view: { at: 3, name: 'Half decay', heading: 'Half decay', unit: 'ms' },
  },
  halfwidth: {
    field: 'halfwidth_s',
    doc: 'From the last crossing of half the amplitude before the peak to the first one after it.',
    unit: 's',
    type: 'number',
    in: 'event',
    measured: true,
    summarised: true,
    averaged: true,
    python: {
      at: 6,
      dataset: 'event_halfwidths',
      row: 'halfwidth',
      statistics: { halfwidth_mean: 'mean', halfwidth_median: 'median' },
      averages: { 'halfwidth mean': 'mean' },
    },
    view: { at: 4, name: 'Half-width', heading: 'Half-width', unit: 'ms' },
  },
  charge: {
    field: 'charge',
    doc: 'Integral over the event.',
    unit: 'value s',
    type: 'number',
    in: 'event',
    measured: true,
    summarised: true,
    averaged: true,
    python: {
      at: 3,
      dataset: 'event_charges',
      row: 'charge',
      statistics: { charge_mean: 'mean', charge_median: 'median' },
      averages: { 'charge mean': 'mean' },
    },
    view: { at: 5, name: 'Charge', heading: 'Charge' },
  },
  slope: {
    field: 'slope',
    doc: 'Smoothed gradient at the location in the direction of the events: positive for a rise.',
    unit: 'value/s',
    type: 'number',
    in: 'event',
    summarised: true,
    view: { at: 6, name: 'Slope', heading: 'Slope' },
  },
  interval: {
    field: 'interval_s',
    doc: 'From the peak of the previous event to the peak of this one; none for the first.',
    unit: 's',
    type: 'number',
    in: 'event',
    measured: true,
    summarised: true,
    python: {
      at: 8,
      dataset: 'event_intervals',
      row: 'interval',
      statistics: { iei_mean: 'mean', iei_median: 'median' },
      averages: { 'iei mean': 'mean' },
    },
    view: { at: 7, name: 'Interval', heading: 'Interval' },
  },
  isolated: {
    field: 'isolated',
    doc: 'Isolated: no neighbour is close enough to affect it. Part of the average event.',
    unit: '',
    type: 'flag',
    in: 'flag',
  },
  border: {
    field: 'border',
    doc: 'At the trace edge: listed, but excluded from averages and statistics.',
    unit: '',
    type: 'flag',
    in: 'flag',
  },
  baseline: {
    field: 'baseline',
    doc: 'Value of the baseline.',
    unit: 'value',
    type: 'number',
    in: 'event',
    measured: true,
    python: { at: 7, dataset: 'event_bsls' },
    view: { at: 9, name: 'Baseline', heading: 'Baseline' },
  },
  baseline_from: sampleOf('baseline_from', 'First sample of the baseline.'),
  baseline_to: sampleOf('baseline_to', 'Sample after the last one of the baseline.'),
  onset: sampleOf('onset', 'Sample at which the rise starts.'),
  peak: sampleOf('peak', 'Sample of the peak.'),
  peak_value: {
    field: 'peak_value',
    doc: 'Smoothed value at the peak.',
    unit: 'value',
    type: 'number',
    in: 'event',
    measured: true,
  },
  halfdecay_sample: sampleOf('halfdecay', 'Sample at which half the amplitude has decayed.'),
  region_from: {
    field: 'region_from',
    doc: 'First sample of the region that was searched, from a peak of the prediction.',
    unit: 'sample',
    type: 'number',
    in: 'reason',
  },
  region_to: {
    field: 'region_to',
    doc: 'Sample after the last one of that region.',
    unit: 'sample',
    type: 'number',
    in: 'reason',
  },
  gradient: {
    field: 'gradient',
    doc: 'Smoothed gradient at the location as detected; same sign as the slope.',
    unit: 'value/s',
    type: 'number',
    in: 'reason',
  },
  gradient_threshold: {
    field: 'gradient_threshold',
    doc: 'Minimum of that gradient.',
    unit: 'value/s',
    type: 'number',
    in: 'reason',
  },
  direction: {
    field: 'direction',
    doc: 'Direction of the event: −1 for negative (inward), 1 for positive (outward).',
    unit: '',
    type: 'number',
    in: 'event',
    later: true,
  },
  added: {
    field: 'added',
    doc: 'Added by a person, not found by the detection.',
    unit: '',
    type: 'flag',
    in: 'flag',
    later: true,
  },
  excluded: {
    field: 'excluded',
    doc: 'Excluded from the average event by hand.',
    unit: '',
    type: 'flag',
    in: 'flag',
    later: true,
  },
} as const satisfies Record<string, MeasureRow>;

/** A measure computed from stored ones wherever it is needed. Files hold it for other programs; it is not read back. */
export interface DerivedMeasure extends Pick<MeasureRow, 'field' | 'doc' | 'unit' | 'view' | 'summarised'> {
  type: 'number';
  value(event: DetectedEvent): number;
}

export const DERIVED_MEASURES = {
  weighted_decay: {
    field: 'weighted_decay_s',
    doc: 'Charge over amplitude: near the time constant of an exponential decay, and the amplitude-weighted mean of several. Of events that share a charge it is a mean; none where charge and amplitude differ in sign.',
    unit: 's',
    type: 'number',
    value({ charge, amplitude }) {
      const time_s = charge / amplitude;
      return time_s > 0 && Number.isFinite(time_s) ? time_s : Number.NaN;
    },
    summarised: true,
    view: { at: 5.5, name: 'Weighted decay', heading: 'Wtd. decay', unit: 'ms' },
  },
} as const satisfies Record<string, DerivedMeasure>;

/** Sample numbers other than the location are not counts: NaN means that there is none. */
function sampleOf<F extends string>(field: F, doc: string) {
  return { field, doc, unit: 'sample', type: 'number', in: 'event', measured: true } as const;
}
