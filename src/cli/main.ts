#!/usr/bin/env node
import { exitWith } from '../engine/backends/exit';
import { serve } from '../engine/service/serve';
import { runCommandLine } from './run';
import { verbs } from './verbs';

/**
 * The engine's process. With `--serve`, forked by the extension with an IPC channel, it answers the engine's
 * API until the channel closes; otherwise it is the command line.
 */
if (process.argv[2] === '--serve' && process.connected) serve();
else void runCommandLine(process.argv.slice(2), verbs).then((code) => exitWith(code));
