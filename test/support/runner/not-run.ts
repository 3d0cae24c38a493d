/** A test, a suite of tests or a file of them that was not run. */
export interface SkippedTest {
  /** Path of its source, relative to the folder of the tests: `golden/abf.test.ts`. */
  file: string;
  /** Absent for a whole file. */
  name?: string;
  reason: string;
}

/**
 * What the reporter has written, a line of JSON for each skipped test. Files are bundles or, where the Node of the
 * run resolves source maps, sources: both become sources.
 */
export function parseSkipped(report: string): SkippedTest[] {
  return report
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as SkippedTest)
    .map((skipped) => ({ ...skipped, file: sourceOf(skipped.file) }));
}

function sourceOf(file: string): string {
  return file
    .split(/[\\/]/)
    .join('/')
    .replace(/^.*\/test\//, '')
    .replace(/\.js$/, '.ts');
}

/** Lines that name every test that was not run, reason by reason; none if all of them ran. */
export function describeNotRun(skipped: readonly SkippedTest[]): string[] {
  const byReason = new Map<string, SkippedTest[]>();
  for (const test of skipped) byReason.set(test.reason, [...(byReason.get(test.reason) ?? []), test]);
  return [...byReason].flatMap(([reason, tests]) => [
    `Not run, because ${reason}:`,
    ...tests.map(({ file, name }) => `  ${file}${name === undefined ? '' : `: ${name}`}`),
  ]);
}
