/** Something doubtful about a recording or a detection. It does not stop the work, but a person has to know. */
export interface Warning {
  /** The same for every case of its kind: "rate", "cut-short". Programs and settings go by it. */
  code: string;
  /** What is wrong and what to do, for a person. */
  message: string;
}
