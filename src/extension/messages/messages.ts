import * as vscode from 'vscode';
import { plainText } from './plain-text';

/**
 * The only functions for messages, which escape links in text from files. A lint rule refuses VS Code's own. Each
 * resolves with the chosen button, or undefined when the message is dismissed.
 */
export function showInformation<T extends string>(text: string, ...buttons: T[]): Thenable<T | undefined> {
  return vscode.window.showInformationMessage(plainText(text), ...buttons);
}

export function showWarning<T extends string>(text: string, ...buttons: T[]): Thenable<T | undefined> {
  return vscode.window.showWarningMessage(plainText(text), ...buttons);
}

export function showError<T extends string>(text: string, ...buttons: T[]): Thenable<T | undefined> {
  return vscode.window.showErrorMessage(plainText(text), ...buttons);
}

/** Asks in a modal dialog. */
export function ask<T extends string>(
  question: string,
  detail: string | undefined,
  ...buttons: T[]
): Thenable<T | undefined> {
  return vscode.window.showWarningMessage(
    plainText(question),
    { modal: true, detail: detail === undefined ? undefined : plainText(detail) },
    ...buttons,
  );
}
