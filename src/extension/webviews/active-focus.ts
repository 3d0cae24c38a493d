import * as vscode from 'vscode';
import { type Active, createActive } from './active';

/**
 * Which view of one kind is the active editor; where the keyboard is in it is told to `when` clauses as a
 * context, which is unset elsewhere.
 *
 * @param prepare is run once, before the first key can mean one of our commands
 */
export function createActiveFocus<View extends { readonly focus: string }>(
  context: string,
  prepare: () => Promise<void> = async () => {},
): Active<View> {
  let told: string | undefined;
  let prepared: Promise<void> | undefined;
  const active = createActive<View>((current) => {
    if (told === current?.focus) return;
    told = current?.focus;
    prepared ??= prepare();
    void prepared.then(() => vscode.commands.executeCommand('setContext', context, active.current?.focus));
  });
  return active;
}
