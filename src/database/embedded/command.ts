import { execFile } from 'node:child_process';
import type { Account } from './systemUser.js';

export interface Outcome {
  succeeded: boolean;
  /** What the command printed, or why it could not be run. */
  output: string;
}

// Nothing of ours is inherited: PG* variables would change what the binaries do, and ours hold secrets.
const environment = {
  PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
  LC_ALL: 'C.UTF-8',
  TZ: 'UTC',
};

export function run(file: string, args: string[], account?: Account): Promise<Outcome> {
  // The other user may not be allowed into our working directory, and initdb insists on knowing its own.
  const options = { cwd: '/', env: environment, uid: account?.uid, gid: account?.gid };
  return new Promise<Outcome>((resolve) => {
    execFile(file, args, options, (error, stdout, stderr) => {
      resolve({ succeeded: !error, output: `${stderr}${stdout}`.trim() || (error?.message ?? '') });
    });
    // Some failures to start, such as not being allowed to change the user, are thrown instead.
  }).catch((error: unknown) => ({ succeeded: false, output: String(error) }));
}
