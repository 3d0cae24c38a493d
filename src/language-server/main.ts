import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { factsOfFiles } from '../engine/parameter-files/diagnostics/facts';
import { serveParameterFiles } from './server';

serveParameterFiles(createConnection(ProposedFeatures.all), factsOfFiles());
