import '../shared/base.css';
import './results.css';
import { startApp } from './app';

startApp(document.getElementById('root')!);
