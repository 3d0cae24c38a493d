import { existsSync } from 'node:fs';
import * as vscode from 'vscode';
import type { Engine } from '../engine/engine';
import type { SampleFile } from '../manifest/walkthrough';

/** The recording of the tour and what is made from it, in a folder of ours that outlives sessions. */
export interface Sample {
  /** The recording, simulated when it is first wanted. */
  recording(): Promise<vscode.Uri>;
  /**
   * What an argument of a command stands for: links of the tour name files of the sample by a word, as they
   * cannot know its folder. A file that is not there yet is undefined, and the command asks for one.
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
      // Where the command that extracts windows proposes to write them.
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
