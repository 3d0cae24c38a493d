import type { Computing } from '../../common/api/engine/computing';
import type { DetectionProgress, ReadySnapshot, TraceChoice } from '../../common/api/views/trace';
import type { WrittenParameters } from '../../common/parameters/parameters';
import type { Engine } from '../engine/engine';
import type { Remembered } from './description';
import type { DocumentKept } from './document-detections';

/** Services that a document needs. */
export interface DocumentServices {
  engine: Engine;
  /**
   * Present values of settings, parameter file and the user's entries.
   *
   * @throws UserError
   */
  parameters(): WrittenParameters;
  /** Their parameter file, if there is one. */
  parameterFile(): string | undefined;
  computing(): Computing;
  /** What could compute faster than a backend on this machine. */
  fasterComputing(backend: Computing['backend']): DetectionProgress['computing'];
  /** Whether events are shown before a detection is run. */
  previews(): boolean;
  kept: DocumentKept;
  /** Runs a detection so that a killed window goes on with it. */
  interruptible<T>(choice: TraceChoice, work: () => Promise<T>): Promise<T>;
  /** What the user said about this file before. */
  remembered(): Remembered;
  remember(said: Remembered): void;
  keys: ReadySnapshot['keys'];
}

/** What a change was about: what kind of file it is, everything, or only how far the detection is. */
export type DocumentChange = 'kind' | 'snapshot' | 'progress';
