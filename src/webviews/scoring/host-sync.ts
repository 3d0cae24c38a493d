import type { ScoringReady, ScoringRequests } from '../../common/api/views/scoring';
import { messageOf } from '../../common/errors';
import { afterFrame } from '../shared/coalesced';
import { type Ask, storeState } from '../shared/host';
import type { Store } from '../shared/store';
import { probabilitiesRequest } from './probabilities-request';
import { isPredicted, type ScoredSet } from './scored-set';
import type { ScoringMessage, ScoringState } from './store';

export interface HostSync {
  ask: Ask<ScoringRequests>;
  store: Store<ScoringState, ScoringMessage>;
  /** The document refused a score that is shown here. */
  onRefused(thrown: unknown): void;
}

/** Sends changes of this view to the host, and requests the data that the state lacks. */
export function connectStoreToHost({ ask, store, onRefused }: HostSync): void {
  const failed = (thrown: unknown) => store.send({ type: 'failure', failure: messageOf(thrown) });
  const askForDetails = detailsRequest(ask, store, failed);
  const askForProbabilities = probabilitiesRequest(ask, store);

  function sendEdits(set: ScoredSet, before: ScoredSet | null): void {
    const { scoreEdit, bookmarkEdit } = set;
    if (scoreEdit && scoreEdit !== before?.scoreEdit) ask('score', scoreEdit).catch(onRefused);
    if (bookmarkEdit && bookmarkEdit !== before?.bookmarkEdit) ask('bookmark', bookmarkEdit).catch(failed);
  }

  store.subscribe(({ set }, { set: before }) => {
    if (!set || set === before) return;
    sendEdits(set, before);
    if (set.view !== before?.view) storeState(set.view);
    if (set.set !== before?.set) askForDetails(set.set);
    if (set.view.probability && !isPredicted(set)) void askForProbabilities(set.set);
  });
}

type Failed = (thrown: unknown) => void;

/** Asks for origins and features once the first windows, which the user waits for, are drawn. */
function detailsRequest(ask: Ask<ScoringRequests>, store: HostSync['store'], failed: Failed) {
  return (of: ScoringReady) => {
    const isCurrent = () => store.state.set?.set === of;
    afterFrame(() => {
      ask('origins', {}).then((origins) => {
        if (isCurrent()) store.send({ type: 'origins', origins });
      }, failed);
      ask('features', {}).then((features) => {
        if (isCurrent()) store.send({ type: 'features', features });
      }, failed);
    });
  };
}
