/** One recorded signal: a current, a voltage, a temperature. */
export interface Channel {
  name: string;
  /** As in the file, cleaned of odd encodings: "pA", "mV", "°C". Empty if the file has none. */
  unit: string;
}

/** A comment of the experimenter during the recording. Time in seconds from the start of the recording. */
export interface Tag {
  time_s: number;
  comment: string;
}
