import type { ModelReport } from '../engine/engine-api';

/** What the model view asks of its host. */
export interface ModelRequests {
  page(request: Record<string, never>): ModelPage;
  run(request: { action: 'useModel' | 'openCard' | 'evaluate' }): void;
}

export type ModelNotices = Record<string, never>;

export interface ModelPage extends Omit<ModelReport, 'card'> {
  /** Name of the file. */
  name: string;
  /** Whether a card lies beside it. */
  hasCard: boolean;
}
