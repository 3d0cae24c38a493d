import type { EvaluationReport, TrainingReport } from '../../../src/common/api/engine/training';
import type { TrainingNotices, TrainingRequests } from '../../../src/common/api/views/training';
import type { Progress } from '../../../src/common/task';
import { type JobDescription, type Plan, TrainingJob } from '../../../src/extension/training/training-job';
import { openView, type TestView, type ViewOptions } from './view';

export interface TrainingBench {
  view: TestView<TrainingNotices>;
  job: TrainingJob;
  /** What the view asked the host to do, the last last. */
  ran: string[];
  /** Mistakes it asked to be shown. */
  opened: number[];
  /** What the engine reports. */
  report(progress: Progress): Promise<void>;
  /** What the engine answers. */
  answer(report: TrainingReport | EvaluationReport): Promise<void>;
  fail(error: Error): Promise<void>;
}

type Described = Omit<JobDescription, 'plan'> &
  Pick<Plan, 'setup' | 'epochs'> &
  Partial<Pick<Plan, 'folds' | 'patience'>>;

/** The training view before a real job, whose engine the test plays. */
export async function openTraining(
  { setup, epochs, folds = 1, patience, ...description }: Described,
  options: ViewOptions = {},
): Promise<TrainingBench> {
  let tell!: (progress: Progress) => void;
  let resolve!: (report: TrainingReport | EvaluationReport) => void;
  let reject!: (error: Error) => void;
  const job = new TrainingJob({
    ...description,
    plan: () => ({
      setup,
      epochs,
      folds,
      patience,
      work: ({ onProgress }) => {
        tell = onProgress;
        return new Promise((resolved, rejected) => {
          resolve = resolved;
          reject = rejected;
        });
      },
    }),
  });
  const ran: string[] = [];
  const opened: number[] = [];
  let running = job.run();
  const view = await openView<TrainingRequests, TrainingNotices>(
    'training',
    {
      snapshot: () => job.snapshot(),
      inUse: () => false,
      run({ action }) {
        ran.push(action);
        if (action === 'stop') job.stop();
        else if (action === 'again') running = job.run();
      },
      mistakeSamples: ({ most }) => someSamples(Math.min(most, job.report?.mistakes.length ?? 0)),
      openMistake: ({ index }) => void opened.push(index),
    },
    options,
  );
  await view.page.locator('h1').waitFor();
  const notified: Promise<unknown>[] = [];
  job.onNotice((name, notice) => notified.push(view.notify(name, notice)));
  const settled = () => Promise.all(notified);
  return {
    view,
    job,
    ran,
    opened,
    async report(progress) {
      tell(progress);
      await settled();
    },
    async answer(report) {
      resolve(report);
      await running;
      await settled();
    },
    async fail(error) {
      reject(error);
      await running;
      await settled();
    },
  };
}

/** An event, noise, and a window that cannot be read, in turn. */
export function someSamples(count: number): (Float32Array | null)[] {
  return Array.from({ length: count }, (_, n) => {
    if (n % 3 === 2) return null;
    const depth = n % 3 === 0 ? 8 : 0;
    return Float32Array.from({ length: 600 }, (_, i) => {
      const event = i < 100 ? 0 : -depth * Math.exp(-(i - 100) / 120);
      return event + Math.sin(i * 12.9898 + n) * 0.8;
    });
  });
}
