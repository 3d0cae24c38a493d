import { filtersIn, filterText } from '../../common/parameters/filter-settings';
import type { Parameters } from '../../common/parameters/parameters';
import { cleanTraceOnDemand } from '../detection/clean-trace';
import type { RecipeTrace } from '../recordings/recipe-trace';
import { requireInside } from '../recordings/recording';
import type { Content } from './content';

/**
 * A trace as its events are measured: gaps and excluded intervals bridged, then the filters. It is a recording of one
 * channel in the unit of the analysis, with the sweeps of the trace.
 *
 * @throws UserError when a filter does not fit
 */
export function cleanedRecording({ trace, parameters }: RecipeTrace): Content['recording'] {
  const { recording, channel, sweep } = trace;
  const clean = cleanTraceOnDemand(trace, parameters);
  const sweeps = sweep === undefined ? recording.sweeps : [recording.sweeps[sweep]];
  let end = 0;
  const starts = sweeps.map(({ samples }) => {
    end += samples;
    return end - samples;
  });
  const channels = [{ name: recording.channels[channel].name, unit: trace.unit }];
  return {
    ...recording,
    rateHz: trace.rateHz,
    channels,
    sweeps,
    tags: sweep === undefined ? recording.tags : [],
    facts: [...recording.facts, ['Cleaned', cleaningText(parameters)]],
    read(_channel, index, from, to) {
      requireInside({ channels, sweeps }, _channel, index, from, to);
      return clean.read(starts[index] + from, starts[index] + to);
    },
    close: () => recording.close(),
  };
}

function cleaningText(parameters: Parameters): string {
  const excluded = parameters.exclude === null ? '' : `, bridged ${parameters.exclude} s`;
  return filterText(filtersIn(parameters)) + excluded;
}
