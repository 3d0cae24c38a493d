import { stat } from 'node:fs/promises';
import type { DetectionFacts } from '../../common/api/engine/kept';
import { UserError } from '../../common/errors';
import { readApart } from '../files/apart/read-apart';
import { withHdf5 } from '../files/hdf5/hdf5';
import { datasetAt, groupAt, numberAttribute, textAttribute } from '../files/hdf5/values';
import { DETAILS } from './layout';
import { parametersIn } from './read-details';

/**
 * The facts of a results file, from its attributes and the length of one column.
 *
 * @throws UserError when the file is not a results file, or is damaged
 */
export const readDetectionFacts = readApart('detection facts', async (file): Promise<DetectionFacts> => {
  const made_ms = (await stat(file)).mtimeMs;
  return withHdf5(file, (open) => {
    const details = groupAt(open, DETAILS);
    const locations = details
      ? datasetAt(details, 'events/location')
      : datasetAt(open, 'event_params/event_locations');
    if (!locations) throw new UserError(`${file} is not a results file: it lists no events.`);
    const parameters = details && textAttribute(details, 'parameters');
    return {
      events: locations.shape?.[0] ?? 0,
      made_ms,
      rate_hz: (details && numberAttribute(details, 'rate_hz')) ?? Number.NaN,
      channel: (details && numberAttribute(details, 'source_channel')) ?? 0,
      sweep: (details && numberAttribute(details, 'source_sweep')) ?? null,
      parameters: parameters === undefined ? null : parametersIn(file, parameters),
      model_sha256: (details && textAttribute(details, 'model_sha256')) ?? '',
    };
  });
});
