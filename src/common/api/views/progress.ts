/** Progress of long work, formatted for display. */
export interface ShownProgress {
  /** "predicting" */
  phase: string;
  /** 0…1 of the phase, null if the amount of work is unknown. */
  fraction: number | null;
  /** "63 %, 8,400 windows/s, 4 s left" */
  text: string;
}
