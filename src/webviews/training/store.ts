import type { TrainingNotices, TrainingSnapshot } from '../../common/api/views/training';

export interface TrainingState {
  snapshot: TrainingSnapshot | null;
  /** Whether detections take the model. */
  inUse: boolean;
  /** Reason why there is nothing to show. */
  failure: string | null;
  /** Threshold set by the user; null: the model's own. */
  threshold: number | null;
  /** Samples of the misclassified windows; null until they are read. */
  samples: readonly (Float32Array | null)[] | null;
}

export const initialState: TrainingState = {
  snapshot: null,
  inUse: false,
  failure: null,
  threshold: null,
  samples: null,
};

export type TrainingMessage =
  | { type: 'snapshot'; snapshot: TrainingSnapshot }
  | ({ type: 'epoch' } & TrainingNotices['epoch'])
  | { type: 'progress'; progress: TrainingNotices['progress'] }
  | { type: 'inUse'; inUse: boolean }
  | { type: 'failure'; failure: string }
  | { type: 'threshold'; threshold: number | null }
  | { type: 'samples'; samples: readonly (Float32Array | null)[] };

export function update(state: TrainingState, message: TrainingMessage): TrainingState {
  const { snapshot } = state;
  switch (message.type) {
    case 'snapshot': {
      const same = snapshot?.report === message.snapshot.report;
      const fresh = same ? {} : { threshold: null, samples: null };
      return { ...state, ...fresh, snapshot: message.snapshot, failure: null };
    }
    case 'epoch': {
      if (!snapshot) return state;
      const history = [...snapshot.history, message.record];
      return { ...state, snapshot: { ...snapshot, progress: message.progress, history } };
    }
    case 'progress':
      return snapshot ? { ...state, snapshot: { ...snapshot, progress: message.progress } } : state;
    case 'inUse':
      return { ...state, inUse: message.inUse };
    case 'failure':
      return { ...state, failure: message.failure };
    case 'threshold':
      return { ...state, threshold: message.threshold };
    case 'samples':
      return { ...state, samples: message.samples };
  }
}
