import '../shared/base.css';
import './results.css';
import './bars.css';
import './list.css';
import './charts/charts.css';
import { startApp } from './app';

startApp(document.getElementById('root')!);
