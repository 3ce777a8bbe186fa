import * as module from './wasm/cpu-threads/patchwise.js';
import { serve } from './worker.js';

serve(module, 'cpu-threads');
