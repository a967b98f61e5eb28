import { rowsOf, type Manifest } from './manifest.js';

/** In one sentence, without figures of single tables. */
export function summaryOf(manifest: Manifest): { zh: string; en: string } {
  const { tables, seals } = manifest;
  const [rows, megabytes] = [rowsOf(manifest), (tables.reduce((sum, { bytes }) => sum + bytes, 0) / 1e6).toFixed(1)];
  return {
    zh: `${tables.length}张表、${rows}行、${seals}个库外封签，${megabytes} MB。`,
    en: `${tables.length} tables, ${rows} rows, ${seals} seals from outside, ${megabytes} MB.`,
  };
}
