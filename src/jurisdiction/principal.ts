/** Who asks, as the token and the chosen post say; the database decides what that is worth. */
export interface Identity {
  issuer: string;
  subject: string;
  /** The id of the post chosen by header; null: the main one. */
  post: string | null;
  /** The id of the session he asks in. Left out, the database refuses him wherever limits of sessions are kept. */
  session?: string;
}

/** Whoever asks over HTTP does so in a session. */
export type SignedIn = Identity & { session: string };

/** An interval of unit labels, both ends included. */
export type Interval = readonly [lo: number, hi: number];

/** Where a post reaches the ledger of one kind of object, by the object's places. Steers queries; guards nothing. */
export interface Reach {
  owned: Interval[];
  handled: Interval[];
  received: Interval[];
  linked: Interval[];
  cadreOwned: Interval[];
}

export interface PostInForce {
  id: string;
  duty: number;
  main: boolean;
  unitPos: number;
  from: string;
  until: string | null;
}

/** What enter() answers: the caller as he is now, through the one post he acts in. */
export interface Principal {
  person: { id: string; name: string };
  post: string;
  posts: PostInForce[];
  unit: number;
  organ: Interval;
  clearance: number;
  branches: Interval[];
  links: [lo: number, hi: number, sinceMicros: number][];
  reach: { clue: Reach; supervisionItem: Reach; jointCase: Reach };
  unitTreeVersion: number;
}

/** As the database tells it: a reach as it keeps ranges, the upper end excluded. */
export type PrincipalTold = Omit<Principal, 'reach'> & {
  reach: Record<keyof Principal['reach'], Record<keyof Reach, string>>;
};

export function principalOf({ reach, ...rest }: PrincipalTold): Principal {
  const of = (told: Record<keyof Reach, string>): Reach => ({
    owned: intervals(told.owned),
    handled: intervals(told.handled),
    received: intervals(told.received),
    linked: intervals(told.linked),
    cadreOwned: intervals(told.cadreOwned),
  });
  const { clue, supervisionItem, jointCase } = reach;
  return { ...rest, reach: { clue: of(clue), supervisionItem: of(supervisionItem), jointCase: of(jointCase) } };
}

/** `{[1,5),[7,8)}`, as PostgreSQL writes ranges of whole numbers. */
function intervals(ranges: string): Interval[] {
  return [...ranges.matchAll(/\[(-?\d+),(-?\d+)\)/g)].map(([, lo, end]) => [Number(lo), Number(end) - 1]);
}

export function actingPost(principal: Principal): PostInForce {
  const post = principal.posts.find(({ id }) => id === principal.post);
  if (!post) throw new Error('the acting post is not among the posts in force');
  return post;
}
