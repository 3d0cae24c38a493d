import type { DetectionProgress, TraceChoice } from '../../common/api/views/trace';

/** A detection that is running. */
export interface RunningDetection {
  cancel: AbortController;
  progress: DetectionProgress;
  /** Resolves when another one can begin. */
  ended: Promise<void>;
  end(): void;
}

export function beginDetection(choice: TraceChoice): RunningDetection {
  let end!: () => void;
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  const phase = 'starting the detection';
  const progress = { ...choice, phase, fraction: null, text: '', faster: null, computing: null };
  return { cancel: new AbortController(), progress, ended, end };
}
