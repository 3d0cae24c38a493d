import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import * as vscode from 'vscode';

describe('the extension', () => {
  it('activates, and offers every command it contributes', async () => {
    const extension = vscode.extensions.getExtension('miniml.miniml');
    assert.ok(extension, 'it is installed');
    await extension.activate();
    const offered = new Set(await vscode.commands.getCommands(true));
    const contributed: { command: string }[] = extension.packageJSON.contributes.commands;
    assert.ok(contributed.length > 0);
    for (const { command } of contributed) assert.ok(offered.has(command), `${command} has a handler`);
  });
});
