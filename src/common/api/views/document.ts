/** What the views of documents have in common. */

export interface OpeningSnapshot {
  kind: 'opening';
  name: string;
}

export interface FailedSnapshot {
  kind: 'failed';
  name: string;
  message: string;
}

/** What there is to say of the file on disk. */
export interface DocumentStatus {
  /** Scores, or edits of events, that came back from a session that ended unexpectedly; 0 once seen or saved. */
  recovered: number;
  /** What another program did to the file, when it needs an answer. */
  conflict: string | null;
}

/** Our edits on top of what the file holds now, or what it holds. */
export type ConflictAnswer = 'keepMine' | 'takeTheirs';

/** What a view's buttons do with the document as such. */
export type DocumentAction = ConflictAnswer | 'retry' | 'dismissNote';
