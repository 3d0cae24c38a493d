/**
 * What editing is for one kind of file. A state is everything that can be edited, as a value: an edit makes
 * another one. Edits are about what the file holds besides, which {@link keyOf} names.
 */
export interface Editing<Contents, State, Edit> {
  /** @throws UserError when the file cannot be read, or is of another kind by now */
  read(): Promise<Contents>;
  /** Writes the file with this state, to its own place or as a copy; whole or not at all. */
  write(state: State, target: string): Promise<void>;
  keyOf(contents: Contents): string;
  /** What is edited: "events". */
  subject: string;
  /** As it is in the file. */
  stateOf(contents: Contents): State;
  /** The state after an edit, of which counts what changes something. */
  applied(state: State, edit: Edit): State;
  inverse(edit: Edit): Edit;
  /** What turns one state into another; [] when they are the same. */
  between(before: State, after: State): Edit[];
  /** What the edit is called in menus. */
  labelOf(edit: Edit): string;
  /** Of how many things it is. */
  sizeOf(edit: Edit): number;
  /** An edit as JSON has it. */
  written(edit: Edit): unknown;
  /** The state after an edit that was written; the same where it is none of this state. */
  replayed(state: State, written: unknown): State;
  /** Says what another program has changed while there are edits of ours. */
  conflictOf(states: { saved: State; mine: State; theirs: State }): string;
  /** Makes what is shown of a state that did not come of an edit; nothing is shown before. */
  prepare?(contents: Contents, state: State): Promise<void>;
}

/** What VS Code undoes, saves, reverts and backs up. */
export interface EditableDocument {
  onEdit(listener: (edit: DocumentEdit) => void): { dispose(): void };
  /** Writes the edits to the file. @throws CancelledError when the user thinks better of it */
  save(): Promise<void>;
  /** Writes a copy with the edits; the file stays as it was. */
  saveAs(target: string): Promise<void>;
  /** Forgets the edits and shows the file as it is. */
  revert(): Promise<void>;
  /** Writes the edits to a file of VS Code's, so that they survive its end. */
  backUp(file: string): Promise<void>;
}

/** One step of undo. */
export interface DocumentEdit {
  label: string;
  undo(): void;
  redo(): void;
}
