import { runInNewContext } from 'node:vm';
import { setFlagsFromString } from 'node:v8';

// Loaded into a server before its own code: asked by SIGUSR2, it collects what is garbage and says what is left.
setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc');
process.on('SIGUSR2', () => {
  collect();
  collect();
  process.stdout.write(`heap ${process.memoryUsage().heapUsed}\n`);
});
