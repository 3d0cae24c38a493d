/** How far long work is, as it is shown. */
export interface ShownProgress {
  /** "predicting" */
  phase: string;
  /** 0…1 of the phase, null while the amount of work is not known. */
  fraction: number | null;
  /** "63 %, 8,400 windows/s, 4 s left" */
  text: string;
}
