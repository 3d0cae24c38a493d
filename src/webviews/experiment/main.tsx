import '../shared/base.css';
import './experiment.css';
import { options, render } from 'preact';
import { ExperimentApp } from './experiment-app';
import { createServices } from './services';

// One rendering per frame, however many messages arrive.
options.debounceRendering = requestAnimationFrame;

const root = document.getElementById('root')!;
render(<ExperimentApp services={createServices(root)} />, root);
