import { testsWithReact } from './suite.js';

testsWithReact('19');
