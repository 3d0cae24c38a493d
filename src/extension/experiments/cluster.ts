import path from 'node:path';
import * as vscode from 'vscode';
import type { ClusterResources } from '../../common/api/engine/experiments';
import { CancelledError } from '../../common/errors';
import { count } from '../../common/text/numbers';
import { ask, showInformation } from '../messages/messages';
import { computing } from '../settings';
import type { ExperimentDocument } from './experiment-document';

/** Names of sbatch's options that `miniml batch --slurm` takes too. */
const OPTIONS = ['partition', 'account', 'time', 'mem', 'cpus', 'gpus', 'max-running'] as const;

/**
 * Submits the rows that are not done to the Slurm cluster of this machine. Their status is updated while the table is open,
 * also when it is opened again later.
 */
export async function submitToCluster(document: ExperimentDocument): Promise<void> {
  const typed = await vscode.window.showInputBox({
    title: `Run ${document.name} on a Cluster`,
    prompt: `Resources of each recording, where the cluster's defaults do not do: ${OPTIONS.join(', ')}`,
    placeHolder: 'time=30 mem=4G cpus=4 partition=short',
    ignoreFocusOut: true,
    validateInput: (text) => {
      const resources = parseResources(text);
      return typeof resources === 'string' ? resources : undefined;
    },
  });
  if (typed === undefined) throw new CancelledError();
  const resources = parseResources(typed) as ClusterResources;
  if (document.text.isDirty) await document.text.save();
  const { backend } = computing();
  const { message } = await document.services.engine.request('submitExperiment', {
    ...document.request(),
    resources,
    backend,
  });
  await document.refresh();
  void showInformation(message);
}

/** Tables whose rows are detected here although this is a login node; asked once per window. */
const detectedHere = new Set<string>();

/**
 * On a login node, which others share, nothing is computed unasked: submits the rows to the cluster instead.
 *
 * @returns whether it did
 * @throws CancelledError
 */
export async function runsOnCluster(document: ExperimentDocument): Promise<boolean> {
  if (detectedHere.has(document.file)) return false;
  const { isLoginNode } = await document.services.engine.request('clusterHere', {});
  if (!isLoginNode) return false;
  const [cluster, here] = ['Run on the Cluster', 'Detect Here'] as const;
  const answer = await ask(
    'This computer is the login node of a cluster.',
    'Others share it, so long work belongs into a job.',
    cluster,
    here,
  );
  if (answer === undefined) throw new CancelledError();
  if (answer === cluster) await submitToCluster(document);
  else detectedHere.add(document.file);
  return answer === cluster;
}

/** Cancels the jobs of an experiment on the cluster, after a question. */
export async function cancelClusterJobs(document: ExperimentDocument): Promise<void> {
  const yes = 'Cancel Jobs';
  const question = `Cancel all jobs of ${path.basename(document.file)} on the cluster?`;
  if ((await ask(question, 'Results that are done are kept.', yes)) !== yes) throw new CancelledError();
  const { cancelled } = await document.services.engine.request('cancelExperimentJobs', document.request());
  await document.refresh();
  void showInformation(
    cancelled === 0
      ? 'No jobs of this experiment are queued.'
      : `The jobs of ${count(cancelled, 'recording')} were cancelled.`,
  );
}

/** "time=30 mem=4G" as resources, or a sentence about what is wrong. */
export function parseResources(text: string): ClusterResources | string {
  const resources: Record<string, string | number> = {};
  for (const word of text.trim().split(/\s+/).filter(Boolean)) {
    const [, name = '', value = ''] = /^([a-z-]+)=(\S+)$/.exec(word) ?? [];
    const option = OPTIONS.find((known) => known === name);
    if (!option) return `${word} is not an option. Use ${OPTIONS.map((known) => `${known}=…`).join(', ')}.`;
    const isCount = option === 'cpus' || option === 'gpus' || option === 'max-running';
    if (isCount && !/^[1-9]\d{0,5}$/.test(value))
      return `${option} is ${value} but must be a whole number from 1.`;
    resources[option === 'max-running' ? 'maxRunning' : option] = isCount ? Number(value) : value;
  }
  return resources;
}
