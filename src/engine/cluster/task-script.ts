import { chmod, writeFile } from 'node:fs/promises';
import path from 'node:path';

/**
 * Writes the script of a job to its folder; returns its path.
 *
 * @param command line that runs a task, but for the task's number
 * @param heading a comment that says what the script does
 */
export async function writeTaskScript(
  folder: string,
  command: readonly string[],
  { heading }: { heading: string },
): Promise<string> {
  const script = path.join(folder, 'run.sh');
  await writeFile(script, taskScript(command, heading));
  await chmod(script, 0o755);
  return script;
}

/**
 * Script of a task. Slurm warns the script of the time limit with USR1; the program then stops cleanly, and the task is
 * queued again unless the program says that this would not help. See `task.ts` and `training-task.ts`.
 */
function taskScript(command: readonly string[], heading: string): string {
  return `#!/bin/sh
# ${heading}
${'electron' in process.versions ? 'export ELECTRON_RUN_AS_NODE=1\n' : ''}warned=no
again="tasks/$SLURM_ARRAY_TASK_ID.again"
rm -f "$again"
${command.map(quoted).join(' ')} --task "$SLURM_ARRAY_TASK_ID" &
engine=$!
trap 'warned=yes; kill -TERM "$engine"' USR1
trap 'kill -TERM "$engine"' TERM
wait "$engine"
code=$?
# A signal ends "wait" before the program has ended.
while kill -0 "$engine" 2>/dev/null; do
  wait "$engine"
  code=$?
done
if [ "$warned" = yes ] && [ -e "$again" ]; then
  scontrol requeue "\${SLURM_ARRAY_JOB_ID}_$SLURM_ARRAY_TASK_ID"
fi
# Slurm takes a code beyond 128 for a job that the user has cancelled.
[ "$code" -gt 128 ] && exit 1
exit "$code"
`;
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
