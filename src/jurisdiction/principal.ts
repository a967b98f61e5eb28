/** Who asks, as the token and the chosen post say; the database decides what that is worth. */
export interface Identity {
  issuer: string;
  subject: string;
  /** The id of the post chosen by header; null: the main one. */
  post: string | null;
}

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

export function actingPost(principal: Principal): PostInForce {
  const post = principal.posts.find(({ id }) => id === principal.post);
  if (!post) throw new Error('the acting post is not among the posts in force');
  return post;
}
