import { Gauge } from 'prom-client';
import { version } from './version.js';

export interface Connections {
  total: number;
  idle: number;
  waiting: number;
}

export function buildInfo(): Gauge {
  const build = new Gauge({
    name: 'liandong_build_info',
    help: 'Always 1; which build this is',
    labelNames: ['version', 'node'],
    registers: [],
  });
  build.set({ version: version(), node: process.version }, 1);
  return build;
}

/** Read when somebody looks. */
export function connectionGauges(connections: () => Connections): Gauge[] {
  return [
    new Gauge({
      name: 'liandong_database_connections',
      help: 'Connections to the database, by state (busy, idle)',
      labelNames: ['state'],
      registers: [],
      collect() {
        const { total, idle } = connections();
        this.set({ state: 'busy' }, total - idle);
        this.set({ state: 'idle' }, idle);
      },
    }),
    new Gauge({
      name: 'liandong_database_waiting',
      help: 'Requests that wait for a connection to the database',
      registers: [],
      collect() {
        this.set(connections().waiting);
      },
    }),
  ];
}

/** What an operator waits for between the steps of a rotation: each server knows a key before any signs with it. */
export function keyGauge(): Gauge<'id'> {
  return new Gauge({
    name: 'liandong_key_current',
    help: 'Keys that this server knows, by id: 1 for the one it signs with, 0 for the others',
    labelNames: ['id'],
    registers: [],
  });
}
