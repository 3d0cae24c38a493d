import { existsSync } from 'node:fs';
import * as vscode from 'vscode';
import type { Engine } from '../engine/engine';
import type { SampleFile } from '../manifest/walkthrough';

/** The sample recording and the files made from it, in a permanent folder of ours. */
export interface Sample {
  /** The recording, simulated at its first use. */
  recording(): Promise<vscode.Uri>;
  /**
   * Resolves an argument of a command: links in the walkthrough name sample files by a placeholder, as they cannot know
   * the folder. A file that does not exist yet is undefined, and the command asks for one.
   */
  resolve(argument: unknown): Promise<unknown>;
}

export function createSample(engine: Engine, storage: vscode.Uri): Sample {
  const file = (name: string) => vscode.Uri.joinPath(storage, 'sample', name);

  async function recording(): Promise<vscode.Uri> {
    const [found, truth] = [file('sample.h5'), file('sample_truth.csv')];
    if (!existsSync(found.fsPath))
      await vscode.window.withProgress(
        { location: vscode.ProgressLocation.Notification, title: 'Simulating the sample recording' },
        () => engine.request('sample', { recording: found.fsPath, truth: truth.fsPath }),
      );
    return found;
  }

  const files: Record<SampleFile, () => Promise<vscode.Uri | undefined>> = {
    'sample:recording': recording,
    async 'sample:training'() {
      // Default path of the training windows in the command that extracts them.
      const set = file('training_data.h5');
      return existsSync(set.fsPath) ? set : undefined;
    },
  };
  const isSampleFile = (argument: unknown): argument is SampleFile =>
    typeof argument === 'string' && Object.hasOwn(files, argument);

  return {
    recording,
    resolve: async (argument) => (isSampleFile(argument) ? files[argument]() : argument),
  };
}
