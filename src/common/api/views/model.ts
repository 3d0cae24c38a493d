import type { ModelReport } from '../engine/engine-api';
import { fields, nothing, oneOf, type RequestShapes } from '../shape';

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

export const MODEL_REQUESTS: RequestShapes<ModelRequests> = {
  page: nothing,
  run: fields({ action: oneOf(['useModel', 'openCard', 'evaluate']) }),
};
