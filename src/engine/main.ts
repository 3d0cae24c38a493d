#!/usr/bin/env node
import { runCommandLine } from './cli/run';
import { verbs } from './cli/verbs';
import { exitWith } from './exit';
import { serve } from './serve';

/**
 * The engine's process. With `--serve`, forked by the extension with an IPC channel, it answers the engine's
 * API until the channel closes; otherwise it is the command line.
 */
if (process.argv[2] === '--serve' && process.connected) serve();
else void runCommandLine(process.argv.slice(2), verbs).then((code) => exitWith(code));
