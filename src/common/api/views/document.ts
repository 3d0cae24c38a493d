/** Common parts of the views of documents. */

export interface OpeningSnapshot {
  kind: 'opening';
  name: string;
}

export interface FailedSnapshot {
  kind: 'failed';
  name: string;
  message: string;
}

/** Status of the file on disk, for the view's notes. */
export interface DocumentStatus {
  /** Scores or edits recovered from a session that ended unexpectedly; 0 once seen or saved. */
  recovered: number;
  /** Description of a change by another program that needs an answer. */
  conflict: string | null;
  /** Says that the latest edits are in memory only, and why; null while they are on the disk. */
  unsafe: string | null;
}

/** Merge our edits into the file's present contents, or discard ours. */
export const CONFLICT_ANSWERS = ['keepMine', 'takeTheirs'] as const;

export type ConflictAnswer = (typeof CONFLICT_ANSWERS)[number];

/** Actions of a view's buttons on the document. */
export const DOCUMENT_ACTIONS = [...CONFLICT_ANSWERS, 'retry', 'dismissNote'] as const;

export type DocumentAction = (typeof DOCUMENT_ACTIONS)[number];

/** Progress of long work, formatted for display. */
export interface ShownProgress {
  /** "predicting" */
  phase: string;
  /** 0…1 of the phase, null if the amount of work is unknown. */
  fraction: number | null;
  /** "63 %, 8,400 windows/s, 4 s left" */
  text: string;
}
