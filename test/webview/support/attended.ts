import type { DocumentAction } from '../../../src/common/api/views/document';
import type { DocumentEdit } from '../../../src/extension/editing/edit-operations';

/** What VS Code does for a document whose view is tested. */
export interface Attended {
  /** Steps of undo, the last last. */
  edits: DocumentEdit[];
  /** What the view asked the host to run. */
  ran: string[];
  run(action: string): Promise<void>;
}

/** Opens a document as its editor does, and keeps its steps of undo. */
export async function attended(document: {
  opened: Promise<void>;
  onEdit(listener: (edit: DocumentEdit) => void): unknown;
  shown(): void;
  actions: Readonly<Record<DocumentAction, () => Promise<void> | void>>;
}): Promise<Attended> {
  await document.opened;
  const edits: DocumentEdit[] = [];
  const ran: string[] = [];
  document.onEdit((edit) => edits.push(edit));
  document.shown();
  return {
    edits,
    ran,
    async run(action) {
      ran.push(action);
      if (action === 'undo') edits.at(-1)?.undo();
      if (Object.hasOwn(document.actions, action)) await document.actions[action as DocumentAction]();
    },
  };
}
