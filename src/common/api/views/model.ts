import type { ModelReport } from '../engine/engine-api';

/** Requests of the model view. */
export interface ModelRequests {
  page(request: Record<string, never>): ModelPage;
  run(request: { action: 'useModel' | 'openCard' | 'evaluate' }): void;
}

export interface ModelNotices {
  /** Whether detections take this model now. */
  inUse: boolean;
}

export interface ModelPage extends Omit<ModelReport, 'card'> {
  /** Whether detections take this model where no parameter file names another. */
  inUse: boolean;
  /** Name of the file. */
  name: string;
  /** Whether a card lies beside it. */
  hasCard: boolean;
}
