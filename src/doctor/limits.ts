/** Beyond these a figure is a fault. */
export const LIMITS = {
  /** Of a folder's disk, bytes that are left. */
  freeBytes: 1e9,
  /** Of a disk's files, the share that is left. */
  freeFiles: 0.02,
  /** Write-ahead log that a replication slot holds back. */
  slotBytes: 5e9,
  clockSeconds: 2,
  /** How long an entry may wait for its seal, and a seal for its copy outside. */
  sealSeconds: 60,
  /** A table this large that was never analysed. */
  tableBytes: 8e6,
  /** Of two thousand million transactions, after which PostgreSQL stops. */
  transactionAge: 1.2e9,
};
export type Limits = typeof LIMITS;
