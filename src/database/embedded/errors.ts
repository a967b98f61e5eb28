export type EmbeddedServerErrorCode =
  | 'UNSUPPORTED_PLATFORM'
  | 'BINARIES_MISSING'
  | 'BINARIES_NOT_EXECUTABLE'
  | 'SYSTEM_USER'
  | 'FOLDER'
  | 'LOCK'
  | 'IN_USE'
  | 'SECRET'
  | 'WRONG_VERSION'
  | 'INITDB_FAILED'
  | 'START_FAILED'
  | 'STOP_FAILED';

/** The message is for the operator: what is wrong, and what to do about it. */
export class EmbeddedServerError extends Error {
  override readonly name: string = 'EmbeddedServerError';

  constructor(
    readonly code: EmbeddedServerErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

export interface Holder {
  folder: string;
  pid: number;
  startedAt: Date;
  /** Where the holder serves HTTP; unknown until it listens. */
  address?: string | undefined;
}

export class EmbeddedServerInUse extends EmbeddedServerError {
  override readonly name = 'EmbeddedServerInUse';

  constructor(readonly holder: Holder) {
    const { folder, pid, startedAt, address } = holder;
    super(
      'IN_USE',
      `The data folder ${folder} is in use by process ${pid}, started ${startedAt.toISOString()}, ` +
        `${address ? `which serves ${address}` : 'which does not listen yet'}. ` +
        `Use that one, stop it (kill ${pid}), or give this one another data folder.`,
    );
  }
}
