import * as vscode from 'vscode';
import { doneContext, type TourStep } from '../manifest/walkthrough';

/** Steps that are ticked already: a key that scores is not told of each time. */
const done = new Set<TourStep>();

/** Ticks a step of the walkthrough once it was done, whichever way; a command that fails or is cancelled ticks none. */
export function markDone(step: TourStep): void {
  if (done.has(step)) return;
  done.add(step);
  void vscode.commands.executeCommand('setContext', doneContext(step), true);
}
