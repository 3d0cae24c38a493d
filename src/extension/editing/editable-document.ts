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
