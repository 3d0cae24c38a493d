import { UserError } from '../../common/errors';
import { readApart } from '../files/apart/read-apart';
import { withHdf5 } from '../files/hdf5/hdf5';
import { requirePlausible } from '../files/hdf5/numbers';
import { datasetAt, groupAt } from '../files/hdf5/values';
import { holdsResults } from '../files/kind';
import { DETAILS } from './layout';
import { readDetails } from './read-details';
import { readPlain } from './read-plain';
import type { ResultsFile } from './results-file';

/**
 * Reads a results file, ours or miniML's own in its present and older layouts.
 *
 * @throws UserError when the file is not a results file, or is damaged
 */
export const readResults = readApart(
  'results',
  (file): Promise<ResultsFile> =>
    withHdf5(file, (open, fileBytes) => {
      if (!holdsResults(open))
        throw new UserError(`${file} is not a results file: it has no event_params/event_locations.`);
      for (const path of ['events', `${DETAILS}/border_snippets`, `${DETAILS}/deleted/snippets`]) {
        const table = datasetAt(open, path);
        if (table) requirePlausible(file, fileBytes, table);
      }
      const details = groupAt(open, DETAILS);
      return details ? readDetails(file, open, details) : readPlain(file, open);
    }),
);
