import path from 'node:path';
import type { ResultsContents } from '../../common/api/engine/engine-api';
import type { ResultsEdits, SourceTrace } from '../../common/api/engine/results';
import { messageOf } from '../../common/errors';
import type { Editing } from '../documents/edit-operations';
import type { Engine } from '../engine/engine';
import {
  applied,
  inverse,
  labelOf,
  locationsOf,
  operationsBetween,
  type ResultsOperation,
  readOperation,
  writtenOperation,
} from './results-operation';

/** A results file, and where the recording is to be had that it is from. */
export interface OpenedResults extends ResultsContents {
  trace: SourceTrace | { reason: string };
}

/** What editing is for results: events deleted, left out of the average and added. */
export function resultsEditing(
  engine: Engine,
  file: string,
): Editing<OpenedResults, ResultsEdits, ResultsOperation> {
  return {
    async read() {
      const [contents, trace] = await Promise.all([
        engine.request('results', { path: file }),
        engine.request('resultSource', { path: file }).catch((thrown) => ({ reason: messageOf(thrown) })),
      ]);
      return { ...contents, trace };
    },
    write: (edits, target) => engine.request('saveResults', { path: file, edits, target }),
    keyOf: ({ detection_key }) => detection_key,
    subject: 'events',
    stateOf: ({ edits }) => edits,
    applied,
    inverse,
    between: operationsBetween,
    labelOf,
    sizeOf: (operation) => locationsOf(operation).length,
    written: writtenOperation,
    replayed(edits, written) {
      const operation = readOperation(written);
      return operation ? applied(edits, operation) : edits;
    },
    conflictOf: () => `Another program has changed ${path.basename(file)}.`,
  };
}
