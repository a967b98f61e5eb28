import type { Organisation } from './organisation/organisation.js';
import type { Staff } from './people/staff.js';

/** Everything of the demo world that is there before its matters. */
export interface World {
  organisation: Organisation;
  staff: Staff;
  now: Date;
}
