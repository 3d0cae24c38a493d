import * as vscode from 'vscode';
import type { TraceChoice } from '../../common/api/views/trace';
import { CancelledError, UserError } from '../../common/errors';
import type { ParameterChoice } from '../../common/events/detection';
import type { EngineService } from '../engine/service';
import { contexts } from '../manifest/contexts';
import { showInformation, showWarning } from '../messages/messages';
import { progressText } from '../progress/progress-text';
import { withNotification } from '../progress/with-notification';
import type { RecordingDocument } from '../recordings/recording-document';
import { computing } from '../settings';
import { createParameterWriter, type ParameterWriter } from '../tuning/parameter-writer';
import { type DetectServices, detectIn } from './detect';

/** Detection with parameters that the engine chooses from the recording. */
export interface AutoDetection {
  /**
   * Chooses direction, window and smoothing, writes them to the recording's parameter file, says why, and detects.
   *
   * @throws UserError when nothing could begin
   */
  run(document: RecordingDocument, choice: TraceChoice): Promise<void>;
  /** Puts back the values from before, and detects with them. @throws UserError when there are none */
  undo(document: RecordingDocument, choice: TraceChoice): Promise<void>;
}

interface AutoServices extends DetectServices {
  service: Pick<EngineService, 'engine'>;
}

export function createAutoDetection(services: AutoServices): AutoDetection {
  const { documents } = services;
  const { engine } = services.service;
  /** What was written last, by recording. */
  const writers = new Map<string, ParameterWriter>();

  async function chosenFor(document: RecordingDocument, choice: TraceChoice): Promise<ParameterChoice[]> {
    const toText = progressText();
    const request = { recipe: document.recipe(choice), ...computing() };
    return withNotification(`Choosing parameters for ${document.name}`, ({ signal, show }) =>
      engine.request('chooseParameters', request, {
        signal,
        onProgress: (progress) => show(toText(progress)),
      }),
    );
  }

  /** Name of the parameter file. */
  async function written(document: RecordingDocument, choices: readonly ParameterChoice[]): Promise<string> {
    const writer = createParameterWriter();
    const subject = {
      recording: vscode.Uri.file(document.file),
      parameterFile: documents.parameterFileOf(document.file),
      rate_hz: document.recordingInfo!.rate_hz!,
    };
    const patch = Object.fromEntries(choices.map(({ parameter, value }) => [parameter, value]));
    const { target } = await writer.use(subject, patch, 'recording');
    writers.set(document.file, writer);
    void vscode.commands.executeCommand('setContext', contexts.autoChosen, true);
    return target;
  }

  /** Not waited for: the message stays while events are detected. */
  async function tell(
    document: RecordingDocument,
    choice: TraceChoice,
    choices: ParameterChoice[],
    file: string,
  ) {
    const reasons = choices.map(({ parameter, value, reason }) => `${parameter} ${value}: ${reason}`);
    const answer = await showInformation(`Written to ${file}: ${reasons.join(' ')}`, 'Undo');
    if (answer === 'Undo') await undo(document, choice);
  }

  async function undo(document: RecordingDocument, choice: TraceChoice): Promise<void> {
    const writer = writers.get(document.file);
    if (!writer)
      throw new UserError(`The parameters of ${document.name} were not chosen automatically in this window.`);
    writers.delete(document.file);
    await document.endDetection();
    await writer.undo();
    await detectIn(document, choice, services);
  }

  return {
    async run(document, choice) {
      try {
        const choices = await chosenFor(document, choice);
        if (choices.length === 0) {
          void showWarning(
            `No clear events stand out in ${document.name}, so its parameters were not changed. Tune them by hand.`,
          );
          return;
        }
        const present = document.parameters();
        const changed = choices.filter(({ parameter, value }) => present[parameter] !== value);
        if (changed.length > 0) {
          const file = await written(document, changed);
          void tell(document, choice, changed, file);
        } else void showInformation(`The parameters of ${document.name} suit its events already.`);
      } catch (thrown) {
        if (thrown instanceof CancelledError) return;
        throw thrown;
      }
      await document.endDetection();
      await detectIn(document, choice, services);
    },
    undo,
  };
}
