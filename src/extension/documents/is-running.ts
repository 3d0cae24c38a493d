/** Whether there is a process of this number. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (thrown) {
    // It runs, but belongs to someone else.
    return (thrown as NodeJS.ErrnoException).code === 'EPERM';
  }
}
