import type { SizeScores } from '../../common/api/engine/window-sizes';
import type { ParameterChoice } from '../../common/events/detection';
import type { Parameters } from '../../common/parameters/parameters';
import type { Task } from '../../common/task';
import { amountOfTime } from '../../common/text/duration';
import type { Warning } from '../../common/warning';
import type { DetectionModel } from '../detection/prediction';
import type { RecordedTrace } from '../recordings/trace';
import { clearLocations, inOrder } from './clear-events';
import { CLEAR_DIRECTION, lookAt, suggestFrom } from './suggest';
import { candidateSizes, type SizeTrial, scoreSizes, WINDOWS_IN_TRACE } from './window-sizes';

/** The paper smooths windows of 600 samples with 20: the model sees the same smoothing at every window size. */
const WINDOW_PER_SMOOTHING = 30;
const SHORTEST_SMOOTHING = 3;
const NOTHING_CLEAR: Warning = {
  code: 'auto',
  message: 'No clear events stand out in this recording, so its parameters were left as they are.',
};

/** Known facts besides recording and model. */
export interface ChoiceContext {
  /** Direction of the events that the model was trained on, where its file says it. */
  trainedOn: Parameters['training_direction'] | undefined;
  /** Parameters that a person has set for this recording: they are kept. */
  fixed: ReadonlySet<keyof Parameters>;
}

type ChosenParameter = 'event_direction' | 'training_direction' | 'win_size' | 'convolve_win';

export interface Chosen {
  /** With the choices in them. */
  parameters: Parameters;
  /** One for each parameter that was chosen, also where it was so already. */
  choices: ParameterChoice[];
  /** Why there are none. */
  warnings: Warning[];
}

/**
 * Chooses direction, window and smoothing from a recording: the direction of its steep rises; the window size at which
 * the model finds what it finds at other sizes too ({@link scoreSizes}), around the size that the decay of clear events
 * suggests; and a smoothing in the same proportion to the window as in the paper (eLife 98485: 20 of 600 samples). No
 * known events are needed. Looks at half a minute of the recording at most.
 *
 * @returns no choices where no clear events stand out
 * @throws UserError when model and parameters do not go together
 * @throws CancelledError
 */
export async function chooseParameters(
  trace: RecordedTrace,
  model: DetectionModel,
  parameters: Parameters,
  { trainedOn, fixed }: ChoiceContext,
  task: Task,
): Promise<Chosen> {
  const looked = lookAt(trace, parameters);
  const suggestion = suggestFrom(looked, trace.rateHz);
  if (!suggestion) return { parameters, choices: [], warnings: [NOTHING_CLEAR] };
  const choices: ParameterChoice[] = [];
  let chosen = parameters;
  const choose = <N extends ChosenParameter>(parameter: N, value: Parameters[N], reason: string) => {
    if (fixed.has(parameter)) return;
    choices.push({ parameter, value, reason });
    chosen = { ...chosen, [parameter]: value };
  };

  const { direction, events, clarity } = suggestion;
  if (parameters.event_direction !== 'both' && clarity >= CLEAR_DIRECTION)
    choose('event_direction', direction, `${events} steep rises are ${direction}; few point the other way.`);
  if (trainedOn !== undefined)
    choose('training_direction', trainedOn, `The model was trained on ${trainedOn} events.`);

  const sizes = fixed.has('win_size')
    ? undefined
    : await sizesAround(
        suggestion.win_size,
        trace,
        model,
        chosen,
        {
          clear: inOrder(trace, { locations: clearLocations(looked, chosen) }, null, chosen),
          smoothingOf: fixed.has('convolve_win') ? undefined : smoothingOf,
        },
        task,
      );
  if (sizes?.best)
    choose('win_size', sizes.best, reasonOf(sizes, sizes.best, suggestion.decay_s, trace.rateHz));
  const smoothing = smoothingOf(chosen.win_size);
  choose(
    'convolve_win',
    smoothing,
    `A thirtieth of the window, as in the paper: ${amountOfTime(smoothing / trace.rateHz)}.`,
  );
  return { parameters: chosen, choices, warnings: [] };
}

/** Undefined if there is no room for a window, or no clear event to test one on. */
async function sizesAround(
  expected: number,
  trace: RecordedTrace,
  model: DetectionModel,
  parameters: Parameters,
  { clear, smoothingOf }: { clear: readonly number[] } & Pick<SizeTrial, 'smoothingOf'>,
  task: Task,
): Promise<SizeScores | undefined> {
  const sizes = candidateSizes(expected, [expected], Math.floor(trace.samples / WINDOWS_IN_TRACE));
  if (clear.length === 0 || sizes.length === 0) return undefined;
  return scoreSizes(trace, model, parameters, clear, { sizes, expected, smoothingOf }, task);
}

function smoothingOf(win_size: number): number {
  return Math.max(SHORTEST_SMOOTHING, Math.round(win_size / WINDOW_PER_SMOOTHING));
}

function reasonOf({ sizes, clear }: SizeScores, best: number, decay_s: number, rateHz: number): string {
  const { found, agreement } = sizes.find(({ win_size }) => win_size === best)!;
  return `${amountOfTime(best / rateHz)}. Clear events decay in ${amountOfTime(decay_s)}; of ${sizes.length} window sizes tried, this one found ${found} of ${clear} clear events and agrees best with the others (${agreement.toFixed(2)} of 1).`;
}
