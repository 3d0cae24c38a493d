/** Reporter of Node's test runner: one line of JSON, a `SkippedTest`, for each test or suite that is skipped. */
async function* reportSkipped(events) {
  for await (const { type, data } of events) {
    if (type !== 'test:pass' || data.skip === undefined || data.skip === false) continue;
    const { file = '', name, skip } = data;
    yield `${JSON.stringify({ file, name, reason: typeof skip === 'string' ? skip : 'no reason given' })}\n`;
  }
}

// biome-ignore lint/style/noDefaultExport: Node's test runner takes a reporter by its default export.
export default reportSkipped;
