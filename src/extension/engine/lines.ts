/** Tells each whole line of a stream. */
export function onLines(stream: NodeJS.ReadableStream | null, tell: (line: string) => void): void {
  let rest = '';
  stream?.setEncoding('utf8');
  stream?.on('data', (text: string) => {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    lines.forEach(tell);
  });
  stream?.on('end', () => {
    if (rest) tell(rest);
  });
}
