/** Why an act did not happen, as its caller may be told. The first words are one and the same for hidden and missing. */
export const FAULT_CODES = [
  'OBJECT_NOT_FOUND',
  'NOT_ALLOWED',
  'VERSION_CONFLICT',
  'STATE_CONFLICT',
  'KEY_REUSED',
  'INPUT_INVALID',
  'NOBODY_TO_DECIDE',
  'LIMIT_REACHED',
  'BUSY',
] as const;
export type FaultCode = (typeof FAULT_CODES)[number];

export class ActFault extends Error {
  constructor(
    readonly code: FaultCode,
    /** The input's field, where it is one field's fault. */
    readonly field?: string,
  ) {
    super(code);
    this.name = 'ActFault';
  }
}
