/** Something doubtful about a recording or a detection. It does not stop the work, but the user must know. */
export interface Warning {
  /** Identifier of the kind of warning: "rate", "cut-short". Programs and settings depend on it. */
  code: string;
  /** Problem and remedy, for a person. */
  message: string;
  /** A change of a parameter that the message proposes. */
  change?: { name: string; value: string | number | boolean; title: string };
}
