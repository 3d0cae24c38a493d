import type { ScoringReady, ScoringRequests } from '../../common/api/views/scoring';
import { afterFrame } from '../shared/coalesced';
import { type Ask, storeState } from '../shared/host';
import { messageOf } from '../shared/message-of';
import type { Store } from '../shared/store';
import type { ScoredSet } from './scored-set';
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
  const askForProbabilities = probabilitiesRequest(ask, store, failed);

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
    if (set.view.probability && !set.probabilities) askForProbabilities(set.set);
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

/** Runs the model once per training set, whatever keys are pressed in the meantime. */
function probabilitiesRequest(ask: Ask<ScoringRequests>, store: HostSync['store'], failed: Failed) {
  let requested: ScoringReady | undefined;
  return (of: ScoringReady) => {
    if (requested === of) return;
    requested = of;
    const end = (probabilities: Float32Array | undefined) => {
      if (requested === of) requested = undefined;
      if (store.state.set?.set === of) store.send({ type: 'probabilities', probabilities });
      store.send({ type: 'progress', progress: null });
    };
    // Not during the notification that triggered it: the other listeners must see their own state first.
    queueMicrotask(() =>
      store.send({ type: 'progress', progress: { text: 'starting the model…', fraction: null } }),
    );
    ask('probabilities', {}).then(
      ({ probabilities }) => end(probabilities),
      (thrown) => {
        end(undefined);
        failed(thrown);
      },
    );
  };
}
