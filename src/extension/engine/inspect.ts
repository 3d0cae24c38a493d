/**
 * Arguments that open a process of ours to a debugger, on the port that a variable names. `.vscode/launch.json` sets the
 * variables for the window it starts; otherwise no process listens, whatever the extension host does.
 */
export function inspectArguments(
  variable: 'MINIML_ENGINE_INSPECT' | 'MINIML_LANGUAGE_SERVER_INSPECT',
): string[] {
  const port = process.env[variable];
  return port !== undefined && /^\d{1,5}$/.test(port) ? [`--inspect=127.0.0.1:${port}`] : [];
}
