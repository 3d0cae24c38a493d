import type { RowReport } from '../../common/row-report';
import { endedWithout } from './ended-without';
import { endedTasks, type QueuedTask, queuedTasks, taskKey } from './slurm';
import { readSubmissions, type Submission, type TaskState } from './submission';
import { readState } from './submission-folders';

/**
 * The reports of rows with what the cluster knows: rows that are not done may wait, run, or have been interrupted
 * because their task ended without a result. Told from the tasks' own files and the queue, and from the cluster's
 * accounts where it keeps any.
 *
 * @param reports of `experimentStatus`
 */
export async function withClusterStates(out: string, reports: readonly RowReport[]): Promise<RowReport[]> {
  const submissions = await readSubmissions(out);
  if (submissions.length === 0) return [...reports];
  const queue = await queuedTasks();
  const ended = await endedTasks(submissions.map(({ submission }) => submission.job));
  return Promise.all(
    reports.map(async (report) => {
      if (report.status === 'done' || report.status === 'excluded') return report;
      const newest = submissions.findLast(({ submission }) => taskOf(submission, report.line) >= 0);
      return newest ? stateOf(report, newest, queue, ended) : report;
    }),
  );
}

async function stateOf(
  report: RowReport,
  { folder, submission }: { folder: string; submission: Submission },
  queue: ReadonlyMap<string, QueuedTask>,
  ended: ReadonlyMap<string, string>,
): Promise<RowReport> {
  const task = taskOf(submission, report.line);
  const key = taskKey(submission.job, task);
  const queued = queue.get(key);
  const state = await readState<TaskState>(folder, task);
  if (queued) {
    const alone = submission.tasks[task].length === 1;
    const inWork = queued.state === 'running' && (alone || state?.line === report.line);
    // A row that failed before its task came to an end stays failed.
    if (report.status === 'failed' && queued.state === 'running' && !inWork) return report;
    return { ...report, status: inWork ? 'running' : 'waiting', note: queued.note, error: null };
  }
  if (report.status !== 'to do' || submission.cancelled) return report;
  const error = state?.error ?? (await endedWithout('a result', { folder, key, task, how: ended.get(key) }));
  return { ...report, status: 'interrupted', error };
}

function taskOf({ tasks }: Submission, line: number): number {
  return tasks.findIndex((lines) => lines.includes(line));
}
