/** One input that was recorded: a current, a voltage, a temperature. */
export interface Channel {
  name: string;
  /** As the file says it, cleaned of odd encodings: "pA", "mV", "°C". Empty if the file has none. */
  unit: string;
}

/** A comment the experimenter placed while recording. Time in seconds from the start of the recording. */
export interface Tag {
  time_s: number;
  comment: string;
}
