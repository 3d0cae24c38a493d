/**
 * Edit operations of one file type. A state is an immutable value of everything that can be edited: an edit makes a new
 * one. Edits belong to the contents that {@link keyOf} identifies.
 */
export interface Editing<Contents, State, Edit> {
  /** @throws UserError when the file cannot be read, or has become another kind */
  read(): Promise<Contents>;
  /**
   * Writes the file with this state, to its own path or as a copy, atomically.
   *
   * @param expected stamp of the contents that the state is based on; undefined replaces any
   * @returns the stamp of what was written
   * @throws UserError with the reason "changed" when another process has saved the target
   */
  write(state: State, target: string, expected: string | undefined): Promise<string>;
  keyOf(contents: Contents): string;
  /** The subject of edits: "events". */
  subject: string;
  /** Identifies a state: equal states have equal fingerprints, in other processes too. */
  fingerprint(state: State): string;
  /** The state in the file. */
  stateOf(contents: Contents): State;
  /** The state after an edit; the same object if nothing changes. */
  applied(state: State, edit: Edit): State;
  inverse(edit: Edit): Edit;
  /** Edits that turn one state into another; [] if they are equal. */
  between(before: State, after: State): Edit[];
  /** Name of the edit in menus. */
  labelOf(edit: Edit): string;
  /** Number of items that it changes. */
  sizeOf(edit: Edit): number;
  /** The edit as JSON. */
  written(edit: Edit): unknown;
  /** The state after a serialised edit; the same if it does not apply to this state. */
  replayed(state: State, written: unknown): State;
  /** Describes the changes by another program to a file with unsaved edits. */
  conflictOf(states: { saved: State; mine: State; theirs: State }): string;
  /** Computes everything derived from a state that did not come from an edit; nothing is shown before. */
  prepare?(contents: Contents, state: State): Promise<void>;
}

/** Operations that VS Code calls on an edited document. */
export interface EditableDocument {
  onEdit(listener: (edit: DocumentEdit) => void): { dispose(): void };
  /** Called some time after a save during which edits were made: VS Code counts them as saved. */
  onLeftUnsaved(listener: () => void): { dispose(): void };
  /**
   * Writes the edits to the file.
   *
   * @throws CancelledError when the user cancels
   */
  save(): Promise<void>;
  /** Writes a copy with the edits; the file itself is unchanged. */
  saveAs(target: string): Promise<void>;
  /** Discards the edits and shows the file's state. */
  revert(): Promise<void>;
  /** Writes the edits to a backup of VS Code, so that they survive its end. */
  backUp(file: string): Promise<void>;
}

/** One step of undo. */
export interface DocumentEdit {
  label: string;
  undo(): void;
  redo(): void;
}
