import '../shared/base.css';
import './results.css';
import './bars.css';
import './list.css';
import './charts/charts.css';
import { options, render } from 'preact';
import { ResultsApp } from './results-app';
import { createServices } from './services';

// One rendering per frame, however many messages arrive.
options.debounceRendering = requestAnimationFrame;

const root = document.getElementById('root')!;
render(<ResultsApp services={createServices(root)} />, root);
