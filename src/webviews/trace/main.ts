import '../shared/base.css';
import './trace.css';
import { startApp } from './app';

startApp(document.getElementById('root')!);
