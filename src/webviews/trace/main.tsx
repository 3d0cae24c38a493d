import '../shared/base.css';
import './pages.css';
import './panel/panel.css';
import './plot/plot.css';
import './trace.css';
import { render } from 'preact';
import { createServices } from './services';
import { TraceApp } from './trace-app';

const root = document.getElementById('root')!;
render(<TraceApp services={createServices(root)} />, root);
