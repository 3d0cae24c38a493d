import type { TraceChoice } from '../../common/api/views/trace';
import { CancelledError } from '../../common/errors';
import type { ParameterChoice } from '../../common/events/detection';
import type { EngineService } from '../engine/service';
import { showInformation, showWarning } from '../messages/messages';
import { progressText } from '../progress/progress-text';
import { withNotification } from '../progress/with-notification';
import type { RecordingDocument } from '../recordings/recording-document';
import { computing } from '../settings';
import { type DetectServices, detectIn } from './detect';
import type { WrittenValues } from './written-values';

/** Detection with parameters that the engine chooses from the recording. */
export interface AutoDetection {
  /**
   * Chooses direction, window and smoothing, writes them to the recording's parameter file, says why, and detects. The
   * reasons stay beside the parameters until these change.
   *
   * @throws UserError when nothing could begin
   */
  run(document: RecordingDocument, choice: TraceChoice): Promise<void>;
  /** Puts back the values that were written last, and detects with them. @throws UserError when there are none */
  undo(document: RecordingDocument, choice: TraceChoice): Promise<void>;
}

interface AutoServices extends DetectServices {
  service: Pick<EngineService, 'engine'>;
  written: WrittenValues;
}

export function createAutoDetection(services: AutoServices): AutoDetection {
  const { engine } = services.service;

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
    await services.written.undo(document);
    await document.endDetection();
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
        document.rememberChoices(changed.length > 0 ? changed : choices);
        if (changed.length > 0) {
          const patch = Object.fromEntries(changed.map(({ parameter, value }) => [parameter, value]));
          const file = await services.written.write(document, patch);
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
