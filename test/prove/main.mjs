import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

// A machine that has only been given the tree.
if (!existsSync('node_modules/vite')) spawnSync('npm', ['ci'], { stdio: 'inherit' });

// Node 20 reads no TypeScript; vite, which runs the tests, does.
const { runnerImport } = await import('vite');
const { module } = await runnerImport(`${import.meta.dirname}/prove.ts`, { logLevel: 'error' });
process.exitCode = await module.prove(process.argv.slice(2));
